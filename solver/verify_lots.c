#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/verify_judge.h"

static bool leg_is_readable(const kr_corridor *c, const kr_leg *leg) {
  if (leg->kind == KR_LEG_LINK) return leg->what >= 0 && leg->what < kr_n_links(c);
  if (leg->kind > KR_LEG_UNLOAD || leg->what < 0 || leg->what >= c->n_transfers) return false;
  const kr_transfer *x = &c->transfers[leg->what];
  return (leg->kind == KR_LEG_LOAD) == (x->from_mode == KR_NONE) &&
         (leg->kind == KR_LEG_UNLOAD) == (x->to_mode == KR_NONE);
}

bool kr_lot_is_readable(const kr_corridor *c, const kr_allocation *a, const kr_lot *lot) {
  if (lot->shipment < 0 || lot->shipment >= kr_n_shipments(c) || lot->n_legs < 1) return false;
  if (lot->first_leg > a->n_legs || (size_t)lot->n_legs > a->n_legs - lot->first_leg) return false;
  for (int32_t i = 0; i < lot->n_legs; i++) {
    if (!leg_is_readable(c, &a->legs[lot->first_leg + (size_t)i])) return false;
  }
  return true;
}

typedef struct lot_key {
  int32_t shipment, number;
  size_t lot;
} lot_key;

static int by_shipment_and_number(const void *a, const void *b) {
  const lot_key *x = a, *y = b;
  if (x->shipment != y->shipment) return x->shipment < y->shipment ? -1 : 1;
  if (x->number != y->number) return x->number < y->number ? -1 : 1;
  return (x->lot > y->lot) - (x->lot < y->lot);
}

static void complain_unreadable(kr_judge *j, size_t i) {
  const kr_lot *lot = &j->a->lots[i];
  if (lot->shipment < 0 || lot->shipment >= kr_n_shipments(j->c)) {
    kr_judge_complain(j, (kr_spot){.about = KR_ABOUT_LOT, .index = (int64_t)i},
                      "lot %zu of the plan: there is no shipment number %d", i + 1, lot->shipment);
  } else if (lot->n_legs < 1) {
    kr_judge_complain_lot(j, lot, 0, "has no legs");
  } else {
    kr_judge_complain_lot(j, lot, 0, "a leg names a link or transfer row that is not there, or a row of another kind");
  }
}

static void index_lots(kr_judge *j, const lot_key *keys) {
  for (size_t i = 0; i < j->n_readable; i++) {
    j->order[i] = keys[i].lot;
    j->first_lot[keys[i].shipment + 1]++;
  }
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) j->first_lot[s + 1] += j->first_lot[s];
}

static void check_numbers_and_quantities(kr_judge *j, const lot_key *keys) {
  for (size_t i = 0; i < j->n_readable; i++) {
    const kr_lot *lot = &j->a->lots[keys[i].lot];
    if (lot->number < 1) kr_judge_complain_lot(j, lot, 0, "lots are numbered from 1");
    if (i > 0 && keys[i - 1].shipment == keys[i].shipment && keys[i - 1].number == keys[i].number)
      kr_judge_complain_lot(j, lot, 0, "another lot has the same number");
    if (lot->quantity_kg <= 0)
      kr_judge_complain_lot(j, lot, 0, "carries %lld kg; a lot carries at least one", (long long)lot->quantity_kg);
  }
}

kr_status kr_judge_lots(kr_judge *j, kr_error *err) {
  lot_key *keys = kr_zeros(j->a->n_lots, sizeof *keys);
  if (!keys) return kr_fail_memory(err);
  for (size_t i = 0; i < j->a->n_lots; i++) {
    const kr_lot *lot = &j->a->lots[i];
    if (kr_lot_is_readable(j->c, j->a, lot)) {
      keys[j->n_readable++] = (lot_key){lot->shipment, lot->number, i};
    } else {
      complain_unreadable(j, i);
    }
  }
  qsort(keys, j->n_readable, sizeof *keys, by_shipment_and_number);
  check_numbers_and_quantities(j, keys);
  index_lots(j, keys);
  free(keys);
  return KR_OK;
}

static bool same_legs(const kr_judge *j, const kr_leg *x, const kr_leg *y, int32_t n) {
  for (int32_t i = 0; i < n; i++) {
    if (x[i].kind != y[i].kind || x[i].what != y[i].what) return false;
    if (x[i].kind == KR_LEG_LINK && x[i].backward != y[i].backward) return false;
    if (j->o->is_static) continue;
    if (x[i].depart_min != y[i].depart_min || x[i].arrive_min != y[i].arrive_min) return false;
  }
  return true;
}

static bool keeps(const kr_judge *j, size_t lot, const kr_lot *promise) {
  const kr_lot *l = &j->a->lots[lot];
  return !j->promise[lot] && l->quantity_kg == promise->quantity_kg && l->n_legs == promise->n_legs &&
         same_legs(j, j->a->legs + l->first_leg, j->c->commitments.legs + promise->first_leg, l->n_legs);
}

void kr_judge_commitments(kr_judge *j) {
  const kr_allocation *promised = &j->c->commitments;
  for (size_t i = 0; i < promised->n_lots; i++) {
    const kr_lot *promise = &promised->lots[i];
    size_t at = j->first_lot[promise->shipment], end = j->first_lot[promise->shipment + 1];
    while (at < end && !keeps(j, j->order[at], promise)) at++;
    if (at < end) {
      j->promise[j->order[at]] = promise;
    } else {
      kr_judge_complain(
          j, kr_spot_shipment(promise->shipment),
          "shipment %s lot %d: committed, but the plan has no lot with just these legs, times and %lld kg",
          kr_ids_text(j->c->shipment_ids, promise->shipment), promise->number, (long long)promise->quantity_kg);
    }
  }
}

const kr_leg *kr_judge_legs(const kr_judge *j, size_t lot) {
  const kr_lot *promise = j->promise[lot];
  return promise ? j->c->commitments.legs + promise->first_leg : j->a->legs + j->a->lots[lot].first_leg;
}

bool kr_count_kg(int64_t *sum, int64_t kg) {
  if (!__builtin_add_overflow(*sum, kg, sum)) return true;
  *sum = INT64_MAX;
  return false;
}

static void check_unsplittable(kr_judge *j, int32_t s) {
  size_t lots = j->first_lot[s + 1] - j->first_lot[s], promised = 0;
  for (size_t i = j->first_lot[s]; i < j->first_lot[s + 1]; i++) promised += j->promise[j->order[i]] != NULL;
  const char *id = kr_ids_text(j->c->shipment_ids, s);
  if (promised > 0) {
    if (lots > promised)
      kr_judge_complain(j, kr_spot_shipment(s), "shipment %s: may not be split, but goes on beside its commitments",
                        id);
  } else if (lots > 1) {
    kr_judge_complain(j, kr_spot_shipment(s), "shipment %s: may not be split, but goes in %zu lots", id, lots);
  } else if (lots == 1 && j->served_kg[s] != j->c->shipments[s].quantity_kg) {
    kr_judge_complain(j, kr_spot_shipment(s), "shipment %s: may not be split, but only %lld of %lld kg go", id,
                      (long long)j->served_kg[s], (long long)j->c->shipments[s].quantity_kg);
  }
}

void kr_judge_quantities(kr_judge *j) {
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) {
    for (size_t i = j->first_lot[s]; i < j->first_lot[s + 1]; i++) {
      int64_t kg = j->a->lots[j->order[i]].quantity_kg;
      if (kg > 0) kr_count_kg(&j->served_kg[s], kg);
    }
    if (j->served_kg[s] > j->c->shipments[s].quantity_kg)
      kr_judge_complain(j, kr_spot_shipment(s), "shipment %s: ships %lld kg but has only %lld",
                        kr_ids_text(j->c->shipment_ids, s), (long long)j->served_kg[s],
                        (long long)j->c->shipments[s].quantity_kg);
    if (j->o->is_integer && !j->c->shipments[s].splittable) check_unsplittable(j, s);
  }
}
