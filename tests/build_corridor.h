#ifndef KR_TESTS_BUILD_CORRIDOR_H
#define KR_TESTS_BUILD_CORRIDOR_H

#include "graph/corridor.h"

/**
 * A corridor by hand, for tests: things are named by their ids, and an id not seen before is added. Numbers are doubles
 * with at most 6 decimals, times are hours since the first midnight of the horizon, NULL texts are blanks. When memory
 * ends the test ends. Free the result with kr_corridor_free.
 */

/** An empty corridor from 2025-01-01, a Wednesday; U = 48 * days, lambda = 1. */
kr_corridor *build_corridor(int32_t days, int32_t step_hours);

kr_micro build_micro(double value);

typedef struct built_link {
  const char *id, *from, *to, *mode;
  double hours;
  const char *resources; /**< ids separated by ';', added before; NULL = none */
  bool one_way;
} built_link;
int32_t build_link(kr_corridor *c, built_link row);

typedef struct built_transfer {
  const char *node, *from_mode, *to_mode; /**< from_mode NULL = loading, to_mode NULL = unloading */
  double hours;
  const char *resources;
} built_transfer;
int32_t build_transfer(kr_corridor *c, built_transfer row);

/** A resource counted in `unit` ("t" or any other). */
int32_t build_resource(kr_corridor *c, const char *id, const char *unit);

/** Tonnes of a cargo that one unit carries; both are added if new. */
void build_carries(kr_corridor *c, const char *cargo, const char *unit, double tonnes);

/** A plan over another one (NULL = the base). */
int32_t build_plan(kr_corridor *c, const char *id, const char *base);

typedef struct built_days {
  const char *plan;         /**< NULL = the base */
  int32_t from_day, to_day; /**< both 0 = open at both ends */
  const char *weekdays;     /**< digits 1…7; NULL = all */
} built_days;
void build_capacity(kr_corridor *c, const char *resource, built_days when, double per_day);
void build_running_time(kr_corridor *c, const char *link, built_days when, double hours);

typedef struct built_shipment {
  const char *id, *from, *to, *cargo;
  double tonnes, ready_h;
  double due_h;  /**< 0 = none */
  double weight; /**< 0 = 1 */
  bool unsplittable;
} built_shipment;
int32_t build_shipment(kr_corridor *c, built_shipment row);

/** Legs of a plan from hour to hour. The link or row must be there. */
kr_leg leg_link(const kr_corridor *c, const char *link, double depart_h, double arrive_h);
kr_leg leg_back(const kr_corridor *c, const char *link, double depart_h, double arrive_h);
kr_leg leg_transfer(const kr_corridor *c, built_transfer row, double depart_h, double arrive_h);

/** Adds a lot; the number of legs is given by the array. */
void build_lot(kr_allocation *a, kr_lot lot, const kr_leg *legs);

/** Of 4 days, in steps of 6 h: a gate of 5 t a day on a link of 6 h, one way; 12 t, shipment S, ready at once. */
kr_corridor *build_gate_queue(void);

#endif
