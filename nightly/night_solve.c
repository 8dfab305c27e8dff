#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/atomic.h"
#include "instances/write_result.h"
#include "nightly/night_internal.h"
#include "solver/clock.h"
#include "solver/lp.h"

static kr_status find_plan(const kr_night *n, int32_t *plan, kr_error *err) {
  const char *id = n->orders->plan;
  *plan = kr_ids_find(n->corridor->plan_ids, id, strlen(id));
  return *plan >= 0 ? KR_OK : kr_fail(err, KR_ERR_INPUT, "there is no plan '%s' in plan.csv", id);
}

/** The heart beats while the solver thinks; a disk that fails meanwhile is told by the next write. */
static void beat(void *context, const kr_progress *p) {
  kr_night *n = context;
  (void)p;
  if (kr_clock_wall() - n->beat_s > 5) kr_night_beat(n, "solving", NULL);
}

/** How many of the lots of each shipment were promised before: they come first, in the order of the commitments. */
static int32_t *count_promised(const kr_corridor *c) {
  int32_t *n = kr_zeros((size_t)kr_n_shipments(c), sizeof *n);
  for (size_t i = 0; n && i < c->commitments.n_lots; i++) n[c->commitments.lots[i].shipment]++;
  return n;
}

/**
 * Whether a new lot begins something that has a limit at the very end of the horizon. Tonight that counts on the last
 * day, tomorrow night on the day after: it would be promised on a day that nobody has looked at.
 */
static bool ends_too_late(const kr_corridor *c, const kr_allocation *a, const kr_lot *lot) {
  for (int32_t i = 0; i < lot->n_legs; i++) {
    const kr_leg *leg = &a->legs[lot->first_leg + (size_t)i];
    if (leg->depart_min == c->days * KR_MINUTES_PER_DAY && kr_leg_resources(c, leg).count > 0) return true;
  }
  return false;
}

/** Numbers the lots as the ledger does, and leaves out those that end too late. @return whether there were such */
static kr_status number_lots(kr_night *n, const int32_t *n_promised, bool *is_less, kr_error *err) {
  kr_allocation *a = &n->solution->result.allocation;
  const kr_lot *promised = n->corridor->commitments.lots;
  size_t kept = 0;
  int32_t shipment = -1, seen = 0, last = 0;
  for (size_t i = 0; i < a->n_lots; i++) {
    kr_lot lot = a->lots[i];
    if (lot.shipment != shipment) {
      shipment = lot.shipment;
      seen = 0;
      kr_status status = kr_ledger_last_lot(n->ledger, kr_ids_text(n->corridor->shipment_ids, shipment), &last, err);
      if (status != KR_OK) return status;
    }
    bool is_promised = seen++ < n_promised[shipment];
    if (!is_promised && ends_too_late(n->corridor, a, &lot)) continue;
    lot.number = is_promised ? promised++->number : ++last;
    a->lots[kept++] = lot;
  }
  *is_less = kept < a->n_lots;
  a->n_lots = kept;
  return KR_OK;
}

/** What is said of the plan, after lots were left out. */
static kr_status value_anew(kr_night *n, kr_error *err) {
  const kr_corridor *c = n->corridor;
  kr_result *r = &n->solution->result;
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  if (!tally) return kr_fail_memory(err);
  kr_tally_sum(c, n->solution->timetable, &r->allocation, tally, NULL);
  r->objective = kr_tally_objective(c, tally);
  r->gap = kr_relative_gap(r->objective, r->bound);
  r->is_optimal = r->gap <= n->orders->settings.gap;
  for (int32_t s = 0; s < kr_n_shipments(c); s++)
    if (tally[s].served_kg < c->shipments[s].quantity_kg && r->reason[s] != KR_REASON_NO_ROUTE &&
        r->reason[s] != KR_REASON_NOT_WORTH && r->reason[s] != KR_REASON_CAPACITY)
      r->reason[s] = KR_REASON_HORIZON;
  free(tally);
  return KR_OK;
}

static kr_status settle(kr_night *n, kr_error *err) {
  bool is_less = false;
  int32_t *n_promised = count_promised(n->corridor);
  kr_status status = n_promised ? number_lots(n, n_promised, &is_less, err) : kr_fail_memory(err);
  free(n_promised);
  return status == KR_OK && is_less ? value_anew(n, err) : status;
}

static kr_status write_result(const kr_night *n, const char *folder, kr_error *err) {
  const kr_settings *s = &n->orders->settings;
  const kr_setting settings[] = {
      {.name = "gap", .kind = KR_SETTING_NUMBER, .number = s->gap},
      {.name = "time_limit_s", .kind = KR_SETTING_NUMBER, .number = s->time_limit_s},
      {.name = "iteration_limit", .kind = KR_SETTING_NUMBER, .number = (double)s->iteration_limit}};
  kr_run_info run = {.version = KERUEN_VERSION,
                     .inputs = &n->inputs,
                     .is_integer = s->integer,
                     .settings = settings,
                     .n_settings = s->integer ? 3 : 2,
                     .reproducible = true};
  return kr_result_write(folder, n->corridor, n->solution->timetable, &n->solution->result, &run, err);
}

static kr_status publish_result(kr_night *n, kr_error *err) {
  char path[KR_NIGHT_PATH + 16];
  kr_folder *folder = NULL;
  kr_status status;
  snprintf(path, sizeof path, "%s/result", n->folder);
  KR_TRY(kr_folder_begin(&folder, path, err));
  KR_TRY(write_result(n, kr_folder_path(folder), err));
  KR_TRY(kr_night_beat(n, "judging", err));
  KR_TRY(n->orders->judge(kr_folder_path(folder), n->corridor, n->orders->settings.gap, err));
  status = kr_folder_commit(folder, err);
done:
  kr_folder_abandon(folder);
  return status;
}

kr_status kr_night_allocate(kr_night *n, kr_settings settings, kr_error *err) {
  double began_s = kr_clock_wall();
  kr_status status;
  KR_TRY(find_plan(n, &settings.plan, err));
  KR_TRY(kr_solve(&n->solution, n->corridor, &settings, err));
  n->solve_s = kr_clock_wall() - began_s;
  if (kr_night_must_stop(n)) return kr_fail(err, KR_ERR_LIMIT, "stopped by a signal before anything was decided");
  n->time_struck = n->solution->is_stopped && !n->solution->result.is_optimal;
  status = settle(n, err);
done:
  return status;
}

kr_status kr_night_solve(kr_night *n, kr_error *err) {
  kr_settings settings = n->orders->settings;
  kr_status status;
  settings.progress = beat;
  settings.progress_context = n;
  KR_TRY(kr_night_allocate(n, settings, err));
  n->account->time_struck = n->account->time_struck || n->time_struck;
  status = publish_result(n, err);
done:
  return status;
}
