#ifndef KR_SOLVER_PRICING_INTERNAL_H
#define KR_SOLVER_PRICING_INTERNAL_H

#include "graph/path_tree.h"
#include "solver/pricing.h"

/* Shared by the files of pricing; private to solver/pricing*.c. */

/** Shipments of one ware and weight that one lane of a sweep without deadlines, or one tree, prices together. */
typedef struct kr_group {
  int32_t root; /**< their door; or their yard, where trees grow from yards */
  int32_t ware;
  int32_t first, count; /**< members[first … first + count) */
  int32_t first_step;   /**< earliest ready boundary among them */
  double weight;
  int32_t first_deadline, n_deadlines; /**< dated */
  kr_path_tree tree;                   /**< static; next = NULL where none is kept */
  int64_t version;                     /**< of the ware's tolls for which `tree` is shortest */
} kr_group;

/** A shipment in its group: what pricing it takes, side by side. */
typedef struct kr_member {
  int32_t shipment;
  int32_t leaf;  /**< platform at the other end than the group's root: its yard; or its door */
  int32_t ready; /**< boundary; 0 in the static view */
  int32_t late;  /**< dated: when its cheapest route without deadlines arrives, if that is too late, else KR_NONE */
  int32_t arc;   /**< static: the leaf's arc of the route that was noted for it in the last pass; KR_NONE = none was */
} kr_member;

/** Dated: the members of a group that are due at the same boundary. */
typedef struct kr_deadline {
  double due_step; /**< INFINITY = no deadline, or one that lies behind the horizon */
  int32_t group, first, count;
  int32_t n_late;                /**< members whose cheapest route without deadlines comes too late, this pass */
  int32_t first_step, last_step; /**< from their earliest ready boundary to the latest arrival of such a route */
} kr_deadline;

/** What one thread takes at a time: groups of one ware; or late deadlines of one ware, places in `late`. */
typedef struct kr_batch {
  int32_t first, count, n_members;
} kr_batch;

/** What one thread owns: its searches, and the routes that it traced during a pass, end to end. */
typedef struct kr_worker {
  kr_search *search; /**< dated */
  int32_t *yards;    /**< dated: [nodes] asked about in a sweep */
  int32_t *asked;    /**< dated: [platforms] by which sweep last */
  int32_t n_sweeps;
  kr_route route;
  kr_path_tree_work *tree_work; /**< static, like the rest up to n_moves */
  kr_path_tree spare;           /**< for groups that keep no tree */
  double *cost;                 /**< [arcs] of `priced`, in pass `pass` */
  const kr_group *priced;
  int64_t pass;
  int32_t *arcs;            /**< scratch of tracing */
  struct kr_traced *traced; /**< the new routes of this pass */
  kr_move *moves;           /**< theirs, end to end */
  kr_use_list uses;         /**< likewise */
  size_t n_traced, traced_room, n_moves, move_room;
} kr_worker;

/** A route that a worker traced and that the pool has not. */
typedef struct kr_traced {
  kr_draft draft;    /**< its moves lie … */
  size_t first_move; /**< … here in the end: the array may move as it grows */
} kr_traced;

/** A shipment's new route of this pass. */
typedef struct kr_found {
  int32_t worker; /**< who traced it; KR_NONE = there is none */
  int32_t at;     /**< its place among what the worker traced */
} kr_found;

/** New routes enter the pool in the order of their shipments, by blocks of these that do not depend on the threads. */
#define KR_BLOCK 2048

struct kr_pricing {
  const kr_timeline *line;
  const double *open_t;
  double *unserved; /**< [shipments] weight * U */
  kr_tolls *tolls;
  int32_t n_members, n_groups, n_batches, n_workers, n_deadlines;
  kr_member *members; /**< sorted by group, then deadline, then shipment */
  kr_group *groups;
  kr_batch *batches;
  kr_worker *workers;
  kr_found *found; /**< [shipments] */
  int32_t *last;   /**< [shipments] column of the last route found, KR_NONE; only a guess at the next one */
  int32_t n_blocks;
  kr_pool_size *block; /**< [blocks + 1] sizes of the new routes before each block; at the end of all */
  uint64_t *hash;      /**< [new routes] theirs */
  size_t hash_room;
  const kr_columns *pool; /**< of the last pass: what `last` means … */
  size_t n_columns;       /**< … and how many it had then */
  int64_t pass;           /**< counts the passes */
  /* dated */
  kr_sweep_plan **plans; /**< [ware] NULL where no group needs it */
  kr_deadline *deadlines;
  int32_t *late;          /**< deadlines with late members, by ware and last step */
  kr_batch *late_batches; /**< of these */
  int32_t n_late_batches;
  int32_t *tally; /**< [ware * (N + 1) + 1] scratch of sorting them */
  /* static */
  kr_path_tree_way way;
  kr_path_tree_net **nets; /**< [ware] NULL where no group needs it */
  double **old_toll;       /**< [ware] the tolls of the last pass */
  int64_t *version;        /**< [ware] counts the changes of its tolls */
};

/** Sorts the shipments that can be planned into groups, deadlines and batches. @return KR_ERR_MEMORY */
kr_status kr_pricing_group(kr_pricing *p);

/** Plans and the workers' scratch of the dated view; nets, kept trees and scratch of the static one. */
kr_status kr_pricing_lay(kr_pricing *p, kr_error *err);
void kr_pricing_unlay(kr_pricing *p);
kr_status kr_pricing_plant(kr_pricing *p, kr_error *err);
void kr_pricing_uproot(kr_pricing *p);

/** Makes ready what a ware's groups share in this pass. */
void kr_pricing_set_plan(kr_pricing *p, int32_t ware, const double *price);
void kr_pricing_set_trees(kr_pricing *p, int32_t ware, const double *price);

/** A pass and the worker that does a piece of it. */
typedef struct kr_shift {
  kr_pricing *pricing;
  kr_worker *worker;
  const kr_columns *pool;
  kr_pass *pass;
} kr_shift;

/** Static: prices groups by trees. @return KR_ERR_MEMORY */
kr_status kr_pricing_grow(const kr_shift *shift, const kr_batch *b);

/** Dated: prices groups without regard to deadlines, and notes who would be late. @return KR_ERR_MEMORY */
kr_status kr_pricing_sweep(const kr_shift *shift, const kr_batch *b);

/** Dated, after all kr_pricing_sweep: batches of deadlines with late members. */
void kr_pricing_gather_late(kr_pricing *p);

/** Dated: prices the late members of a batch of deadlines. @return KR_ERR_MEMORY */
kr_status kr_pricing_sweep_late(const kr_shift *shift, const kr_batch *b);

/** Notes the route that the worker traced last for shipment `s`. @return KR_ERR_MEMORY */
kr_status kr_pricing_note(const kr_shift *shift, int32_t s, int32_t arrival);

/** Notes a column of the pool as the route of shipment `s`. */
void kr_pricing_note_column(const kr_shift *shift, int32_t s, int32_t column);

/** Whether a column that the pool has for `s` costs at most `most` under the pass's tolls; it is noted then. */
bool kr_pricing_knows(const kr_shift *shift, int32_t s, double most);

/** The new routes' way into the pool: sizes by blocks, room for all (by one thread), places by blocks, and entering. */
void kr_pricing_measure(kr_pricing *p, int32_t block);
kr_status kr_pricing_make_room(kr_pricing *p, kr_columns *pool);
void kr_pricing_place(kr_pricing *p, kr_columns *pool, kr_pass *pass, int32_t block);
void kr_pricing_enter(kr_pricing *p, kr_columns *pool, kr_pass *pass);

#endif
