#include "cli/nightly/night.h"

#include <stdio.h>

#include "cli/nightly/claim.h"
#include "cli/nightly/night_internal.h"
#include "instances/sink.h"
#include "solver/clock.h"

void kr_night_clear(kr_night *n) {
  kr_corridor_free(n->corridor);
  kr_timetable_free(n->timetable);
  kr_allocation_clear(&n->lots);
  kr_claims_clear(&n->claims);
  kr_moved_clear(&n->moved);
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

static void say_moved(const kr_night *n) {
  char price[KR_DECIMAL_ROOM], tonnes[KR_DECIMAL_ROOM];
  if (n->moved.n == 0) return;
  kr_number_write(kr_moved_price(&n->moved), price);
  kr_night_say(n, KR_NIGHT_WARNING, "moved", "%zu promised lots, %s t of them go otherwise, at a price of %s t*h",
               n->moved.n, kr_tonnes_text(kr_moved_kg(&n->moved), tonnes), price);
}

static void say_solution(const kr_night *n) {
  kr_night_say(n, KR_NIGHT_NOTE, "solved", "%d shipments, %zu lots promised before, %zu now; %s, gap %.2g; %.1f s",
               (int)kr_n_shipments(n->corridor), n->corridor->commitments.n_lots, n->lots.n_lots,
               n->claims.is_optimal ? "optimal" : "feasible", n->claims.gap, n->solve_s);
  if (n->account->time_struck)
    kr_night_say(n, KR_NIGHT_WARNING, "limit",
                 "the time limit ended the solve; the plan holds, another run may find another");
}

/** What was handed in is claimed, its chunks are made. */
static kr_status plan(kr_night *n, kr_night_state state, kr_error *err) {
  kr_status status = KR_OK;
  if (state <= KR_NIGHT_PLANNED) KR_TRY(claim(n, err));
  if (kr_night_must_stop(n)) return kr_fail(err, KR_ERR_LIMIT, "stopped by a signal before the night was decided");
  if (state <= KR_NIGHT_RUNNING) {
    KR_TRY(kr_night_beat(n, "building", err));
    KR_TRY(kr_night_build(n, err));
    KR_TRY(kr_night_plan_joint(n, err));
  }
  status = kr_night_plan_what_ifs(n, err);
done:
  return status;
}

/** From running to decided, by the answer of chunk 0. */
static kr_status decide(kr_night *n, kr_error *err) {
  kr_status status;
  KR_TRY(kr_night_beat(n, "judging", err));
  KR_TRY(kr_night_take_joint(n, err));
  say_solution(n);
  kr_night_say_shares(n);
  say_moved(n);
  KR_TRY(kr_night_beat(n, "recording", err));
  status = kr_night_decide(n, err);
done:
  return status;
}

/** From decided to done. */
static kr_status publish(kr_night *n, kr_error *err) {
  kr_status status;
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

/** From running to done. */
static kr_status merge(kr_night *n, kr_night_state state, kr_error *err) {
  kr_status status = KR_OK;
  if (state <= KR_NIGHT_RUNNING) KR_TRY(decide(n, err));
  KR_TRY(publish(n, err));
  KR_TRY(kr_night_measure(n, err));
  status = say_end(n, err);
done:
  return status;
}

static kr_status begin(kr_night *n, kr_night_state *state, kr_error *err) {
  kr_status status = kr_night_prepare(n, err);
  return status == KR_OK ? kr_ledger_night(n->ledger, n->date, state, err) : status;
}

/** Plan, run, merge: of chunks that were planned or run before what is left. */
static kr_status run_one(kr_night *n, kr_error *err) {
  kr_night_state state;
  kr_status status;
  KR_TRY(begin(n, &state, err));
  n->account->was_done = state == KR_NIGHT_DONE;
  KR_TRY(plan(n, state, err));
  if (state <= KR_NIGHT_RUNNING) {
    KR_TRY(kr_night_beat(n, "solving", err));
    KR_TRY(kr_night_run_chunk(n, 0, err));
  }
  if (state != KR_NIGHT_DONE) KR_TRY(merge(n, state, err));
  KR_TRY(kr_night_end_what_ifs(n, true, err));
  status = kr_night_beat(n, "done", err);
done:
  return status;
}

static kr_status plan_one(kr_night *n, kr_error *err) {
  kr_night_state state;
  kr_status status;
  KR_TRY(begin(n, &state, err));
  KR_TRY(plan(n, state, err));
  status = kr_night_beat(n, "planned", err);
done:
  return status;
}

static kr_status merge_one(kr_night *n, kr_error *err) {
  kr_night_state state;
  kr_status status;
  KR_TRY(begin(n, &state, err));
  if (state <= KR_NIGHT_PLANNED) return kr_fail(err, KR_ERR_INPUT, "the night is not planned; plan it first");
  n->account->was_done = state == KR_NIGHT_DONE;
  KR_TRY(kr_night_check_chunks(n, state <= KR_NIGHT_RUNNING, err));
  if (state != KR_NIGHT_DONE) KR_TRY(merge(n, state, err));
  KR_TRY(kr_night_end_what_ifs(n, false, err));
  status = kr_night_beat(n, "done", err);
done:
  return status;
}

/** One of the three above; where it fails the heartbeat says so. */
static kr_status work(kr_status (*part)(kr_night *n, kr_error *err), kr_night *n, kr_error *err) {
  kr_status status = part(n, err);
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

static kr_night make(kr_night_account *out, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                     kr_date date) {
  *out = (kr_night_account){0};
  return (kr_night){
      .orders = orders, .spool = spool, .ledger = ledger, .date = date, .began_s = kr_clock_wall(), .account = out};
}

kr_status kr_night_run(kr_night_account *out, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                       kr_date date, kr_error *err) {
  kr_date first;
  kr_status status = find_first(ledger, date, &first, err);
  while (status == KR_OK) {
    kr_night n = make(out, spool, ledger, orders, first);
    if (first != date) kr_night_say(&n, KR_NIGHT_WARNING, "late", "begun before and not ended; it is ended first");
    status = work(run_one, &n, err);
    kr_night_clear(&n);
    if (first == date) break;
    first = date;
  }
  return status;
}

/** Plan and merge take one night each. */
static kr_status find_own(kr_ledger *ledger, kr_date date, kr_error *err) {
  kr_date first;
  char text[11];
  kr_status status = find_first(ledger, date, &first, err);
  if (status != KR_OK || first == date) return status;
  kr_date_write(first, text);
  return kr_fail(err, KR_ERR_INPUT, "the night of %s is not ended; end it first", text);
}

kr_status kr_night_plan(int32_t *n_chunks, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                        kr_date date, kr_error *err) {
  kr_night_account account;
  kr_night n = make(&account, spool, ledger, orders, date);
  kr_status status = find_own(ledger, date, err);
  if (status == KR_OK) status = work(plan_one, &n, err);
  *n_chunks = status == KR_OK ? kr_night_count_chunks(&n) : 0;
  kr_night_clear(&n);
  return status;
}

kr_status kr_night_merge(kr_night_account *out, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                         kr_date date, kr_error *err) {
  kr_night n = make(out, spool, ledger, orders, date);
  kr_status status = find_own(ledger, date, err);
  if (status == KR_OK) status = work(merge_one, &n, err);
  kr_night_clear(&n);
  return status;
}
