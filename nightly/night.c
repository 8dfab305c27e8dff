#include "nightly/night.h"

#include <stdio.h>

#include "nightly/claim.h"
#include "nightly/night_internal.h"
#include "solver/clock.h"

static void clear(kr_night *n) {
  kr_corridor_free(n->corridor);
  kr_solution_free(n->solution);
}

/** From planned to running: what was handed in is the night's from now on. */
static kr_status claim(kr_night *n, kr_error *err) {
  kr_claimed claimed;
  kr_status status;
  KR_TRY(kr_night_beat(n, "claiming", err));
  KR_TRY(kr_ledger_night_plan(n->ledger, n->date, err));
  KR_TRY(kr_claim(n->spool, n->ledger, n->date, n->orders->corridor, &claimed, err));
  KR_TRY(kr_ledger_night_start(n->ledger, n->date, err));
  kr_night_say(n, KR_NIGHT_NOTE, "claimed", "%lld submissions accepted, %lld rejected", (long long)claimed.accepted,
               (long long)claimed.rejected);
done:
  return status;
}

static void say_solution(const kr_night *n) {
  const kr_result *r = &n->solution->result;
  kr_night_say(n, KR_NIGHT_NOTE, "solved", "%d shipments, %zu lots promised before, %zu now; %s, gap %.2g; %.1f s",
               (int)kr_n_shipments(n->corridor), n->corridor->commitments.n_lots, r->allocation.n_lots,
               r->is_optimal ? "optimal" : "feasible", r->gap, n->solve_s);
  if (n->account->time_struck)
    kr_night_say(n, KR_NIGHT_WARNING, "limit",
                 "the time limit ended the solve; the plan holds, another run may find another");
}

/** From running to decided. */
static kr_status allocate(kr_night *n, kr_error *err) {
  kr_status status;
  KR_TRY(kr_night_beat(n, "building", err));
  KR_TRY(kr_night_build(n, err));
  KR_TRY(kr_night_beat(n, "solving", err));
  KR_TRY(kr_night_solve(n, err));
  say_solution(n);
  KR_TRY(kr_night_beat(n, "recording", err));
  status = kr_night_decide(n, err);
done:
  return status;
}

/** From decided to done. */
static kr_status publish(kr_night *n, kr_error *err) {
  kr_status status;
  KR_TRY(kr_night_beat(n, "publishing", err));
  KR_TRY(kr_night_publish(n, err));
  KR_TRY(kr_ledger_night_finish(n->ledger, n->date, err));
done:
  return status;
}

static kr_status say_end(kr_night *n, kr_error *err) {
  kr_ledger_totals t;
  kr_status status = kr_ledger_sum(n->ledger, &t, err);
  if (status == KR_OK)
    kr_night_say(n, KR_NIGHT_NOTE, "done",
                 "of all nights %lld shipments, %lld t are promised; %lld, %lld t wait; %.1f s",
                 (long long)t.n_promised, (long long)t.promised_kg / 1000, (long long)t.n_waiting,
                 (long long)t.waiting_kg / 1000, kr_clock_wall() - n->began_s);
  return status;
}

/** Goes on where the ledger says that the night is. */
static kr_status go_on(kr_night *n, kr_night_state state, kr_error *err) {
  kr_status status = KR_OK;
  if (state <= KR_NIGHT_PLANNED) KR_TRY(claim(n, err));
  if (kr_night_must_stop(n)) return kr_fail(err, KR_ERR_LIMIT, "stopped by a signal before the night was decided");
  if (state <= KR_NIGHT_RUNNING) KR_TRY(allocate(n, err));
  KR_TRY(publish(n, err));
  KR_TRY(kr_night_measure(n, err));
  status = say_end(n, err);
done:
  return status;
}

static kr_status run_one(kr_night *n, kr_error *err) {
  kr_night_state state;
  kr_status status;
  KR_TRY(kr_night_prepare(n, err));
  KR_TRY(kr_ledger_night(n->ledger, n->date, &state, err));
  n->account->was_done = state == KR_NIGHT_DONE;
  if (state != KR_NIGHT_DONE) KR_TRY(go_on(n, state, err));
  KR_TRY(kr_night_run_what_ifs(n, err));
  status = kr_night_beat(n, "done", err);
done:
  if (status != KR_OK) kr_night_beat(n, status == KR_ERR_LIMIT ? "stopped" : "failed", NULL);
  return status;
}

/** Which night is not ended and must be first; `date` itself where there is none. */
static kr_status find_first(kr_ledger *l, kr_date date, kr_date *first, kr_error *err) {
  kr_date last;
  bool found;
  kr_night_state state;
  char text[11];
  *first = date;
  kr_status status = kr_ledger_night_before(l, INT32_MAX, &last, &found, err);
  if (status != KR_OK || !found) return status;
  if (last < date) {
    status = kr_ledger_night(l, last, &state, err);
    if (status == KR_OK && state != KR_NIGHT_DONE) *first = last;
    return status;
  }
  status = kr_ledger_night(l, date, &state, err);
  if (status != KR_OK || state != KR_NIGHT_NONE) return status;
  kr_date_write(last, text);
  return kr_fail(err, KR_ERR_INPUT, "the night of %s has been begun already; no earlier one can be", text);
}

kr_status kr_night_run(kr_night_account *out, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                       kr_date date, kr_error *err) {
  kr_date first;
  *out = (kr_night_account){0};
  kr_status status = find_first(ledger, date, &first, err);
  while (status == KR_OK) {
    kr_night n = {
        .orders = orders, .spool = spool, .ledger = ledger, .date = first, .began_s = kr_clock_wall(), .account = out};
    if (first != date) kr_night_say(&n, KR_NIGHT_WARNING, "late", "begun before and not ended; it is ended first");
    status = run_one(&n, err);
    clear(&n);
    if (first == date) break;
    first = date;
  }
  return status;
}
