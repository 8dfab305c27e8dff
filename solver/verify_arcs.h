#ifndef KR_SOLVER_VERIFY_ARCS_H
#define KR_SOLVER_VERIFY_ARCS_H

#include "solver/verify_facts.h"

/** What begins where: a loading, unloading or move between places, with its price for one cargo, rounded down. */
typedef struct kr_moves {
  int32_t n;
  int32_t *first;     /**< [n_places + 1] run of the moves that begin in a place; moves are sorted by it */
  int32_t *from, *to; /**< [n] place */
  int32_t *steps;     /**< [bucket * n + move]; 1 for a closed one */
  double *hours;      /**< [n] as given, of bucket 0 */
  double *toll;       /**< [bucket * n + move] weighted hours per tonne; INFINITY = closed to this cargo */
} kr_moves;

/** The network as one cargo sees it under tolls. */
typedef struct kr_arcs {
  const kr_facts *f;
  kr_moves later;                     /**< links, and transfers of a step or more; when static all of them */
  kr_moves at_once;                   /**< transfers of no step */
  int32_t *load_steps, *unload_steps; /**< [n_places]; 0 where no row is */
  double *load_hours, *unload_hours;  /**< [n_places] */
  double *load_toll, *unload_toll;    /**< [bucket * n_places + place]; 0 where no row is */
  int32_t longest;                    /**< steps of the longest that can be finished by N, loading included */
} kr_arcs;

/**
 * Builds the arcs for the cargo of a shipment and the quotas of its forwarder; only those open to them on some day.
 * @param left   [resource * n_buckets + bucket] units not promised yet, rounded up; less than a kilogram = closed
 * @param price  likewise, weighted hours per unit
 * @cost O(arcs * resources of an arc * buckets)
 */
kr_status kr_arcs_create(kr_arcs **out, const kr_facts *f, const kr_shipment *like, const double *left,
                         const double *price, kr_error *err);
void kr_arcs_free(kr_arcs *g);

#endif
