#ifndef KR_GRAPH_RESULT_H
#define KR_GRAPH_RESULT_H

#include "graph/allocation.h"
#include "graph/corridor.h"
#include "graph/timetable.h"

/** What a solve publishes, as data: made by a solver, written by a writer, checked by the judge. */

/** Why freight of a shipment is late or stays: what the `reason` column of shipment_result.csv says in words. */
typedef enum kr_reason {
  KR_REASON_NONE = 0,    /**< served in full, and in time where it has a due instant */
  KR_REASON_NO_ROUTE,    /**< no route at any time, whatever the capacities (closed modes, wrong cargo, no link) */
  KR_REASON_HORIZON,     /**< even alone on the network it cannot arrive before the horizon ends */
  KR_REASON_NOT_WORTH,   /**< alone on the network its best route costs as much as being unserved (U) */
  KR_REASON_QUOTA,       /**< none of these, but its forwarder's quotas close every way that would pay */
  KR_REASON_CAPACITY,    /**< others hold the capacity that it needs */
  KR_REASON_STOPPED,     /**< the solve was stopped before a place was found for it */
  KR_REASON_LATE_ANYWAY, /**< served, late, and would be late alone on the network */
  KR_REASON_LATE_QUEUE   /**< served, late for want of capacity */
} kr_reason;

/** A resource that had no room when a shipment would have used it on its best route: what a reason names. */
typedef struct kr_binding {
  int32_t resource;
  int32_t from_day, to_day; /**< no room on any of these days, the first that of the route; 0 in the static view */
} kr_binding;

typedef struct kr_phase {
  const char *name; /**< static text */
  double wall_s, cpu_s;
} kr_phase;

/** Where an integer solve stood when it had found a better plan. */
typedef struct kr_incumbent {
  double wall_s, objective, bound;
} kr_incumbent;

/** What one thread of an integer search did. */
typedef struct kr_stream {
  double cpu_s;
  int64_t n_dives, n_better; /**< trials; plans better than all before */
} kr_stream;

/** How served shares are made fair among forwarders (solver/fair_shares.h). */
typedef enum kr_fair_kind { KR_FAIR_NONE, KR_FAIR_PROPORTIONAL, KR_FAIR_MAXMIN } kr_fair_kind;

/** "none", "proportional" or "maxmin". */
const char *kr_fair_kind_name(kr_fair_kind kind);

/** @return false when no kind has this name; `out` stays */
bool kr_fair_kind_find(const char *name, kr_fair_kind *out);

/** What became of one forwarder's freight. */
typedef struct kr_fair_share {
  int64_t asked_kg, plain_kg; /**< plain: served by the plan of least cost, without fairness */
  int64_t target_kg;          /**< the fair share; whole kilograms, trains and shipments may fall short of it */
  int64_t floor_kg;           /**< at least this is served, and `price` says what the last tonne of it costs */
  double price;               /**< weighted hours per tonne, >= 0 */
} kr_fair_share;

/** What fairness did and what it cost. */
typedef struct kr_fairness {
  kr_fair_kind kind;
  bool is_settled;        /**< false: stopped before the shares were known; the plan is the plain one, no floors */
  int64_t plain_kg;       /**< served without fairness */
  double plain_objective; /**< weighted tonne-hours; the price of fairness is the objective less this */
  kr_fair_share *shares;  /**< [forwarders] */
} kr_fairness;

#define KR_MAX_PHASES 12

typedef struct kr_result {
  kr_allocation allocation;     /**< sorted by shipment, then lot */
  double *shadow_price;         /**< [resource * n_days + day] >= 0, weighted tonne-hours per unit */
  double *stay_price;           /**< [forwarders] of limits on what may stay, weighted hours per tonne; NULL = none */
  uint8_t *reason;              /**< [shipments] kr_reason */
  double *ideal_h;              /**< [shipments] hours of the best route alone on the network; INFINITY = none */
  size_t *first_binding;        /**< [shipments + 1] its own are bindings[first_binding[s] … first_binding[s + 1]) */
  kr_binding *bindings;         /**< of each shipment the dearest first */
  bool is_optimal;              /**< gap and verification agree: status `optimal`, else `feasible` */
  bool has_prices;              /**< false in integer solves: shadow_price is written blank */
  double objective, bound, gap; /**< weighted tonne-hours; gap = (objective - bound) / max(1, |objective|) */
  int64_t n_columns, n_rounds, n_rows; /**< routes made, passes of pricing, resource-days that had a price */
  kr_phase phases[KR_MAX_PHASES];
  int32_t n_phases;
  kr_incumbent *incumbents; /**< integer solves: each plan better than those before it, in order */
  size_t n_incumbents;
  kr_stream *streams; /**< integer solves: [n_streams], where the search needed them */
  int32_t n_streams;
  int64_t n_dives, n_nodes; /**< integer solves: trials, nodes of branch and price */
  kr_fairness *fairness;    /**< NULL = not asked for */
} kr_result;

/** Frees the arrays, not the struct, and zeroes it. */
void kr_result_free(kr_result *r);

/** What an allocation does to one shipment. Sums run over its lots; hours are kg-hours so that they stay exact. */
typedef struct kr_tally {
  int64_t served_kg, late_kg;   /**< late: of lots unloaded behind due */
  double hours_kg_h, late_kg_h; /**< quantity_kg * H, quantity_kg * L */
  double cost_usd, co2_kg;
  int32_t first_arrival_min, last_arrival_min; /**< KR_NO_TIME when nothing is served, and in static solves */
} kr_tally;

/**
 * Adds up an allocation: per shipment `tally[shipments]`, and per resource and bucket the units used,
 * `used[resource * n_days + day]` (NULL if not wanted). @cost O(legs)
 */
void kr_tally_sum(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, kr_tally *tally, double *used);

/** Running hours of a leg as given, unrounded, on the first day: the static view's measure. */
double kr_leg_hours(const kr_corridor *c, const kr_timetable *t, const kr_leg *leg);

/** Hours of a lot from its shipment's ready boundary to being unloaded; static: of its legs as given. @cost O(legs) */
double kr_lot_hours(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, const kr_lot *lot);

/**
 * The objective of FORMAT.md in weighted tonne-hours, from tallies: sum of weight * (served hours + lambda * late hours
 * + U * unserved), added in shipment order in extended precision.
 */
double kr_tally_objective(const kr_corridor *c, const kr_tally *tally);

#endif
