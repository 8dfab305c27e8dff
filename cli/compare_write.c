#include <math.h>
#include <stdlib.h>

#include "cli/compare.h"
#include "graph/memory.h"
#include "instances/json.h"

#define LEAST_SHOWN 1e-3 /* weighted tonne-hours */

static void put_names(const kr_compare *x, kr_sink *sink, int32_t i) {
  kr_sink_id(sink, kr_compare_plan(x, x->compared[i].plan));
  kr_sink_decimal(sink, x->demands[x->compared[i].demand]);
}

#define TOTALS_HEAD                                                                                                  \
  "asked_t,served_t,served_share,mean_transit_days,p90_transit_days,late_t,late_tonne_days,cost_usd,co2_t,weighted_" \
  "tonne_hours"

static void put_totals(kr_sink *sink, const kr_totals *t) {
  double served = t->served_t > 0 ? t->served_t : 1;
  kr_sink_rounded(sink, t->asked_t);
  kr_sink_rounded(sink, t->served_t);
  kr_sink_rounded(sink, t->asked_t > 0 ? t->served_t / t->asked_t : 0);
  kr_sink_rounded(sink, t->hours_t_h / served / 24);
  kr_sink_rounded(sink, t->p90_h / 24);
  kr_sink_rounded(sink, t->late_t);
  kr_sink_rounded(sink, t->late_t_h / 24);
  kr_sink_rounded(sink, t->cost_usd);
  kr_sink_rounded(sink, t->co2_t);
  kr_sink_rounded(sink, t->weighted_t_h);
}

static kr_status put_scenarios(const void *context, kr_sink *sink) {
  const kr_compare *x = context;
  kr_sink_text(sink, "plan,demand," TOTALS_HEAD ",bound,gap,status,dominated_by,tightest_1,tightest_2,tightest_3\n");
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i) {
    const kr_compared *s = &x->compared[i];
    const kr_result *r = &x->scenarios[i].solution->result;
    put_names(x, sink, i);
    put_totals(sink, &s->all);
    kr_sink_exact(sink, r->bound);
    kr_sink_exact(sink, r->gap);
    kr_sink_id(sink, r->is_optimal ? "optimal" : "feasible");
    kr_sink_id(sink, s->dominated_by == KR_NONE ? "" : kr_compare_plan(x, s->dominated_by));
    for (int k = 0; k < KR_TIGHT; ++k)
      kr_sink_id(sink, s->tight[k].worth > 0 ? kr_ids_text(x->corridor->resource_ids, s->tight[k].resource) : "");
    kr_sink_end_row(sink);
  }
  return KR_OK;
}

static kr_status put_groups(const void *context, kr_sink *sink) {
  const kr_compare *x = context;
  char name[256];
  kr_sink_text(sink, "plan,demand,by,name," TOTALS_HEAD ",saved_weighted_tonne_hours\n");
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i)
    for (int k = 0; k < KR_N_GROUPINGS; ++k)
      for (int32_t g = 0; g < x->groupings[k].n; ++g) {
        const kr_totals *t = &x->compared[i].groups[k][g];
        put_names(x, sink, i);
        kr_sink_id(sink, x->groupings[k].kind);
        kr_sink_id(sink, kr_group_name(x, (kr_grouping)k, g, name));
        put_totals(sink, t);
        kr_sink_rounded(sink, x->compared[i - x->compared[i].plan].groups[k][g].weighted_t_h - t->weighted_t_h);
        kr_sink_end_row(sink);
      }
  return KR_OK;
}

static double weighted(const kr_corridor *c, int32_t s, const kr_tally *tally) {
  double stays_t = (double)(c->shipments[s].quantity_kg - tally->served_kg) * 1e-3;
  double late_factor = kr_decimal_value(c->late_factor);
  return kr_decimal_value(c->shipments[s].weight) *
         ((tally->hours_kg_h + late_factor * tally->late_kg_h) * 1e-3 + kr_decimal_value(c->unserved_uh) * stays_t);
}

static void put_shipment(const kr_compare *x, kr_sink *sink, int32_t i, int32_t s, const kr_tally *first,
                         const kr_tally *now) {
  const kr_corridor *c = kr_compared_corridor(x, i);
  put_names(x, sink, i);
  kr_sink_id(sink, kr_ids_text(c->shipment_ids, s));
  kr_sink_id(sink, kr_ids_text(c->forwarder_ids, c->shipments[s].forwarder));
  kr_sink_tonnes(sink, first->served_kg);
  kr_sink_tonnes(sink, now->served_kg);
  kr_sink_rounded(sink, first->served_kg > 0 ? first->hours_kg_h / (double)first->served_kg : 0);
  kr_sink_rounded(sink, now->served_kg > 0 ? now->hours_kg_h / (double)now->served_kg : 0);
  kr_sink_rounded(sink, weighted(c, s, first) - weighted(c, s, now));
  kr_sink_end_row(sink);
}

/** Shipments to which a plan makes a difference of more than rounding, against the first plan. */
static kr_status put_shipments(const void *context, kr_sink *sink) {
  const kr_compare *x = context;
  int32_t n = kr_n_shipments(x->corridor);
  kr_tally *first = kr_zeros((size_t)n, sizeof *first), *now = kr_zeros((size_t)n, sizeof *now);
  kr_status status = first && now ? KR_OK : KR_ERR_MEMORY;
  kr_sink_text(
      sink,
      "plan,demand,shipment_id,forwarder,served_t_before,served_t,hours_before,hours,saved_weighted_tonne_hours\n");
  for (int32_t i = 0; i < kr_n_scenarios(x) && status == KR_OK; ++i) {
    const kr_scenario *a = &x->scenarios[i - x->compared[i].plan], *b = &x->scenarios[i];
    if (a == b) continue;
    kr_tally_sum(a->corridor, a->solution->timetable, &a->solution->result.allocation, first, NULL);
    kr_tally_sum(b->corridor, b->solution->timetable, &b->solution->result.allocation, now, NULL);
    for (int32_t s = 0; s < n; ++s)
      if (fabs(weighted(a->corridor, s, &first[s]) - weighted(b->corridor, s, &now[s])) > LEAST_SHOWN)
        put_shipment(x, sink, i, s, &first[s], &now[s]);
  }
  free(first);
  free(now);
  return status;
}

static kr_status put_differences(const void *context, kr_sink *sink) {
  const kr_compare *x = context;
  const kr_corridor *c = x->corridor;
  kr_sink_text(sink, "plan,against,kind,id,unit,from_date,to_date,before,after\n");
  for (int32_t p = 1; p < x->n_plans; ++p)
    for (size_t i = 0; i < x->n_differences[p]; ++i) {
      const kr_plan_difference *d = &x->differences[p][i];
      char from[11], to[11];
      kr_date_write(c->start + d->from_day, from);
      kr_date_write(c->start + d->to_day, to);
      kr_sink_id(sink, kr_compare_plan(x, p));
      kr_sink_id(sink, kr_compare_plan(x, 0));
      kr_sink_id(sink, d->is_running_time ? "transit_hours" : "capacity_per_day");
      kr_sink_id(sink, kr_ids_text(d->is_running_time ? c->link_ids : c->resource_ids, d->what));
      kr_sink_id(sink, d->is_running_time ? "h" : kr_ids_text(c->unit_ids, c->resources[d->what].unit));
      kr_sink_id(sink, from);
      kr_sink_id(sink, to);
      kr_sink_decimal(sink, d->before);
      kr_sink_decimal(sink, d->after);
      kr_sink_end_row(sink);
    }
  return KR_OK;
}

/* ---- summary.json ---- */

static void put_scenario(const kr_compare *x, kr_json *j, int32_t i) {
  const kr_compared *s = &x->compared[i];
  const kr_result *r = &x->scenarios[i].solution->result;
  kr_json_open(j, NULL);
  kr_json_text(j, "plan", kr_compare_plan(x, s->plan));
  kr_json_decimal(j, "demand", x->demands[s->demand]);
  kr_json_text(j, "status", r->is_optimal ? "optimal" : "feasible");
  kr_json_number(j, "objective", r->objective);
  kr_json_number(j, "bound", r->bound);
  kr_json_number(j, "gap", r->gap);
  kr_json_number(j, "asked_t", s->all.asked_t);
  kr_json_number(j, "served_t", s->all.served_t);
  kr_json_number(j, "transit_tonne_hours", s->all.hours_t_h);
  kr_json_number(j, "p90_transit_hours", s->all.p90_h);
  kr_json_number(j, "late_tonne_hours", s->all.late_t_h);
  kr_json_number(j, "cost_usd", s->all.cost_usd);
  kr_json_number(j, "co2_t", s->all.co2_t);
  if (s->dominated_by != KR_NONE) kr_json_text(j, "dominated_by", kr_compare_plan(x, s->dominated_by));
  kr_json_open_array(j, "tightest");
  for (int k = 0; k < KR_TIGHT && s->tight[k].worth > 0; ++k)
    kr_json_text(j, NULL, kr_ids_text(x->corridor->resource_ids, s->tight[k].resource));
  kr_json_close_array(j);
  kr_json_close(j);
}

static kr_status write_summary(const kr_compare *x, const char *folder, kr_error *err) {
  kr_json j = {.depth = 0};
  kr_status status = kr_sink_open(&j.sink, folder, "summary.json", err);
  if (status != KR_OK) return status;
  kr_study_head(&j, x->study, KR_COMPARE_SCHEMA);
  kr_json_open_array(&j, "scenarios");
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i) put_scenario(x, &j, i);
  kr_json_close_array(&j);
  return kr_study_tail(&j, x->study, err);
}

kr_status kr_compare_write(const kr_compare *x, const char *folder, kr_error *err) {
  kr_status status = KR_OK;
  KR_TRY(kr_study_csv(folder, "scenarios.csv", put_scenarios, x, err));
  KR_TRY(kr_study_csv(folder, "groups.csv", put_groups, x, err));
  KR_TRY(kr_study_csv(folder, "shipments.csv", put_shipments, x, err));
  KR_TRY(kr_study_csv(folder, "input_diff.csv", put_differences, x, err));
  KR_TRY(kr_compare_draw(x, folder, err));
  KR_TRY(write_summary(x, folder, err));
done:
  return status;
}
