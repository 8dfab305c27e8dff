#ifndef KR_CLI_EXPLAIN_H
#define KR_CLI_EXPLAIN_H

#include "graph/reach.h"
#include "instances/read_result.h"
#include "solver/binding.h"
#include "solver/relief.h"
#include "solver/seek.h"

/* What `keruen explain` finds out about one shipment of a result. */

/** A shipment that holds a resource-day. */
typedef struct kr_holder {
  int32_t shipment;
  int64_t kg;
} kr_holder;

#define KR_HOLDERS 3

/** A resource-day on the shipment's best way that has no room for all of it. */
typedef struct kr_obstacle {
  kr_relief_item item;
  double free_units, capacity;
  kr_holder holders[KR_HOLDERS]; /**< those that carry most, kg 0 = no more */
  int32_t n_holders;             /**< all of them */
  double theta;                  /**< more on this day alone; INFINITY = that does not do */
} kr_obstacle;

typedef struct kr_explained {
  const kr_corridor *corridor;
  const kr_allocation *allocation;
  const kr_timetable *timetable;
  bool is_integer;
  bool is_private; /**< who holds what is not printed: it is for a forwarder's eyes */
  int32_t shipment;
  kr_tally own; /**< found out, like all below */
  double *left; /**< [resource * n_days + day] units that its cargo may still use */
  bool *full;   /**< … which of them have no room for it */
  kr_leg *best; /**< the way it would take on an empty network; NULL = none */
  int32_t n_best;
  bool reachable; /**< some route, were the horizon long enough and nothing closed */
  kr_obstacle *obstacles;
  int32_t n_obstacles;
  bool is_needless;   /**< solved anew it is served without any relief */
  double theta;       /**< more of each of them, where no single one does; INFINITY = that does not do */
  int32_t ready_days; /**< earlier by so many days; 0 = that does not do */
} kr_explained;

/** What is asked of a relief: that all is served, and, of a shipment that is late, in time. */
bool kr_explained_stays(const kr_explained *x);
bool kr_explained_is_late(const kr_explained *x);

/** What the plan does to it, the way on an empty network, and what stands in it. Corridor to shipment are given.
 * @return KR_ERR_MEMORY */
kr_status kr_explain_way(kr_explained *x, kr_error *err);

/** The least relief, by solving anew. @return as kr_relief_capacity. @cost about ten cold solves for each obstacle */
kr_status kr_explain_relief(kr_explained *x, const kr_settings *settings, kr_error *err);
void kr_explain_clear(kr_explained *x);

/** On standard output: the shipment, its lots and the way; then, of a relief found with these settings, the relief. */
void kr_explain_print(const kr_explained *x);
void kr_explain_print_relief(const kr_explained *x, const kr_settings *settings);

#endif
