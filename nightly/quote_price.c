#include <string.h>

#include "nightly/quote_internal.h"

/** Tonnes that wait, in an instance of the night. */
static int64_t sum_waiting(const kr_corridor *c) {
  int64_t kg = 0;
  for (int32_t i = 0; i < kr_n_shipments(c); i++) kg += c->shipments[i].quantity_kg;
  for (size_t i = 0; i < c->commitments.n_lots; i++) kg -= c->commitments.lots[i].quantity_kg;
  return kg;
}

/** Both instances have the corridor's network and number it alike, but only those who ship have quotas there. */
static int32_t same_resource(const kr_corridor *there, const kr_corridor *here, int32_t r) {
  const char *id = kr_ids_text(here->resource_ids, r);
  return r < kr_first_quota(here) ? r : kr_ids_find(there->resource_ids, id, strlen(id));
}

/** What a tonne on a leg is worth at the prices of another instance of the night. */
static double price_of(const kr_quoted *quote, const kr_leg *leg, const kr_corridor *there,
                       const double *shadow_price) {
  const kr_corridor *c = quote->corridor;
  const kr_timetable *t = quote->solution->timetable;
  kr_span span = kr_leg_resources(c, leg);
  int32_t day = kr_day_of(c, t, leg->depart_min), cargo = c->shipments[quote->shipment].cargo;
  double sum = 0;
  for (int32_t i = 0; i < span.count && day >= 0; i++) {
    int32_t r = c->resource_lists[span.first + i], same = same_resource(there, c, r);
    if (same < 0 || !kr_counts_on(c, kr_rank_of(c, quote->shipment), r)) continue;
    sum += shadow_price[(int64_t)same * t->n_days + day] / kr_decimal_value(kr_t_per_unit(c, cargo, r));
  }
  return sum;
}

static double price_lots(const kr_quoted *quote, const kr_corridor *there, const double *shadow_price) {
  const kr_allocation *a = &quote->solution->result.allocation;
  double sum = 0;
  for (size_t i = 0; i < a->n_lots; i++)
    for (int32_t k = 0; a->lots[i].shipment == quote->shipment && k < a->lots[i].n_legs; k++)
      sum += 1e-3 * (double)a->lots[i].quantity_kg *
             price_of(quote, &a->legs[a->lots[i].first_leg + (size_t)k], there, shadow_price);
  return sum;
}

kr_status kr_quote_price(kr_quoted *quote, kr_night *n, const char *folder, kr_error *err) {
  kr_settings settings = kr_settings_default();
  kr_solution *lp = NULL;
  kr_status status;
  KR_TRY(kr_night_fill(n, folder, err));
  quote->price_t_h = 0;
  quote->waiting_kg = sum_waiting(n->corridor);
  if (quote->waiting_kg == 0) goto done;
  settings.plan = quote->solution->timetable->plan;
  settings.threads = n->orders->settings.threads;
  settings.stop = n->orders->settings.stop;
  KR_TRY(kr_solve(&lp, n->corridor, &settings, err));
  if (kr_night_must_stop(n)) status = kr_fail(err, KR_ERR_LIMIT, "stopped by a signal before there was a price");
  quote->price_t_h = price_lots(quote, n->corridor, lp->result.shadow_price);
done:
  kr_solution_free(lp);
  return status;
}
