#include <stdio.h>

#include "cli/compare.h"
#include "cli/study_answer.h"

/* Chunks 0 … n_demands - 1 are the first plan at each level of demand, then come the others, as they are compared. */

static int32_t scenario_of(const kr_compare *x, int32_t chunk) {
  int32_t rest = chunk - x->n_demands, others = x->n_plans - 1;
  if (rest < 0) return chunk * x->n_plans;
  return rest / others * x->n_plans + 1 + rest % others;
}

/** That of the first plan at the same demand. */
static int32_t first_chunk_of(const kr_compare *x, int32_t scenario) { return scenario / x->n_plans; }

kr_status kr_compare_plan_chunks(void *study, kr_study_job *job, int32_t *n_chunks, kr_error *err) {
  const kr_compare *x = study;
  kr_status status = KR_OK;
  *n_chunks = kr_n_scenarios(x);
  for (int32_t i = 0; i < *n_chunks && status == KR_OK; ++i) {
    const kr_compared *s = &x->compared[scenario_of(x, i)];
    char text[256 + KR_DECIMAL_ROOM], demand[KR_DECIMAL_ROOM];
    kr_decimal_write(x->demands[s->demand], demand);
    snprintf(text, sizeof text, "%.250s at %s", kr_compare_plan(x, s->plan), demand);
    status = kr_study_job_add_chunk(job, i, text, err);
  }
  return status;
}

/** The scenario by itself: unsolved, to be filled. */
static kr_scenario alone(const kr_compare *x, int32_t scenario) {
  return (kr_scenario){
      .corridor = x->scenarios[scenario].corridor, .settings = x->scenarios[scenario].settings, .from = KR_NONE};
}

kr_status kr_compare_do_chunk(void *study, const kr_study_parts *parts, int32_t number, const char *to, kr_error *err) {
  const kr_compare *x = study;
  int32_t scenario = scenario_of(x, number), from = x->scenarios[scenario].from;
  kr_scenario one = alone(x, scenario), first = alone(x, scenario);
  kr_status status = KR_OK;
  if (from != KR_NONE) {
    first = alone(x, from);
    KR_TRY(kr_study_parts_need(parts, first_chunk_of(x, from), &first, err));
    one.from_other = first.solution;
  }
  KR_TRY(kr_scenarios_solve(&one, 1, 1, err));
  status = kr_study_answer_write(to, &one, err);
done:
  kr_solution_free(first.solution);
  kr_solution_free(one.solution);
  return status;
}

kr_status kr_compare_merge(void *study, const kr_study_parts *parts, kr_error *err) {
  kr_compare *x = study;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_n_scenarios(x) && status == KR_OK; ++i)
    status = kr_study_parts_need(parts, i, &x->scenarios[scenario_of(x, i)], err);
  return status == KR_OK ? kr_compare_end(x, err) : status;
}
