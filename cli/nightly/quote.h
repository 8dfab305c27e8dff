#ifndef KR_NIGHTLY_QUOTE_H
#define KR_NIGHTLY_QUOTE_H

#include "cli/nightly/night.h"
#include "solver/solve.h"

/**
 * A quote: what the night of a date would do with one shipment if nothing else waited, around all that is promised.
 * Its instance is made and solved as the night's is, so handing the shipment in alone gives the same answer. All is
 * done in a private folder outside the spool; in the spool nothing is written.
 */

/** What is asked. All borrowed. */
typedef struct kr_quote_request {
  kr_spool *spool;
  kr_ledger *ledger;             /**< opened to be read; NULL: the spool has none yet, nothing is promised */
  const kr_night_orders *orders; /**< as the night's, of which what-ifs and the judge do not count */
  kr_date date;                  /**< of the night */
  const char *forwarder;
  const char *path; /**< a shipment.csv of one row, "-" = standard input; NULL = `row` */
  const char *row;  /**< a row alone, its columns those of KR_QUOTE_COLUMNS, the last may be left out */
  bool no_price;
} kr_quote_request;

#define KR_QUOTE_COLUMNS \
  "shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,weight,splittable"

/** The answer. Start from a zeroed struct. */
typedef struct kr_quoted {
  kr_corridor *corridor; /**< tonight's: what moves, and the shipment, under its joint name */
  kr_solution *solution; /**< lots as the night would promise them */
  int32_t shipment;
  bool is_hopeless;   /**< no network could serve it: the night would reject it */
  bool time_struck;   /**< the time limit ended the solve: a plan, maybe not the best */
  double price_t_h;   /**< see kr_quote_price; NAN where none was asked for */
  int64_t waiting_kg; /**< of others, to which that price is worth something */
} kr_quoted;

/**
 * @param messages about the shipment's form; out->… is set on KR_OK, to be cleared either way
 * @return KR_ERR_INPUT for a shipment that would be rejected (reasons in messages or, when there are none, in err), a
 *         date whose night was begun, a corridor that cannot carry what is promised; KR_ERR_LIMIT while a night is not
 *         decided yet, or stopped by the flag; KR_ERR_IO, KR_ERR_MEMORY, KR_ERR_SOLVER
 * @cost   reading two instances, an integer solve of one shipment, an LP of what waits
 */
kr_status kr_quote_make(kr_quoted *out, const kr_quote_request *q, kr_messages *messages, kr_error *err);
void kr_quote_clear(kr_quoted *quote);

#endif
