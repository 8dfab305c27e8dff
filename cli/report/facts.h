#ifndef KR_CLI_REPORT_FACTS_H
#define KR_CLI_REPORT_FACTS_H

#include "graph/totals.h"
#include "instances/read_result.h"

#define KR_EXACT_GAP 1e-6 /* no more than this, and a page says that no plan can do better */

/** What a report tells of one result, worked out once for all its parts. */
typedef struct kr_facts {
  const kr_corridor *corridor;     /**< borrowed, like the next two */
  const kr_allocation *allocation; /**< as read from allocation.csv */
  const kr_claims *claims;         /**< as read from the other files */
  kr_timetable *timetable;         /**< of the result's plan and view */
  const char *changed;             /**< a file of the instance that is not as it was; static text; NULL = none */
  kr_totals totals;                /**< of all shipments, from their lots */
  double *lot_h;                   /**< [lots] hours from ready to unloaded */
  double *ideal_h;                 /**< [shipments] hours of the best route alone on the network; INFINITY = none */
  uint8_t *reason;                 /**< [shipments] kr_reason, as the result's reason column says */
} kr_facts;

/**
 * Works out the facts of a result that was read and judged.
 * @param facts receives them; kr_facts_clear() whatever the status
 * @return KR_ERR_MEMORY, KR_ERR_RANGE. @cost one pass of pricing, O(legs + lots log lots)
 */
kr_status kr_facts_find(kr_facts *facts, const kr_corridor *c, const kr_allocation *a, const kr_claims *claims,
                        kr_error *err);
void kr_facts_clear(kr_facts *facts);

/** Used units / capacity of a resource on a bucket; 0 where there is no row, INFINITY for use without capacity. */
double kr_facts_utilisation(const kr_facts *facts, int32_t resource, int32_t day);

/** A resource, by how tight it was. */
typedef struct kr_tightness {
  int32_t resource;
  int32_t n_full, n_open, peak_day; /**< days full, days with capacity, day of the highest price */
  double worth;                     /**< sum of shadow price * capacity, weighted tonne-hours; 0 without prices */
  double peak;                      /**< the highest shadow price, weighted tonne-hours per unit */
  double used, capacity;            /**< sums over the horizon, units */
} kr_tightness;

/** All resources with capacity or use, the tightest first (worth, then full days, then use). @param list [resources]
 * @return how many */
int32_t kr_facts_tightest(const kr_facts *facts, kr_tightness *list);

#endif
