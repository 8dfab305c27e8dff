#ifndef KR_CLI_REPORT_FLOW_H
#define KR_CLI_REPORT_FLOW_H

#include "graph/corridor.h"
#include "graph/timetable.h"

/**
 * What the pictures of a plan show, added up once. Every table has a row for each thing and a column for each day,
 * and one more, column n_days, for the whole horizon: use kr_flow_at. In the static view there is one day. Freight is
 * whole kilograms, so sums are exact; a leg counts on the day of its departure.
 */
typedef struct kr_flow {
  const kr_corridor *corridor; /**< borrowed, like the next two */
  const kr_timetable *timetable;
  const kr_allocation *allocation;
  int32_t n_days;
  bool has_prices;
  int64_t *link_kg[2]; /**< [link] set out on it: [0] from its from_node, [1] backward */
  int64_t *node_kg;    /**< [node] leave it by a link, or end their way there */
  int64_t *mode_kg;    /**< [mode] change into it: a lot counts once for each run of links of one mode */
  int64_t *waiting_kg; /**< [node] planned, and between legs at midnight at the day's end; whole horizon: the most */
  int64_t *stays_kg;   /**< [node] of no lot, ready at their origin at the day's end; whole horizon: all that stays */
  double *used;        /**< [resource] units, as in resource_day.csv */
  double *capacity;    /**< [resource] units */
  double *price;       /**< [resource] weighted tonne-hours per unit; whole horizon: the highest; 0 without prices */
} kr_flow;

/**
 * @param a     checked lots of the corridor under timetable `t`
 * @param price [resource * t->n_days + day] shadow prices; NULL = there are none
 * @return KR_ERR_MEMORY. @cost O(legs + things * days), memory likewise
 */
kr_status kr_flow_create(kr_flow **out, const kr_corridor *c, const kr_timetable *t, const kr_allocation *a,
                         const double *price, kr_error *err);
void kr_flow_free(kr_flow *flow);

/** The place of a thing on a day in any of the tables; day n_days is the whole horizon. */
static inline size_t kr_flow_at(const kr_flow *f, int32_t thing, int32_t day) {
  return (size_t)thing * ((size_t)f->n_days + 1) + (size_t)day;
}

/** Both ways together. */
static inline int64_t kr_flow_link_kg(const kr_flow *f, int32_t link, int32_t day) {
  return f->link_kg[0][kr_flow_at(f, link, day)] + f->link_kg[1][kr_flow_at(f, link, day)];
}

/** Used ÷ capacity; NAN for a resource that is closed (capacity 0). */
double kr_flow_utilisation(const kr_flow *f, int32_t resource, int32_t day);

/** The resource of a span that is used most, in the sense of kr_flow_utilisation; KR_NONE where all are closed. */
int32_t kr_flow_busiest(const kr_flow *f, kr_span span, int32_t day);

#endif
