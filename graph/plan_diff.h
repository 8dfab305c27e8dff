#ifndef KR_GRAPH_PLAN_DIFF_H
#define KR_GRAPH_PLAN_DIFF_H

#include "graph/timetable.h"

/** A run of days on which a capacity or a running time differs between two plans, by the same amounts. */
typedef struct kr_plan_difference {
  bool is_running_time;
  int32_t what;             /**< resource or link */
  int32_t from_day, to_day; /**< inclusive */
  kr_micro before, after;   /**< units a day, or hours */
} kr_plan_difference;

/**
 * All of them: capacities by resource, then running times by link, days in order. @param a, b dated timetables of the
 * same corridor. @param out receives an array: free(). @return KR_ERR_MEMORY. @cost O((resources + links) * days)
 */
kr_status kr_plan_diff(const kr_corridor *c, const kr_timetable *a, const kr_timetable *b, kr_plan_difference **out,
                       size_t *n, kr_error *err);

#endif
