#ifndef KR_SOLVER_FAIR_SHARES_H
#define KR_SOLVER_FAIR_SHARES_H

#include "graph/result.h"
#include "solver/fair_oracle.h"

/**
 * Fair shares: s_f = served_f / asked_f of each forwarder, among the plans that serve the most tonnes.
 *
 * KR_FAIR_MAXMIN: the least share as large as can be, then the next least, and so on. Water filling: all shares that
 * are still free rise together to the highest level that no cut forbids; the plans that reach it are asked for; a new
 * cut lowers the level until it can be reached. The forwarders in the cuts that stop it cannot rise any more, whatever
 * the others do: they are settled there.
 *
 * KR_FAIR_PROPORTIONAL: Σ_f asked_f log s_f as large as can be: no other such plan has relative gains that outweigh its
 * relative losses, each weighted by what its forwarder asked. Cutting planes: the best shares under the cuts so far
 * (solver/log_shares.h) are asked for until they can be had; then no plan has better. Forwarders of whom no such plan
 * can carry anything are left out (max-min knows them: their share is 0).
 *
 * @source max-min: Bertsekas, Gallager, Data Networks (1992) §6.5; proportional: Kelly, Maulloo, Tan, J. Oper. Res.
 * Soc. 49 (1998); both in freight and flights, with their price: Bertsimas, Farias, Trichakis, Oper. Res. 59 (2011)
 */
typedef struct kr_fair_shares {
  const double *asked_t; /**< [forwarders] */
  double *stays_t;       /**< [forwarders] out: what of it stays */
} kr_fair_shares;

/** @return KR_ERR_LIMIT when the time is up or a signal came; KR_ERR_MEMORY, KR_ERR_SOLVER. @cost asked LPs */
kr_status kr_fair_shares_find(const kr_fair_shares *shares, kr_fair_oracle *o, kr_fair_kind kind, kr_error *err);

#endif
