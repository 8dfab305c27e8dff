#include "cli/nightly/allocate.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/fair.h"
#include "solver/lp.h"

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
static bool number_lots(const kr_corridor *c, kr_allocation *a, const int32_t *n_promised, const int32_t *last_lot) {
  const kr_lot *promised = c->commitments.lots;
  size_t kept = 0;
  int32_t shipment = -1, seen = 0, last = 0;
  for (size_t i = 0; i < a->n_lots; i++) {
    kr_lot lot = a->lots[i];
    if (lot.shipment != shipment) {
      shipment = lot.shipment;
      last = last_lot[shipment];
      seen = 0;
    }
    bool is_promised = seen++ < n_promised[shipment];
    if (!is_promised && ends_too_late(c, a, &lot)) continue;
    lot.number = is_promised ? promised++->number : ++last;
    a->lots[kept++] = lot;
  }
  bool is_less = kept < a->n_lots;
  a->n_lots = kept;
  return is_less;
}

/** What is served of each forwarder may have come below its floor; a lower one is worth less, and so the bound is. */
static kr_status lower_floors(const kr_corridor *c, const kr_tally *tally, kr_result *r, kr_error *err) {
  int64_t *served_kg = kr_zeros((size_t)kr_ids_count(c->forwarder_ids), sizeof *served_kg);
  if (!served_kg) return kr_fail_memory(err);
  for (int32_t s = 0; s < kr_n_shipments(c); s++) served_kg[c->shipments[s].forwarder] += tally[s].served_kg;
  for (int32_t f = 0; f < kr_ids_count(c->forwarder_ids); f++) {
    kr_fair_share *share = &r->fairness->shares[f];
    if (served_kg[f] >= share->floor_kg) continue;
    r->bound -= share->price * (double)(share->floor_kg - served_kg[f]) * 1e-3;
    share->floor_kg = served_kg[f];
  }
  free(served_kg);
  return KR_OK;
}

/** What is said of the plan, after lots were left out. */
static kr_status value_anew(const kr_corridor *c, kr_solution *solution, double gap, kr_error *err) {
  kr_result *r = &solution->result;
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  if (!tally) return kr_fail_memory(err);
  kr_tally_sum(c, solution->timetable, &r->allocation, tally, NULL);
  kr_status status = r->fairness ? lower_floors(c, tally, r, err) : KR_OK;
  double before = r->objective;
  r->objective = kr_tally_objective(c, tally);
  if (r->fairness) r->fairness->plain_objective += r->objective - before; /* what waits is not the price of fairness */
  r->gap = kr_relative_gap(r->objective, r->bound);
  r->is_optimal = r->gap <= gap;
  for (int32_t s = 0; s < kr_n_shipments(c); s++)
    if (tally[s].served_kg < c->shipments[s].quantity_kg && r->reason[s] != KR_REASON_NO_ROUTE &&
        r->reason[s] != KR_REASON_NOT_WORTH && r->reason[s] != KR_REASON_CAPACITY && r->reason[s] != KR_REASON_QUOTA)
      r->reason[s] = KR_REASON_HORIZON;
  free(tally);
  return status;
}

static kr_status settle(const kr_corridor *c, kr_solution *solution, const int32_t *last_lot, double gap,
                        kr_error *err) {
  int32_t *n_promised = count_promised(c);
  if (!n_promised) return kr_fail_memory(err);
  bool is_less = number_lots(c, &solution->result.allocation, n_promised, last_lot);
  free(n_promised);
  return is_less ? value_anew(c, solution, gap, err) : KR_OK;
}

kr_status kr_allocate(kr_solution **out, bool *is_cut, const kr_corridor *c, const int32_t *last_lot, const char *plan,
                      kr_fair_kind fairness, kr_settings settings, kr_error *err) {
  settings.plan = kr_ids_find(c->plan_ids, plan, strlen(plan));
  if (settings.plan < 0) return kr_fail(err, KR_ERR_INPUT, "there is no plan '%s' in plan.csv", plan);
  kr_status status = kr_solve_fairly(out, c, &settings, fairness, err);
  if (status != KR_OK) return status;
  if (settings.stop && *settings.stop)
    return kr_fail(err, KR_ERR_LIMIT, "stopped by a signal before anything was decided");
  bool is_sure = fairness == KR_FAIR_NONE && (*out)->result.is_optimal; /* of fair shares the floors may be others */
  *is_cut = (*out)->is_stopped && !is_sure;
  return settle(c, *out, last_lot, settings.gap, err);
}
