#ifndef KR_SOLVER_VERIFY_FACTS_H
#define KR_SOLVER_VERIFY_FACTS_H

#include "solver/verify.h"

/**
 * What holds on each day under one plan, and where freight can stand: derived for the judge alone from the rows of the
 * corridor. A place is a node and a mode that some link or transfer row knows together.
 */
typedef struct kr_facts {
  const kr_corridor *c;
  bool is_static;
  int32_t n_buckets;    /**< days of the horizon; 1 when static */
  int32_t n_steps;      /**< N */
  int64_t step_min;     /**< minutes of a step */
  kr_micro *capacity;   /**< [resource * n_buckets + bucket] units */
  kr_micro *transit_uh; /**< [link * n_buckets + bucket] */
  int32_t n_places;
  int64_t *places;                /**< [n_places] node * modes + mode, ascending */
  int32_t *load_row, *unload_row; /**< [n_places] index of the transfer row, or KR_NONE */
  bool *has_link;                 /**< [n_places] a link of this mode touches this node */
} kr_facts;

/**
 * Derives the facts. @param c borrowed, must outlive them
 * @return KR_ERR_RANGE for a plan that is not there, plans in a circle, or sums beyond 63 bits; KR_ERR_MEMORY
 * @cost O(rows * days + resources * days + places log places)
 */
kr_status kr_facts_create(kr_facts **out, const kr_corridor *c, const kr_verify_options *o, kr_error *err);
void kr_facts_free(kr_facts *f);

/** The part of kr_facts_create that fills `capacity` and `transit_uh` from the rows of the plan's chain. */
kr_status kr_facts_lay_days(kr_facts *f, int32_t plan, kr_error *err);

/** Whether freight of this forwarder counts on a resource: on quotas only that of their holder does. */
bool kr_facts_concerns(const kr_facts *f, int32_t resource, int32_t forwarder);

/** Index of the place (node, mode), or -1. @cost O(log places) */
int32_t kr_facts_place(const kr_facts *f, int32_t node, int32_t mode);

/** The first place of a node, and with node + 1 the end of its run. @cost O(log places) */
int32_t kr_facts_first_place(const kr_facts *f, int32_t node);

/** Whether freight may start its route in this place: a link or a loading row is there. */
bool kr_facts_may_start(const kr_facts *f, int32_t place);

/** The bucket of a leg that begins at this minute; -1 outside the horizon. The last boundary counts on the last day. */
int32_t kr_facts_bucket(const kr_facts *f, int64_t begin_min);

/** ceil(hours / h). */
int64_t kr_facts_steps(const kr_facts *f, kr_micro hours_uh);

/** r: the first boundary at which a shipment may start; may exceed N. */
int64_t kr_facts_ready(const kr_facts *f, const kr_shipment *s);

/** d: the last boundary that is in time; KR_NO_DUE without a due instant. */
int64_t kr_facts_due(const kr_facts *f, const kr_shipment *s);

#endif
