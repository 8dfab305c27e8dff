#include "solver/verify.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/verify_bound.h"
#include "solver/verify_judge.h"

/* The last place before `n` where a character of UTF-8 ends. */
static size_t whole_characters(const char *text, size_t n) {
  while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
  return n;
}

__attribute__((format(printf, 2, 0))) static void append(char *text, const char *format, va_list args) {
  size_t n = strlen(text);
  char piece[KR_VERDICT_ROOM * 2];
  int wanted = vsnprintf(piece, sizeof piece, format, args);
  if (wanted < 0) return;
  size_t length = strlen(piece), room = KR_VERDICT_ROOM - 1 - n;
  if (length > room) length = whole_characters(piece, room);
  memcpy(text + n, piece, length);
  text[n + length] = '\0';
}

/* A fresh line of the verdict, or NULL when a hundred are written. */
static char *next_line(kr_judge *j, kr_spot spot) {
  int64_t i = j->v->n_violations++;
  if (i >= KR_VERDICT_TEXTS) return NULL;
  j->v->spots[i] = spot;
  j->v->violations[i][0] = '\0';
  return j->v->violations[i];
}

void kr_judge_complain(kr_judge *j, kr_spot spot, const char *format, ...) {
  char *line = next_line(j, spot);
  if (!line) return;
  va_list args;
  va_start(args, format);
  append(line, format, args);
  va_end(args);
}

void kr_judge_complain_lot(kr_judge *j, const kr_lot *lot, int32_t leg, const char *format, ...) {
  char *line = next_line(j, (kr_spot){.about = KR_ABOUT_LOT, .index = lot - j->a->lots, .leg = leg});
  if (!line) return;
  int n = snprintf(line, KR_VERDICT_ROOM, "shipment %s lot %d", kr_ids_text(j->c->shipment_ids, lot->shipment),
                   lot->number);
  if (leg > 0) n += snprintf(line + n, KR_VERDICT_ROOM - (size_t)n, " leg %d", leg);
  memcpy(line + n, ": ", 3);
  va_list args;
  va_start(args, format);
  append(line, format, args);
  va_end(args);
}

static kr_status check_arguments(const kr_corridor *c, const kr_verify_options *o, kr_error *err) {
  if (!(o->gap >= 0)) return kr_fail(err, KR_ERR_RANGE, "the gap asked for must be 0 or more");
  for (size_t i = 0; i < c->commitments.n_lots; i++) {
    if (!kr_lot_is_readable(c, &c->commitments, &c->commitments.lots[i]))
      return kr_fail(err, KR_ERR_RANGE, "commitment %zu points outside the corridor", i + 1);
  }
  return KR_OK;
}

static kr_status seat(kr_judge *j, kr_error *err) {
  size_t shipments = (size_t)kr_n_shipments(j->c);
  j->order = kr_zeros(j->a->n_lots, sizeof *j->order);
  j->promise = kr_zeros(j->a->n_lots, sizeof *j->promise);
  j->first_lot = kr_zeros(shipments + 1, sizeof *j->first_lot);
  j->served_kg = kr_zeros(shipments, sizeof *j->served_kg);
  j->loads = kr_loads_create(j->f);
  if (!j->order || !j->promise || !j->first_lot || !j->served_kg || !j->loads) return kr_fail_memory(err);
  return KR_OK;
}

static void rise(kr_judge *j) {
  free(j->order);
  free(j->promise);
  free(j->first_lot);
  free(j->served_kg);
  free(j->loads);
}

static kr_status judge_plan(kr_judge *j, kr_error *err) {
  kr_status status = kr_judge_lots(j, err);
  if (status != KR_OK) return status;
  kr_judge_commitments(j);
  for (size_t i = 0; i < j->n_readable; i++) {
    const kr_lot *lot = &j->a->lots[j->order[i]];
    kr_judge_route(j, j->order[i]);
    if (!kr_loads_add(j->loads, j->f, lot, kr_judge_legs(j, j->order[i])))
      kr_judge_complain_lot(j, lot, 0, "brings more kilograms to a resource than can be counted");
  }
  kr_judge_capacities(j);
  kr_judge_quantities(j);
  kr_judge_objective(j);
  return KR_OK;
}

/* Prices must be real ones before they can prove anything. */
static bool prices_hold(kr_judge *j, const double *price) {
  bool good = true;
  for (int32_t r = 0; r < kr_n_resources(j->c); r++) {
    for (int32_t b = 0; b < j->f->n_buckets; b++) {
      double p = price[(int64_t)r * j->f->n_buckets + b];
      if (p >= 0 && isfinite(p)) continue;
      good = false;
      char day[KR_DAY_ROOM];
      kr_facts_day_text(j->f, b, day);
      kr_judge_complain(j, kr_spot_resource(j, r, b), "resource %s %s: shadow price %g; it must be 0 or more",
                        kr_ids_text(j->c->resource_ids, r), day, p);
    }
  }
  return good;
}

static kr_status judge_claims(kr_judge *j, const kr_verify_claims *claims, kr_error *err) {
  bool floors_hold;
  kr_status status = kr_judge_floors(j, claims, &floors_hold, err);
  if (status != KR_OK) return status;
  if (claims->shadow_price && prices_hold(j, claims->shadow_price) && floors_hold) {
    kr_proof proof;
    status = kr_verify_bound(&proof, j->f, claims->shadow_price, claims->floors, err);
    if (status != KR_OK) return status;
    j->v->bound = proof.bound;
    j->v->paid = proof.paid;
  }
  kr_judge_claims(j, claims);
  return KR_OK;
}

kr_status kr_verify(kr_verdict *out, const kr_corridor *c, const kr_verify_options *o, const kr_allocation *a,
                    const kr_verify_claims *claims, kr_error *err) {
  kr_facts *facts = NULL;
  kr_judge j = {.c = c, .o = o, .a = a, .v = out};
  kr_status status;
  memset(out, 0, sizeof *out);
  out->bound = -INFINITY;
  KR_TRY(check_arguments(c, o, err));
  KR_TRY(kr_facts_create(&facts, c, o, err));
  j.f = facts;
  KR_TRY(seat(&j, err));
  KR_TRY(judge_plan(&j, err));
  if (claims) KR_TRY(judge_claims(&j, claims, err));
done:
  rise(&j);
  kr_facts_free(facts);
  return status;
}

kr_status kr_verdict_status(const kr_verdict *v, kr_error *err) {
  if (v->n_violations == 0) return KR_OK;
  return kr_fail(err, KR_ERR_VERIFY, "the plan breaks %lld rule%s; the first: %s", (long long)v->n_violations,
                 v->n_violations == 1 ? "" : "s", v->violations[0]);
}
