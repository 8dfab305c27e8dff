#ifndef KR_SOLVER_PROMISED_H
#define KR_SOLVER_PROMISED_H

#include "graph/result.h"
#include "solver/settings.h"

/** What promised lots (commitment.csv) leave to be planned. Start from a zeroed struct. */
typedef struct kr_promised {
  int64_t *open_kg;    /**< [shipments] still to be planned */
  double *open_t;      /**< … in tonnes */
  double *room;        /**< [resource * n_days + day] units that are left */
  double staying_cost; /**< integer: of what stays for good: of unsplittable shipments with promised lots, and beyond
                          settings->most_kg */
} kr_promised;

/**
 * Promised lots take their capacity and their kilograms before anything is planned.
 * @param left the timetable of the solve; where promised lots fill a day it has no capacity afterwards
 * @return KR_ERR_INPUT, with the place, where they use more than there is, or, in integer solves, more whole units,
 * each with one cargo; KR_ERR_MEMORY. kr_promised_clear() either way
 * @cost O(legs + shipments + resources * days * cargo)
 */
kr_status kr_promised_take(kr_promised *p, const kr_corridor *c, const kr_settings *settings, kr_timetable *left,
                           kr_error *err);
void kr_promised_clear(kr_promised *p);

/** Adds the kilograms that lots take of each resource-day, by cargo. @param kg [resource * n_days + day, cargo] */
void kr_promised_kg(const kr_corridor *c, const kr_timetable *t, const kr_allocation *taken, int64_t *kg);

#endif
