#ifndef KR_CLI_COMPARE_H
#define KR_CLI_COMPARE_H

#include "cli/study_parts.h"
#include "graph/plan_diff.h"
#include "graph/totals.h"
#include "graph/variant.h"
#include "solver/scenario.h"

/* What `keruen compare` knows, shared by the files that find it out, print it and write it. */

#define KR_COMPARE_SCHEMA "keruen.compare/1"

typedef enum kr_grouping { KR_BY_CARGO, KR_BY_FLOW, KR_BY_FORWARDER, KR_N_GROUPINGS } kr_grouping;

/** Shipments by what they have in common. */
typedef struct kr_groups {
  const char *kind; /**< "cargo", "flow", "forwarder" */
  int32_t n;
  int32_t *of;    /**< [shipments] */
  int32_t *first; /**< [n] a shipment of each, which names it */
} kr_groups;

/** A resource of one scenario, by what its capacity is worth over the horizon. */
typedef struct kr_tight {
  int32_t resource;
  double worth; /**< Σ shadow price * capacity, weighted tonne-hours */
} kr_tight;

#define KR_TIGHT 3

/** One plan under one level of demand. */
typedef struct kr_compared {
  int32_t plan, demand; /**< indices into the lists asked for */
  kr_totals all;
  kr_totals *groups[KR_N_GROUPINGS]; /**< [groups of that grouping] */
  kr_tight tight[KR_TIGHT];          /**< worth 0 = no more */
  int32_t dominated_by;              /**< another plan at the same demand; KR_NONE */
} kr_compared;

typedef struct kr_compare {
  const kr_study *study; /**< who asked */
  const kr_corridor *corridor;
  int32_t n_plans, n_demands;
  int32_t *plans;                   /**< [n_plans] of the corridor; the first is what others are compared with */
  kr_micro *demands;                /**< [n_demands] factors */
  kr_variant **variants;            /**< [n_demands] NULL where the factor is 1 */
  kr_plan_difference **differences; /**< [n_plans] from the first plan */
  size_t *n_differences;
  kr_groups groupings[KR_N_GROUPINGS];
  kr_scenario *scenarios; /**< [n_demands * n_plans], plans innermost; likewise below */
  kr_compared *compared;
} kr_compare;

static inline int32_t kr_n_scenarios(const kr_compare *x) { return x->n_plans * x->n_demands; }

/** The corridor that a scenario's freight is in. */
static inline const kr_corridor *kr_compared_corridor(const kr_compare *x, int32_t i) {
  return x->scenarios[i].corridor;
}

/** The name of a plan in the order asked for: "base" for the blank id. */
const char *kr_compare_plan(const kr_compare *x, int32_t plan);

/** The name of a group: a cargo, a forwarder, or ORIGIN-DESTINATION. @param out of at least 256 bytes. @return out */
const char *kr_group_name(const kr_compare *x, kr_grouping kind, int32_t group, char *out);

/** Makes the scenarios. Study, plans, demands and corridor are given. @return KR_ERR_RANGE, KR_ERR_MEMORY */
kr_status kr_compare_begin(kr_compare *x, kr_error *err);

/** Adds up what the scenarios came to, once all are solved. @return KR_ERR_MEMORY */
kr_status kr_compare_end(kr_compare *x, kr_error *err);
void kr_compare_clear(kr_compare *x);

/* In chunks (cli/study_parts.h): one scenario each, first the first plan at every level of demand, from which the
 * others begin. `study` is a kr_compare. */
kr_status kr_compare_plan_chunks(void *study, kr_study_job *job, int32_t *n_chunks, kr_error *err);
kr_status kr_compare_do_chunk(void *study, const kr_study_parts *parts, int32_t number, const char *to, kr_error *err);
kr_status kr_compare_merge(void *study, const kr_study_parts *parts, kr_error *err);

/** The input diff and the table on standard output. */
void kr_compare_print(const kr_compare *x);

/**
 * Draws compare.svg (served share, mean and p90 transit, lateness of every plan and level of demand) and pareto.svg
 * (all by which plans are judged, and which are dominated) into a folder. @return KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_compare_draw(const kr_compare *x, const char *folder, kr_error *err);

/** Writes summary.json, scenarios.csv, groups.csv, shipments.csv, input_diff.csv and the pictures into a folder. */
kr_status kr_compare_write(const kr_compare *x, const char *folder, kr_error *err);

#endif
