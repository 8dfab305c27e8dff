#include "cli/nightly/leg_price.h"
#include "cli/nightly/quote_internal.h"

/** Tonnes that wait, in an instance of the night. */
static int64_t sum_waiting(const kr_corridor *c) {
  int64_t kg = 0;
  for (int32_t i = 0; i < kr_n_shipments(c); i++) kg += c->shipments[i].quantity_kg;
  for (size_t i = 0; i < c->commitments.n_lots; i++) kg -= c->commitments.lots[i].quantity_kg;
  return kg;
}

static double price_lots(const kr_quoted *quote, const kr_corridor *there, const double *shadow_price) {
  const kr_allocation *a = &quote->solution->result.allocation;
  double sum = 0;
  for (size_t i = 0; i < a->n_lots; i++)
    if (a->lots[i].shipment == quote->shipment)
      sum += 1e-3 * (double)a->lots[i].quantity_kg *
             kr_legs_price(quote->corridor, quote->solution->timetable, a, &a->lots[i], there, shadow_price);
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
