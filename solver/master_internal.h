#ifndef KR_SOLVER_MASTER_INTERNAL_H
#define KR_SOLVER_MASTER_INTERNAL_H

#include "solver/master.h"

/** What every way of solving offers; private to master*.c. */
typedef struct kr_master_way {
  void (*free)(void *self);
  kr_status (*solve)(void *self, double gap, double seconds, kr_error *err);
  kr_master_point (*last)(const void *self);
  void (*hint)(void *self, const double *toll, double gap); /* may be NULL, like the next */
  kr_status (*settle)(void *self, double seconds, kr_error *err);
  kr_status (*start)(void *self, const double *flow, kr_error *err); /* may be NULL */
} kr_master_way;

kr_status kr_master_glpk_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err);
kr_status kr_master_interior_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err);
kr_status kr_master_key_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err);

/**
 * Begins from these flows instead of nothing, by crossover; the next solve goes on from there.
 * @param flow [pool columns] tonnes; freight they leave out is unserved, what they exceed is mended
 * @return KR_ERR_MEMORY, KR_ERR_LIMIT at the stop flag: the next solve then begins from nothing
 */
kr_status kr_master_key_start(void *self, const double *flow, kr_error *err);

/**
 * Which resource-days the pool's routes could overload together, and which shipments that concerns. Follows the pool.
 * A row is active when Σ_s q_s * (largest use of it by a route of s) > cap; a shipment is active when one of its routes
 * uses an active row.
 */
typedef struct kr_active {
  const kr_master_problem *problem;
  double *potential;    /**< [rows] units */
  bool *row, *shipment; /**< [rows], [shipments] */
  int32_t *rows;        /**< active rows in the order they became so */
  int32_t n_rows;
  size_t n_seen; /**< pool columns taken in */
} kr_active;

kr_status kr_active_init(kr_active *active, const kr_master_problem *p);
void kr_active_clear(kr_active *active);

/** Takes in the pool's new columns. @return how many rows became active: the last ones of rows[] */
int32_t kr_active_follow(kr_active *active);

/** The cheapest column of an inactive shipment, KR_NONE = unserved is no dearer. `*cost` gets its cost per tonne. */
int32_t kr_active_cheapest(const kr_active *active, int32_t s, double *cost);

#endif
