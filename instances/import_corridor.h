#ifndef KR_INSTANCES_IMPORT_CORRIDOR_H
#define KR_INSTANCES_IMPORT_CORRIDOR_H

#include "graph/corridor.h"
#include "instances/import_number.h"

/**
 * A multicommodity-flow problem as an ordinary static instance: an arc is a link of mode `road`, its cost the link's
 * hours; its capacity, where it has one, a resource of its own counted in tonnes; an OD pair is a shipment of the one
 * cargo. Parallel arcs stay. One day, one step, no due dates, late_factor 0.
 *
 * unserved_hours: a plan serves all it can only if U is above the shadow value of every tonne of demand, the length of
 * its best route with tolls; every kilogram that whole numbers leave behind costs U, so it should not be far above.
 * U = 3 * D, rounded up to whole hours, D the longest of the OD pairs' shortest routes on the empty network. On the
 * public sets the largest shadow value is 1.44 * D (planar150, the most congested), mostly 1.00 to 1.30 * D. No factor
 * can hold for every network (values grow with chains of displacement): a solve that leaves freight "for want of
 * capacity" says that U may be too low.
 */
#ifdef KR_SMALL_LIMITS /* for fuzzers */
#define KR_IMPORT_NODES_MAX 100
#else
#define KR_IMPORT_NODES_MAX 10000000
#endif
#define KR_IMPORT_UNSERVED_FACTOR 3

typedef struct kr_import {
  kr_corridor *corridor;
  kr_rounding cost, capacity, quantity;
  kr_micro factor;   /**< on every capacity */
  int64_t n_dropped; /**< OD pairs from a node to itself, or of nothing */
  double longest_h;  /**< D; 0 when no OD pair has a route */
  int32_t n_without; /**< OD pairs without a route */
  double stated_t;   /**< the sum of quantities that the file claims; NAN where it claims none */
  double found_t;    /**< the sum that stands there, dropped pairs included */
} kr_import;

/** An instance being made: the import, and the room its arrays have. Start from a zeroed struct. */
typedef struct kr_draft {
  kr_import *import;
  size_t link_room, list_room, resource_room, capacity_room, shipment_room;
} kr_draft;

typedef struct kr_draft_arc {
  int32_t tail, head; /**< from 1 */
  int64_t cost_uh;
  int64_t capacity; /**< millionths of a tonne; KR_NONE = no limit */
} kr_draft_arc;

typedef struct kr_draft_pair {
  int32_t origin, destination; /**< from 1 */
  int64_t quantity_kg;
} kr_draft_pair;

/** What an instance begins with. */
typedef struct kr_draft_frame {
  int32_t n_nodes, n_zones; /**< nodes 1 … n_nodes, the first n_zones of type `zone` */
  kr_micro factor;          /**< on every capacity, > 0 */
} kr_draft_frame;

/** @return KR_ERR_MEMORY; clear either way */
kr_status kr_draft_begin(kr_draft *draft, kr_draft_frame frame, kr_error *err);

/** @return KR_ERR_MEMORY */
kr_status kr_draft_add_arc(kr_draft *draft, const kr_draft_arc *arc, kr_error *err);

/** A pair of nothing, or from a node to itself, is counted and left out. @return KR_ERR_MEMORY */
kr_status kr_draft_add_pair(kr_draft *draft, const kr_draft_pair *pair, kr_error *err);

/**
 * Names the instance `<file's name>, <form>` and its factor if any, chooses U and hands the import over; the draft is
 * empty then.
 * @return KR_ERR_MEMORY. @cost one Dijkstra per destination
 */
kr_status kr_draft_finish(kr_draft *draft, const char *path, const char *form, kr_import **out, kr_error *err);

/** Frees what is not finished. */
void kr_draft_clear(kr_draft *draft);

void kr_import_free(kr_import *import);

/** The scales of cost, capacity and quantity: what FORMAT allows. */
kr_scale kr_import_cost_scale(void);
kr_scale kr_import_capacity_scale(const kr_draft *draft);
kr_scale kr_import_quantity_scale(void);

#endif
