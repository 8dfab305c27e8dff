#include "cli/study_answer.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/read_result.h"
#include "instances/values.h"
#include "instances/write_result.h"

/* ---- writing ---- */

static kr_status add_prices(kr_values *values, const kr_scenario *solved, kr_error *err) {
  const kr_result *r = &solved->solution->result;
  int32_t n_days = solved->solution->timetable->n_days;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_n_resources(solved->corridor); ++i)
    for (int32_t d = 0; d < n_days && status == KR_OK; ++d) {
      double price = r->shadow_price[(int64_t)i * n_days + d];
      if (price != 0) status = kr_values_add(values, "price", i, d, price, err);
    }
  return status;
}

kr_status kr_study_answer_write(const char *folder, const kr_scenario *solved, kr_error *err) {
  const kr_result *r = &solved->solution->result;
  kr_values values = {.list = NULL};
  kr_status status;
  KR_TRY(kr_values_add(&values, "objective", KR_NONE, KR_NONE, r->objective, err));
  KR_TRY(kr_values_add(&values, "bound", KR_NONE, KR_NONE, r->bound, err));
  KR_TRY(add_prices(&values, solved, err));
  KR_TRY(kr_lots_write(folder, "allocation.csv", solved->corridor, &r->allocation, err));
  status = kr_values_write(&values, folder, err);
done:
  kr_values_clear(&values);
  return status;
}

/* ---- reading ---- */

static kr_status make_room(kr_scenario *x, kr_error *err) {
  x->solution = kr_zeros(1, sizeof *x->solution);
  if (!x->solution) return kr_fail_memory(err);
  kr_result *r = &x->solution->result;
  kr_status status = kr_timetable_create(&x->solution->timetable, x->corridor, x->settings.plan, x->settings.view, err);
  if (status != KR_OK) return status;
  size_t n_prices = (size_t)kr_n_resources(x->corridor) * (size_t)x->solution->timetable->n_days;
  r->has_prices = true;
  r->shadow_price = kr_zeros(n_prices, sizeof *r->shadow_price);
  r->reason = kr_zeros((size_t)kr_n_shipments(x->corridor), sizeof *r->reason);
  return r->shadow_price && r->reason ? KR_OK : kr_fail_memory(err);
}

/** Where a value goes; NULL when it is none of this solution's. */
static double *place_of(const kr_scenario *x, const kr_value *v) {
  kr_result *r = &x->solution->result;
  int32_t n_days = x->solution->timetable->n_days;
  if (strcmp(v->name, "objective") == 0) return &r->objective;
  if (strcmp(v->name, "bound") == 0) return &r->bound;
  bool is_price = strcmp(v->name, "price") == 0 && v->of >= 0 && v->of < kr_n_resources(x->corridor) && v->at >= 0 &&
                  v->at < n_days;
  return is_price ? &r->shadow_price[(int64_t)v->of * n_days + v->at] : NULL;
}

static kr_status take_values(kr_scenario *x, const kr_values *values, const char *folder, kr_error *err) {
  for (size_t i = 0; i < values->n; ++i) {
    double *place = place_of(x, &values->list[i]);
    if (!place) return kr_fail(err, KR_ERR_VERIFY, "%s: value %s is none of its", folder, values->list[i].name);
    *place = values->list[i].value;
  }
  kr_result_prove(&x->solution->result, x->solution->result.bound, x->settings.gap);
  return kr_scenario_judge(x, err);
}

static kr_status read_files(kr_scenario *x, kr_values *values, const char *folder, kr_messages *messages,
                            kr_error *err) {
  bool is_static = x->settings.view == KR_VIEW_STATIC;
  kr_status status = kr_lots_read(&x->solution->result.allocation, folder, x->corridor, is_static, messages, err);
  if (status == KR_OK) status = kr_values_read(values, folder, messages, err);
  if (status == KR_ERR_INPUT || (status == KR_OK && kr_messages_errors(messages) > 0))
    status = kr_fail(err, KR_ERR_VERIFY, "%s: %s", folder, kr_messages_text(messages, 0));
  return status;
}

kr_status kr_study_answer_read(kr_scenario *x, const char *folder, kr_error *err) {
  kr_values values = {.list = NULL};
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status;
  KR_TRY(make_room(x, err));
  KR_TRY(read_files(x, &values, folder, messages, err));
  status = take_values(x, &values, folder, err);
done:
  kr_values_clear(&values);
  kr_messages_free(messages);
  return status;
}
