#include <math.h>

#include "cli/invest.h"

static void put_number(kr_sink *sink, double value) {
  if (isnan(value))
    kr_sink_blank(sink);
  else
    kr_sink_rounded(sink, value);
}

static kr_status put_upgrades(const void *context, kr_sink *sink) {
  const kr_invest_answer *a = context;
  const kr_corridor *c = a->study->corridor;
  kr_sink_text(sink, "upgrade_id,name,cost_musd,plan_id,bought,alone_saves,loss_without,in_efficient_sets\n");
  for (int32_t i = 0; i < kr_n_upgrades(c); ++i) {
    int64_t n = 0;
    for (size_t k = 0; k < a->n_bests; ++k) n += kr_set_has(a->bests[k].trial.set, i);
    kr_sink_id(sink, kr_ids_text(c->upgrade_ids, i));
    kr_sink_free_text(sink, c->upgrades[i].name);
    kr_sink_decimal(sink, c->upgrades[i].cost_musd);
    kr_sink_id(sink, kr_ids_text(c->plan_ids, c->upgrades[i].plan));
    kr_sink_whole(sink, kr_set_has(a->bests[0].trial.set, i));
    put_number(sink, kr_invest_alone(a, i));
    put_number(sink, kr_invest_loss(a, i));
    kr_sink_whole(sink, n);
    kr_sink_end_row(sink);
  }
  return KR_OK;
}

static kr_status put_frontier(const void *context, kr_sink *sink) {
  const kr_invest_answer *a = context;
  char ids[KR_MOST_UPGRADES * 70];
  kr_sink_text(sink, "cost_musd,budget_musd,upgrades,objective,bound,gap,proven,saved,served_t,unserved_t,late_t\n");
  for (size_t k = a->n_bests; k-- > 0;) {
    const kr_best *b = &a->bests[k];
    kr_sink_decimal(sink, b->trial.cost);
    kr_sink_decimal(sink, b->budget);
    kr_sink_id(sink, kr_invest_ids(a->study->corridor, b->trial.set, ";", ids, sizeof ids));
    kr_sink_exact(sink, b->trial.objective);
    kr_sink_exact(sink, b->bound);
    kr_sink_exact(sink, b->gap);
    kr_sink_whole(sink, b->is_proven);
    kr_sink_rounded(sink, kr_invest_nothing(a)->objective - b->trial.objective);
    kr_sink_rounded(sink, b->trial.totals.served_t);
    kr_sink_rounded(sink, b->trial.totals.asked_t - b->trial.totals.served_t);
    kr_sink_rounded(sink, b->trial.totals.late_t);
    kr_sink_end_row(sink);
  }
  return KR_OK;
}

static void put_best(kr_json *j, const kr_invest_answer *a, const kr_best *b) {
  const kr_corridor *c = a->study->corridor;
  kr_json_decimal(j, "budget_musd", b->budget);
  kr_json_decimal(j, "cost_musd", b->trial.cost);
  kr_json_open_array(j, "upgrades");
  for (int32_t i = 0; i < kr_n_upgrades(c); ++i)
    if (kr_set_has(b->trial.set, i)) kr_json_text(j, NULL, kr_ids_text(c->upgrade_ids, i));
  kr_json_close_array(j);
  kr_json_number(j, "objective", b->trial.objective);
  kr_json_number(j, "bound_over_sets", b->bound);
  kr_json_number(j, "gap", b->gap);
  kr_json_flag(j, "proven", b->is_proven);
  kr_json_number(j, "saved", kr_invest_nothing(a)->objective - b->trial.objective);
  kr_json_number(j, "served_t", b->trial.totals.served_t);
}

static void put_work(kr_json *j, const kr_invest_answer *a) {
  kr_invest_work w = kr_invest_worked(a->invest);
  kr_json_open(j, "run");
  kr_json_whole(j, "solves", w.n_solves);
  kr_json_whole(j, "cuts", w.n_cuts);
  kr_json_whole(j, "choices", w.n_nodes);
  kr_json_flag(j, "stopped", w.is_stopped);
  kr_json_close(j);
}

kr_status kr_invest_put(const void *answer, const char *folder, kr_error *err) {
  const kr_invest_answer *a = answer;
  kr_json j = {.depth = 0};
  kr_status status = KR_OK;
  KR_TRY(kr_study_csv(folder, "invest.csv", put_upgrades, a, err));
  KR_TRY(kr_study_csv(folder, "frontier.csv", put_frontier, a, err));
  KR_TRY(kr_sink_open(&j.sink, folder, "summary.json", err));
  kr_study_head(&j, a->study, KR_INVEST_SCHEMA);
  kr_json_text(&j, "status", kr_invest_worked(a->invest).is_stopped ? "stopped" : "proven");
  kr_json_whole(&j, "upgrades", kr_n_upgrades(a->study->corridor));
  kr_json_number(&j, "objective_without", kr_invest_nothing(a)->objective);
  kr_json_open_array(&j, "sets");
  for (size_t k = 0; k < a->n_bests; ++k) {
    kr_json_open(&j, NULL);
    put_best(&j, a, &a->bests[k]);
    kr_json_close(&j);
  }
  kr_json_close_array(&j);
  put_work(&j, a);
  status = kr_study_tail(&j, a->study, err);
done:
  return status;
}
