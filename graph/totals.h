#ifndef KR_GRAPH_TOTALS_H
#define KR_GRAPH_TOTALS_H

#include "graph/result.h"

/** What a plan does to a group of shipments, or to all. */
typedef struct kr_totals {
  int32_t n_shipments, n_served, n_partial, n_unserved, n_late; /**< late: with a late lot, be it a kilogram */
  double asked_t, served_t, late_t;                             /**< late: of lots unloaded behind due */
  double hours_t_h, late_t_h; /**< tonne-hours from ready to unloaded, and behind due */
  double weighted_t_h;        /**< their part of the objective */
  double cost_usd, co2_t;
  double p90_h; /**< of the tonnes that are served nine tenths took no longer; 0 without any */
  double stays_t[KR_REASON_LATE_QUEUE + 1]; /**< unserved, by kr_reason */
} kr_totals;

/**
 * Adds up by groups. @param group [shipments] in [0, n_groups), KR_NONE = in none; NULL = all are group 0
 * @param totals [n_groups] receives the sums. @return KR_ERR_MEMORY. @cost O(legs + lots log lots)
 */
kr_status kr_totals_sum(const kr_corridor *c, const kr_timetable *t, const kr_result *r, const int32_t *group,
                        int32_t n_groups, kr_totals *totals);

#endif
