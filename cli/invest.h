#ifndef KR_CLI_INVEST_H
#define KR_CLI_INVEST_H

#include "cli/study.h"
#include "solver/invest.h"

/* What `keruen invest` knows, shared by the files that find it out, print it and write it. */

#define KR_INVEST_SCHEMA "keruen.invest/1"

typedef struct kr_invest_answer {
  const kr_study *study;
  kr_micro low, high;
  bool is_frontier;
  kr_invest *invest;
  kr_best *bests; /**< the dearest first; one, unless a frontier was asked for */
  size_t n_bests;
  bool has_losses; /**< what the first best loses without each upgrade is known */
} kr_invest_answer;

/** The network without upgrades. */
const kr_trial *kr_invest_nothing(const kr_invest_answer *a);

/** What the upgrade saves alone, with what it requires; NAN where that is dearer than the budget. */
double kr_invest_alone(const kr_invest_answer *a, int32_t upgrade);

/** What the dearest best loses without the upgrade and those that require it; NAN where it does not have it. */
double kr_invest_loss(const kr_invest_answer *a, int32_t upgrade);

/** Ids with `between` between them. @param out of `room` bytes; cut off where they do not fit. @return out */
char *kr_invest_ids(const kr_corridor *c, kr_set set, const char *between, char *out, size_t room);

/** The answer for people, on standard output. */
void kr_invest_print(const kr_invest_answer *a);

/** Writes summary.json, invest.csv and frontier.csv into a folder: a kr_study_put. */
kr_status kr_invest_put(const void *answer, const char *folder, kr_error *err);

#endif
