#ifndef KR_GRAPH_CORRIDOR_H
#define KR_GRAPH_CORRIDOR_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/allocation.h"
#include "graph/calendar.h"
#include "graph/decimal.h"
#include "graph/ids.h"
#include "graph/status.h"

/**
 * An instance in memory, as FORMAT.md defines it: plain arrays, every id replaced by its index. Whoever fills it (the
 * reader of files, a test) has checked it: indices are in range, numbers are finite and within the bounds given here.
 * After that it is constant and may be read by many threads.
 *
 * Numbers of the model are exact decimals (kr_micro, millionths); freight is whole kilograms; instants are minutes
 * since the first midnight of the horizon, negative before it.
 */

#define KR_NONE (-1)    /**< no index: blank in the file */
#define KR_UNIT_TONNE 0 /**< the unit `t`, built in */
#define KR_PLAN_BASE 0  /**< the blank plan id */
#define KR_NO_DUE INT64_MAX
#define KR_OPEN_FROM INT32_MIN /**< a blank from_date */
#define KR_OPEN_TO INT32_MAX   /**< a blank to_date */
#define KR_EVERY_WEEKDAY 0x7fu
#define KR_NO_LIMIT KR_DECIMAL_MAX   /**< of a quota on a day without a row: as much as a capacity can be */
#define KR_QUANTITY_MAX_T 1000000000 /**< tonnes of one shipment */

/** A run of resource indices: corridor->resource_lists[first … first + count). */
typedef struct kr_span {
  int32_t first, count;
} kr_span;

typedef struct kr_node {
  const char *name, *type, *country; /**< never NULL; "" where blank */
  double x_deg, y_deg;
} kr_node;

typedef struct kr_link {
  const char *name;
  int32_t from_node, to_node, mode;
  bool directed;       /**< one way only */
  double length_km;    /**< NAN where blank */
  kr_micro transit_uh; /**< millionths of an hour, >= 0 */
  kr_span resources;
  double cost_usd_per_t, co2_kg_per_t;
} kr_link;

typedef struct kr_transfer {
  int32_t node;
  int32_t from_mode; /**< KR_NONE = loading at the origin */
  int32_t to_mode;   /**< KR_NONE = unloading at the destination */
  kr_micro hours_uh;
  kr_span resources;
  double cost_usd_per_t, co2_kg_per_t;
} kr_transfer;

typedef struct kr_resource {
  const char *name;
  int32_t unit;
  bool whole_units;
} kr_resource;

/** How much of a resource the freight of one forwarder may use: itself a resource (graph/quota.h). */
typedef struct kr_quota {
  int32_t forwarder, resource;
  int32_t rank; /**< of the holder, 1 … */
} kr_quota;

typedef struct kr_plan {
  const char *name;
  int32_t base; /**< the plan walked to next; KR_NONE for KR_PLAN_BASE itself */
} kr_plan;

/** One row of capacity.csv. Days count from the first day of the horizon and may lie outside it. */
typedef struct kr_capacity {
  int32_t plan, resource;
  int32_t from_day, to_day; /**< inclusive; KR_OPEN_FROM, KR_OPEN_TO */
  uint8_t weekdays;         /**< bit i = weekday i + 1, Monday first */
  kr_micro per_day;
} kr_capacity;

/** One row of transit.csv. */
typedef struct kr_running_time {
  int32_t plan, link;
  int32_t from_day, to_day;
  kr_micro transit_uh;
} kr_running_time;

typedef struct kr_shipment {
  int32_t forwarder, origin, destination, cargo;
  int64_t quantity_kg; /**< 1 … KR_QUANTITY_MAX_T * 1000 */
  int64_t ready_min;
  int64_t due_min; /**< KR_NO_DUE where blank */
  kr_micro weight; /**< > 0 */
  bool splittable;
} kr_shipment;

/** Upgrades as a set: bit i is upgrade i. */
typedef uint64_t kr_set;
#define KR_MOST_UPGRADES 60

/** One row of upgrade.csv: what its plan says otherwise than the plan that it stands on can be bought. */
typedef struct kr_upgrade {
  const char *name;
  kr_micro cost_musd;
  int32_t plan;          /**< not KR_PLAN_BASE */
  kr_set needs, forbids; /**< as written: neither transitive nor both ways */
} kr_upgrade;

typedef struct kr_corridor {
  char *dataset_name;
  kr_date start;
  int32_t days;         /**< 1 … 400 */
  int32_t step_hours;   /**< divides 24 */
  kr_micro unserved_uh; /**< U, hours per unserved tonne */
  kr_micro late_factor; /**< lambda */

  kr_ids *node_ids, *link_ids, *mode_ids, *cargo_ids, *unit_ids, *resource_ids, *plan_ids, *forwarder_ids,
      *shipment_ids, *upgrade_ids;
  kr_ids *texts; /**< names and the like, owned here so that the structs can point */

  kr_node *nodes; /**< [count of node_ids]; likewise below */
  kr_link *links;
  kr_transfer *transfers;
  int32_t n_transfers;
  const char **cargo_names;
  kr_micro *t_per_unit;   /**< [cargo * units + unit], 0 = this cargo cannot use that unit; unit 0 is always 1 */
  kr_resource *resources; /**< the last n_quotas are quotas, in their order */
  kr_quota *quotas;
  int32_t n_quotas;
  int32_t *holder_rank; /**< [forwarders] 1 … n_holders, 0 = has no quota; NULL = nobody has */
  int32_t n_holders;
  kr_plan *plans; /**< plans[KR_PLAN_BASE] is the base, its id "" */
  kr_capacity *capacities;
  int32_t n_capacities;
  kr_running_time *running_times;
  int32_t n_running_times;
  kr_shipment *shipments;
  int32_t *resource_lists;
  int32_t n_resource_lists;
  kr_upgrade *upgrades;
  kr_allocation commitments; /**< lots promised before; their quantity is part of their shipment's */
} kr_corridor;

/** An empty corridor: all id sets made, unit `t` and the base plan in them, every count 0. */
kr_status kr_corridor_create(kr_corridor **out);
void kr_corridor_free(kr_corridor *corridor);

/* Counts, from the id sets. */
static inline int32_t kr_n_nodes(const kr_corridor *c) { return kr_ids_count(c->node_ids); }
static inline int32_t kr_n_links(const kr_corridor *c) { return kr_ids_count(c->link_ids); }
static inline int32_t kr_n_modes(const kr_corridor *c) { return kr_ids_count(c->mode_ids); }
static inline int32_t kr_n_cargo(const kr_corridor *c) { return kr_ids_count(c->cargo_ids); }
static inline int32_t kr_n_units(const kr_corridor *c) { return kr_ids_count(c->unit_ids); }
static inline int32_t kr_n_resources(const kr_corridor *c) { return kr_ids_count(c->resource_ids); }
static inline int32_t kr_n_plans(const kr_corridor *c) { return kr_ids_count(c->plan_ids); }
static inline int32_t kr_n_shipments(const kr_corridor *c) { return kr_ids_count(c->shipment_ids); }
static inline int32_t kr_n_upgrades(const kr_corridor *c) { return kr_ids_count(c->upgrade_ids); }

/** The first quota among the resources; with none the count of these. */
static inline int32_t kr_first_quota(const kr_corridor *c) { return kr_n_resources(c) - c->n_quotas; }

/**
 * A ware is a cargo of one holder of quotas, or of all who have none: what tolls tell apart. Its number modulo the
 * cargoes is the cargo, divided by them the rank of its holder.
 */
static inline int32_t kr_n_wares(const kr_corridor *c) { return kr_n_cargo(c) * (1 + c->n_holders); }

static inline int32_t kr_rank_of(const kr_corridor *c, int32_t shipment) {
  return c->n_holders ? c->holder_rank[c->shipments[shipment].forwarder] : 0;
}

static inline int32_t kr_ware_of(const kr_corridor *c, int32_t shipment) {
  return kr_rank_of(c, shipment) * kr_n_cargo(c) + c->shipments[shipment].cargo;
}

/** Whether what a holder of this rank moves (0: anybody without quotas) counts on a resource: not on others' quotas. */
static inline bool kr_counts_on(const kr_corridor *c, int32_t rank, int32_t resource) {
  if (c->n_quotas == 0 || resource < kr_first_quota(c)) return true;
  return c->quotas[resource - kr_first_quota(c)].rank == rank;
}

/** N: boundaries run from 0 to N. */
static inline int32_t kr_n_steps(const kr_corridor *c) { return c->days * (24 / c->step_hours); }

/** Millionths of a tonne of `cargo` that one unit of `resource` carries; 0 = it cannot use it. */
static inline kr_micro kr_t_per_unit(const kr_corridor *c, int32_t cargo, int32_t resource) {
  return c->t_per_unit[(int64_t)cargo * kr_n_units(c) + c->resources[resource].unit];
}

/** The first boundary at which a shipment may start: ceil((ready - start) / h), 0 if ready earlier; may exceed N. */
int64_t kr_ready_step(const kr_corridor *c, const kr_shipment *s);

/** d = floor((due - start) / h), negative before the start; INT64_MAX without a due instant. */
int64_t kr_due_step(const kr_corridor *c, const kr_shipment *s);

/** ceil(hours / h): steps that `hours_uh` takes on this corridor's grid, exactly; 0 for 0. */
static inline int64_t kr_steps_of(const kr_corridor *c, kr_micro hours_uh) {
  int64_t step_uh = c->step_hours * KR_MICRO;
  return (hours_uh + step_uh - 1) / step_uh;
}

/** Resources used by a leg (its link's or transfer's). */
kr_span kr_leg_resources(const kr_corridor *c, const kr_leg *leg);

#endif
