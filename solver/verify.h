#ifndef KR_SOLVER_VERIFY_H
#define KR_SOLVER_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/allocation.h"
#include "graph/corridor.h"
#include "graph/result.h"
#include "graph/status.h"

/**
 * The judge inside the program. It trusts nothing but the rows of the instance and the legs of the plan, and derives
 * everything else anew: the capacity of each resource and day by walking the plan chain, running times, steps, the
 * places and times of every route, what is used, what is served, the objective, and the dual bound. It shares no code
 * with what made the plan, so that one mistake cannot hide behind another.
 *
 * What FORMAT.md leaves open, it settles so:
 *  - A committed lot must appear with the same shipment, quantity and legs (in static solves times do not count). It is
 *    checked as a route (places, modes, order of times, not before `ready`, cargo), but not against today's running
 *    times, grid of steps, loading rows or end of the horizon: it was promised under other ones and may not move.
 *  - A committed leg uses capacity only where it begins within the horizon. Its lot counts in the objective like any
 * other, to the minute; H is negative for one delivered before the horizon.
 *  - An unsplittable shipment with committed lots has just these in an integer solve, whole or not.
 */

/** Under what the plan was made. */
typedef struct kr_verify_options {
  int32_t plan;    /**< index of the plan whose capacities and running times hold */
  bool is_static;  /**< one bucket, no times */
  bool is_integer; /**< whole units, unsplittable shipments */
  double gap;      /**< the gap asked for, >= 0: `optimal` is said within it, and only there */
} kr_verify_options;

/** What a result made with fairness says of one forwarder. */
typedef struct kr_verify_floor {
  int64_t asked_kg, served_kg, floor_kg; /**< at least floor_kg is served */
  double share;                          /**< served of asked, rounded to 6 decimals */
  double price;                          /**< weighted hours per tonne of the floor, >= 0 */
} kr_verify_floor;

/** What a result made with fairness says of it as a whole, as far as it can be added up again. */
typedef struct kr_verify_fair {
  const int64_t *target_kg;  /**< [forwarders] at least the floor */
  const double *share_plain; /**< [forwarders] rounded to 6 decimals */
  double plain_t, plain_objective, price_t_h, short_t;
} kr_verify_fair;

/** What a result says of one shipment, in words and means; rounded to 6 decimals where it is not whole. */
typedef struct kr_verify_row {
  bool is_given;                               /**< false: nothing is said, which is wrong */
  uint8_t served;                              /**< 0 not, 1 in part, 2 wholly */
  uint8_t reason;                              /**< kr_reason; KR_REASON_NONE when nothing is said */
  bool is_reason_odd;                          /**< something is said that is no reason */
  int32_t first_arrival_min, last_arrival_min; /**< KR_NO_TIME where blank */
  double transit_h, late_h;                    /**< NAN where blank */
  double cost_usd, co2_kg;
} kr_verify_row;

/** The totals of a result. */
typedef struct kr_verify_totals {
  double served_t, unserved_t, transit_tonne_h;
  double late_t; /**< of lots behind their due; NAN = is not said */
  int64_t shipments, served, partial, unserved, late, lots, legs;
  int64_t priced; /**< resource-days with a price; not checked without shadow_price */
} kr_verify_totals;

/** What a result says about itself. All arrays are borrowed and may be NULL: then they are not checked. */
typedef struct kr_verify_claims {
  double objective, bound, gap; /**< weighted tonne-hours; bound may be -INFINITY */
  bool is_optimal;
  bool is_unsettled;                      /**< fairness was stopped: not called optimal whatever the gap */
  const int64_t *served_kg, *unserved_kg; /**< [shipments] */
  const kr_verify_row *rows;              /**< [shipments] */
  const kr_verify_totals *totals;
  const kr_verify_fair *fair;    /**< only with floors */
  const double *used;            /**< [resource * buckets + bucket] units; buckets: days, or 1 when static */
  const double *capacity;        /**< likewise, units; NAN = has no row, as where there is neither it nor use */
  const double *shadow_price;    /**< likewise: weighted tonne-hours per unit, >= 0; NULL = no bound is judged.
                                  What an integer result says of its bound is not held to it */
  const kr_verify_floor *floors; /**< [forwarders]; their prices prove the bound together with shadow_price */
} kr_verify_claims;

/** What a violation is about, so that a reader of files can say where it stands. */
typedef enum kr_about {
  KR_ABOUT_PLAN,     /**< nothing in particular */
  KR_ABOUT_LOT,      /**< index: of the lot in the allocation; leg from 1, 0 = the lot as a whole */
  KR_ABOUT_SHIPMENT, /**< index: of the shipment, likewise below */
  KR_ABOUT_RESOURCE, /**< resource * buckets + bucket */
  KR_ABOUT_FORWARDER,
  KR_ABOUT_TOTAL /**< member names it as summary.json does: "bound", "counts.late" */
} kr_about;

typedef struct kr_spot {
  kr_about about;
  int64_t index;
  int32_t leg;
  const char *member; /**< static text */
} kr_spot;

#define KR_VERDICT_TEXTS 100
#define KR_VERDICT_ROOM 320

/** What the judge found. A plain struct of about 35 kB that owns nothing: nothing to free. */
typedef struct kr_verdict {
  int64_t n_violations;                               /**< all of them; the first KR_VERDICT_TEXTS have a text */
  kr_spot spots[KR_VERDICT_TEXTS];                    /**< what each is about */
  char violations[KR_VERDICT_TEXTS][KR_VERDICT_ROOM]; /**< one line each, no full stop */
  double objective;                                   /**< of the legs, weighted tonne-hours */
  double bound; /**< what the shadow prices prove, rounded down; -INFINITY when there are none, or bad ones */
  double paid;  /**< what they pay for all the capacity */
  int64_t served_kg, unserved_kg;
  double transit_tonne_h; /**< sum of quantity * H */
} kr_verdict;

/**
 * Judges a plan by every rule of FORMAT.md, and what is claimed about it.
 * @param out     filled when KR_OK is returned
 * @param claims  borrowed; NULL = judge the plan alone
 * @return KR_OK when it could judge, whatever it found (see kr_verdict_status); KR_ERR_RANGE for a plan that is not
 *         there, a gap that is negative or NaN, commitments that point outside the corridor, or daily capacities that
 *         add up beyond 63 bits; KR_ERR_MEMORY
 * @cost   O(legs * resources of a leg + lots log lots + rows * days), and the bound of solver/verify_bound.h
 */
kr_status kr_verify(kr_verdict *out, const kr_corridor *c, const kr_verify_options *o, const kr_allocation *a,
                    const kr_verify_claims *claims, kr_error *err);

/** KR_OK for a clean plan, else KR_ERR_VERIFY with the number of violations and the first of them in `err`. */
kr_status kr_verdict_status(const kr_verdict *v, kr_error *err);

#endif
