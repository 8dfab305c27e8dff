#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lib/handles.h"
#include "cli/lib/judging.h"
#include "instances/plain_locale.h"

/** Fills what the caller knows of a struct, whose first member is its size. @return a kr_code */
static int hand_over(void *out, const void *filled, size_t size) {
  size_t known = *(size_t *)out;
  if (known < sizeof known) return KR_MISUSE;
  if (known > size) known = size;
  memcpy((char *)out + sizeof known, (const char *)filled + sizeof known, known - sizeof known);
  return KR_DONE;
}

static const kr_result *result_of(const kr_task *t) { return t && t->solution ? &t->solution->result : NULL; }

static int64_t asked_kg(const kr_task *t, int32_t s) { return t->instance->corridor->shipments[s].quantity_kg; }

int kr_task_outcome(const kr_task *t, kr_outcome *out) {
  const kr_result *r = result_of(t);
  if (!r || !out) return KR_MISUSE;
  kr_outcome o = {.is_optimal = r->is_optimal, .objective = r->objective, .bound = r->bound, .gap = r->gap};
  for (int32_t s = 0; s < kr_n_shipments(t->instance->corridor); ++s) {
    int64_t served = t->tally[s].served_kg, stays = asked_kg(t, s) - served;
    o.served_kg += served;
    o.unserved_kg += stays;
    o.transit_tonne_h += t->tally[s].hours_kg_h * 1e-3;
    *(served == 0 ? &o.n_unserved : stays > 0 ? &o.n_partial : &o.n_served) += 1;
  }
  return hand_over(out, &o, sizeof o);
}

int kr_task_shipment(const kr_task *t, int32_t s, kr_shipment_outcome *out) {
  if (!result_of(t) || !out || s < 0 || s >= kr_n_shipments(t->instance->corridor)) return KR_MISUSE;
  const kr_tally *tally = &t->tally[s];
  double served = (double)tally->served_kg;
  const kr_shipment_outcome o = {.served_kg = tally->served_kg,
                                 .unserved_kg = asked_kg(t, s) - tally->served_kg,
                                 .transit_h = served > 0 ? tally->hours_kg_h / served : NAN,
                                 .late_h = served > 0 ? tally->late_kg_h / served : NAN,
                                 .cost_usd = tally->cost_usd,
                                 .co2_kg = tally->co2_kg};
  return hand_over(out, &o, sizeof o);
}

const char *kr_task_reason(kr_task *t, int32_t s) {
  const kr_result *r = result_of(t);
  if (!r || s < 0 || s >= kr_n_shipments(t->instance->corridor)) return NULL;
  locale_t had = kr_plain_locale_take();
  const char *text = kr_reason_text(t->instance->corridor, r, s, t->solution->timetable->is_static, t->reason);
  kr_plain_locale_give_back(had);
  return text;
}

size_t kr_task_lots(const kr_task *t) { return result_of(t) ? result_of(t)->allocation.n_lots : 0; }

int kr_task_lot(const kr_task *t, size_t lot, kr_lot_outcome *out) {
  if (lot >= kr_task_lots(t) || !out) return KR_MISUSE;
  const kr_lot *l = &t->solution->result.allocation.lots[lot];
  const kr_lot_outcome o = {
      .shipment = l->shipment, .number = l->number, .quantity_kg = l->quantity_kg, .n_legs = l->n_legs};
  return hand_over(out, &o, sizeof o);
}

static void put_places(const kr_corridor *c, const kr_leg *leg, kr_leg_outcome *o) {
  if (leg->kind == KR_LEG_LINK) {
    const kr_link *link = &c->links[leg->what];
    o->link = leg->what;
    o->from_node = leg->backward ? link->to_node : link->from_node;
    o->to_node = leg->backward ? link->from_node : link->to_node;
    o->from_mode = o->to_mode = link->mode;
  } else {
    const kr_transfer *transfer = &c->transfers[leg->what];
    o->link = -1;
    o->from_node = o->to_node = transfer->node;
    o->from_mode = transfer->from_mode;
    o->to_mode = transfer->to_mode;
  }
}

static int64_t instant_of(const kr_corridor *c, int32_t minutes) {
  return minutes == KR_NO_TIME ? KR_TIMELESS : (int64_t)c->start * KR_MINUTES_PER_DAY + minutes;
}

int kr_task_leg(const kr_task *t, size_t lot, int32_t leg, kr_leg_outcome *out) {
  if (lot >= kr_task_lots(t) || !out) return KR_MISUSE;
  const kr_corridor *c = t->instance->corridor;
  const kr_allocation *a = &t->solution->result.allocation;
  if (leg < 0 || leg >= a->lots[lot].n_legs) return KR_MISUSE;
  const kr_leg *l = &a->legs[a->lots[lot].first_leg + (size_t)leg];
  kr_leg_outcome o = {
      .what = l->kind, .depart_min = instant_of(c, l->depart_min), .arrive_min = instant_of(c, l->arrive_min)};
  put_places(c, l, &o);
  return hand_over(out, &o, sizeof o);
}

/** Where a resource's day stands in the arrays; -1 out of range. */
static int64_t cell_of(const kr_task *t, int32_t resource, int32_t day) {
  if (!result_of(t)) return -1;
  int32_t n_days = t->solution->timetable->n_days;
  bool is_in = resource >= 0 && resource < kr_n_resources(t->instance->corridor) && day >= 0 && day < n_days;
  return is_in ? (int64_t)resource * n_days + day : -1;
}

double kr_task_capacity(const kr_task *t, int32_t resource, int32_t day) {
  int64_t cell = cell_of(t, resource, day);
  if (cell < 0) return NAN;
  kr_micro capacity = t->solution->timetable->capacity[cell];
  return capacity == KR_NO_LIMIT ? INFINITY : kr_decimal_value(capacity);
}

double kr_task_used(const kr_task *t, int32_t resource, int32_t day) {
  int64_t cell = cell_of(t, resource, day);
  return cell < 0 ? NAN : t->used[cell];
}

double kr_task_shadow_price(const kr_task *t, int32_t resource, int32_t day) {
  int64_t cell = cell_of(t, resource, day);
  return cell < 0 || !t->solution->result.has_prices ? NAN : t->solution->result.shadow_price[cell];
}

/** The first thing that is said against a result. */
static void put_objection(kr_messages *messages, const kr_verdict *v, const kr_error *err, char *text, size_t room) {
  const char *said = err->text;
  if (v->n_violations > 0) said = v->violations[0];
  if (messages && kr_messages_kept(messages) > 0) said = kr_messages_text(messages, 0);
  if (!text || room == 0) return;
  size_t n = strlen(said) < room ? strlen(said) : room - 1;
  memcpy(text, said, n);
  text[n] = '\0';
}

int kr_instance_judge(const kr_instance *i, const char *folder, char *text, size_t room) {
  if (kr_instance_code(i) != KR_DONE || !folder) return KR_MISUSE;
  const kr_judged what = {folder, i->corridor, INFINITY};
  kr_error err = {0};
  kr_messages *messages = NULL;
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  if (!verdict) return KR_NO_MEMORY;
  locale_t had = kr_plain_locale_take();
  kr_status status = kr_messages_create(&messages);
  if (status == KR_OK) status = kr_judge_quietly(verdict, NULL, messages, &what, &err);
  put_objection(messages, verdict, &err, text, room);
  kr_plain_locale_give_back(had);
  kr_messages_free(messages);
  free(verdict);
  return kr_code_of(status);
}
