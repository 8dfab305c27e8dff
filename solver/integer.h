#ifndef KR_SOLVER_INTEGER_H
#define KR_SOLVER_INTEGER_H

#include "graph/result.h"
#include "solver/lp.h"

/**
 * Whole trains and whole shipments. What makes the problem hard is not the routes but how many of a resource-day's
 * units each cargo gets, y_rk with Σ_k y_rk <= ⌊cap_r⌋, and which way each shipment goes that may not be split. Once
 * these are decided an LP is left, with a row for each decided y_rk, and column generation solves that exactly, from
 * the basis of the one before. So the search is over y and over the ways of unsplittable shipments, and each trial is a
 * small change of capacities and demands, re-solved.
 *
 * *Dive.* Solve; of the resource-days whose cargoes would need more whole units than there are, decide those of the
 * first days (units go to the largest remainders); give unsplittable shipments that are split to one of their routes;
 * solve again, and so on. What is displaced finds its next best place, mostly on the day after. At the end the flow is
 * a plan, up to whole kilograms. *Search.* Take back what was decided in some days and dive there again, remainders
 * shaken a little; or move units from the cargo to which they are worth least to that to which they are worth most, by
 * the tolls of the rows y_rk; or think about some unsplittable shipments, all others as they are, on the routes there
 * are, as a small mixed-integer program (integer_submip.c), whose answer a dive proves; or, static, take some out and
 * put them back where there is room (integer_ruin.c). What is better stays; each kind gets time by what it closed of
 * the gap per second lately. On several threads each has an LP of its own and they share the best plan
 * (integer_streams.c). *Bound.* That of the LP with ⌊cap_r⌋ for cap_r where units are whole; where a node takes
 * seconds at most, branch and price (integer_branch.h) raises it beside the other trials.
 *
 * @source Danna, Rothberg, Le Pape, Math. Prog. 102 (2005) for neighbourhoods around what an LP says; Shaw, CP 1998
 */
typedef struct kr_integer kr_integer;

/**
 * @param lp made over a timeline with by_cargo, settings->integer and apart; its capacities of base rows are what
 * commitments leave. Borrowed and changed
 * @return KR_ERR_INPUT for freight that may come to more than 10^9 whole units of a resource; KR_ERR_MEMORY
 */
kr_status kr_integer_create(kr_integer **out, kr_lp *lp, kr_timeline *line, const kr_allocation *taken, kr_error *err);
void kr_integer_free(kr_integer *p);

/** Searches until the gap, the deadline, the iteration limit or the stop flag. @return KR_ERR_MEMORY, KR_ERR_SOLVER */
kr_status kr_integer_search(kr_integer *p, double gap, double deadline_s, kr_error *err);

/** A plan as flow of the pool's columns, to be published to the kilogram: the best, or what there is. */
typedef struct kr_integer_plan {
  const double *flow; /**< [n_flow] tonnes */
  size_t n_flow;
  double objective, bound; /**< INFINITY while no dive has ended */
  int64_t n_dives, n_nodes;
  bool is_stopped;
} kr_integer_plan;

kr_integer_plan kr_integer_best(const kr_integer *p);

/** What each stream did; NULL where the search ended before them; the caller's from now on: free(). */
kr_stream *kr_integer_take_streams(kr_integer *p, int32_t *n);

/** Each plan that was better than those before it; the caller's from now on: free(). */
kr_incumbent *kr_integer_take_incumbents(kr_integer *p, size_t *n);

#endif
