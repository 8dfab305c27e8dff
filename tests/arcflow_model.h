#ifndef KR_TESTS_ARCFLOW_MODEL_H
#define KR_TESTS_ARCFLOW_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/corridor.h"
#include "graph/timetable.h"

/**
 * The plain arc-flow model as numbers, before any library sees it: one commodity per shipment, in tonnes.
 *
 *   min  sum over shipments s and their arcs a of  weight_s * hours_a * x_sa
 *   s.t. what leaves a vertex less what enters it = quantity_s at the source, 0 at every other vertex but the sink
 *        per resource and day: sum of x_sa / t_per_unit over the arcs that use it <= capacity
 *        x >= 0
 *
 * Integer: arcs of a shipment that may not be split carry all of it or nothing; where a resource counts whole units,
 * per day and cargo the tonnes <= t_per_unit * n with n a whole number, and the n of a day add up to floor(capacity).
 */
typedef enum kr_flow_goal { KR_FLOW_LINEAR, KR_FLOW_INTEGER } kr_flow_goal;
typedef enum kr_flow_domain { KR_FLOW_REAL, KR_FLOW_WHOLE, KR_FLOW_BINARY } kr_flow_domain;

typedef struct kr_flow_row {
  bool is_limit; /**< <= bound; otherwise = bound */
  double bound;
} kr_flow_row;

typedef struct kr_flow_column {
  kr_flow_domain domain;
  double cost;
  double most;      /**< no optimal solution needs more of it */
  int32_t shipment; /**< whose tonnes; -1 = not tonnes of one */
  bool stays;       /**< from source to sink at once: unserved */
} kr_flow_column;

/** Entries are in column order; number 0 of rows, columns and entries is not used. */
typedef struct kr_flow_model {
  kr_flow_row *rows;
  kr_flow_column *columns;
  int *entry_row, *entry_column;
  double *entry;
  size_t n_rows, row_room, n_columns, column_room;
  size_t n_entries, entry_row_room, entry_column_room, entry_room;
} kr_flow_model;

/** Writes the model. Start from a zeroed struct; kr_flow_model_clear frees whatever happened. @return KR_ERR_MEMORY */
kr_status kr_flow_model_build(kr_flow_model *out, const kr_corridor *c, const kr_timetable *t, kr_flow_goal goal);
void kr_flow_model_clear(kr_flow_model *m);

#endif
