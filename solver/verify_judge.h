#ifndef KR_SOLVER_VERIFY_JUDGE_H
#define KR_SOLVER_VERIFY_JUDGE_H

#include <stddef.h>

#include "solver/verify_facts.h"

/** Freight per resource, bucket and cargo in whole kilograms: [(resource * n_buckets + bucket) * cargoes + cargo]. */
typedef int64_t kr_loads;

/** One sitting of the judge: what its parts hand to each other. Everything is indexed by lot or by shipment. */
typedef struct kr_judge {
  const kr_facts *f;
  const kr_corridor *c;
  const kr_verify_options *o;
  const kr_allocation *a;
  kr_verdict *v;
  size_t *order;          /**< [n_lots] readable lots by shipment, then number */
  size_t n_readable;      /**< lots whose indices all point somewhere */
  size_t *first_lot;      /**< [shipments + 1] into `order` */
  const kr_lot **promise; /**< [n_lots] the commitment that this lot is, or NULL */
  int64_t *served_kg;     /**< [shipments] */
  kr_loads *loads;
} kr_judge;

/** Adds a violation; its text is cut to KR_VERDICT_ROOM between two characters. */
void kr_judge_complain(kr_judge *j, kr_spot spot, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** Spots to complain about. */
static inline kr_spot kr_spot_shipment(int32_t s) { return (kr_spot){.about = KR_ABOUT_SHIPMENT, .index = s}; }
static inline kr_spot kr_spot_forwarder(int32_t f) { return (kr_spot){.about = KR_ABOUT_FORWARDER, .index = f}; }
static inline kr_spot kr_spot_total(const char *member) { return (kr_spot){.about = KR_ABOUT_TOTAL, .member = member}; }
static inline kr_spot kr_spot_resource(const kr_judge *j, int32_t r, int32_t bucket) {
  return (kr_spot){.about = KR_ABOUT_RESOURCE, .index = (int64_t)r * j->f->n_buckets + bucket};
}

/** The same for a lot of the plan, with "shipment S lot 2 leg 3: " in front; leg from 1, 0 = the lot as a whole. */
void kr_judge_complain_lot(kr_judge *j, const kr_lot *lot, int32_t leg, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Sorts the lots that can be read at all and complains of the others, of doubled numbers and of quantities. */
kr_status kr_judge_lots(kr_judge *j, kr_error *err);

/** Whether all indices of a lot of `a` point into the allocation and the corridor, each kind of leg at its kind of row.
 */
bool kr_lot_is_readable(const kr_corridor *c, const kr_allocation *a, const kr_lot *lot);

/** Finds every commitment among the lots and fills `promise`. */
void kr_judge_commitments(kr_judge *j);

/** Checks one lot as a route at real times. */
void kr_judge_route(kr_judge *j, size_t lot);

/** The legs that count for times: those of the commitment where the lot is one. */
const kr_leg *kr_judge_legs(const kr_judge *j, size_t lot);

/** Adds kg >= 0 to a sum >= 0; on overflow the sum stays at INT64_MAX. @return false then */
bool kr_count_kg(int64_t *sum, int64_t kg);

/** Adds the resource use of a lot to `loads`; false when the kilograms cannot be counted any more. */
bool kr_loads_add(kr_loads *loads, const kr_facts *f, const kr_lot *lot, const kr_leg *legs);

/** Units that the loads of all cargo make on one resource and bucket (Σ kg / t_per_unit). */
long double kr_loads_units(const kr_loads *loads, const kr_facts *f, int32_t resource, int32_t bucket);

/** An array of loads, all 0; NULL when memory ends. */
kr_loads *kr_loads_create(const kr_facts *f);

/** "on 2025-01-31", or "in all" when static. */
#define KR_DAY_ROOM 20
void kr_facts_day_text(const kr_facts *f, int32_t bucket, char out[KR_DAY_ROOM]);

/** No resource is used beyond its capacity; whole units where asked. */
void kr_judge_capacities(kr_judge *j);

/** Per shipment: not more than it has; unsplittable ones whole. */
void kr_judge_quantities(kr_judge *j);

/**
 * Floors against what forwarders asked and are served. Floors of NULL: there are none
 * @param good out: false when what was asked is wrong, a floor is not kept or a price is none: they prove nothing then
 * @return KR_ERR_MEMORY
 */
kr_status kr_judge_floors(kr_judge *j, const kr_verify_claims *claims, bool *good, kr_error *err);

/** Of a lot with these legs: H, L, and H + lambda * L, in hours. */
typedef struct kr_judged_hours {
  long double h, late_h, cost_h;
} kr_judged_hours;
kr_judged_hours kr_facts_hours(const kr_facts *f, const kr_lot *lot, const kr_leg *legs);

/** Objective, transit and totals of the verdict. */
void kr_judge_objective(kr_judge *j);

/** Claims against what was found; the verdict's objective and bound must stand. */
void kr_judge_claims(kr_judge *j, const kr_verify_claims *claims);

/** What is said of each shipment, and the totals of it all; either may be NULL. @cost O(legs + shipments) */
void kr_judge_rows(kr_judge *j, const kr_verify_row *rows, const kr_verify_totals *totals);

/** A count of summary.json against what it should be. */
void kr_judge_count(kr_judge *j, const char *member, int64_t said, int64_t found);

/** A number that is written with six decimals against what it should be. */
bool kr_is_rounded(double said, long double true_value);

/** A sum that keeps what rounding would lose. @source Neumaier (1974) */
typedef struct kr_exact_sum {
  long double sum, lost;
} kr_exact_sum;
void kr_exact_sum_add(kr_exact_sum *s, long double x);
static inline long double kr_exact_sum_value(const kr_exact_sum *s) { return s->sum + s->lost; }

#endif
