#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/reading.h"

#define FAR_DAY 2000000 /* further than any date of the years 1900 to 2999 from any other */
#define WEEKDAYS 7

/** A row of a dated file, as far as overlaps go. */
typedef struct spell {
  int32_t plan, what, from_day, to_day, row;
  uint8_t weekdays;
} spell;

/** What a dated file is about, for the message. */
typedef struct subject {
  const char *file, *noun, *value; /* "capacity.csv", "resource", "capacities" */
  const kr_ids *ids;
  const kr_lines *lines;
} subject;

static int by_place(const void *a, const void *b) {
  const spell *x = a, *y = b;
  if (x->plan != y->plan) return x->plan < y->plan ? -1 : 1;
  if (x->what != y->what) return x->what < y->what ? -1 : 1;
  if (x->from_day != y->from_day) return x->from_day < y->from_day ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static int weekday_of(const kr_corridor *c, int32_t day) { return kr_date_weekday(c->start + day) - 1; }

/** The first day from `day` on that is weekday w (0 = Monday). */
static int32_t next_weekday(const kr_corridor *c, int32_t day, int w) {
  return day + (w - weekday_of(c, day) + WEEKDAYS) % WEEKDAYS;
}

static void report(kr_reading *r, const subject *about, const spell *a, const spell *b, int32_t day) {
  int64_t line_a = kr_lines_of(about->lines, a->row), line_b = kr_lines_of(about->lines, b->row);
  kr_place place = {about->file, line_a > line_b ? line_a : line_b, 1};
  char date[11], plan[KR_QUOTE_ROOM + 8], quoted[KR_QUOTE_ROOM];
  if (day <= -FAR_DAY + WEEKDAYS)
    snprintf(date, sizeof date, "all days");
  else
    kr_date_write(r->corridor->start + day, date);
  kr_messages_add(r->source.messages, KR_SEVERITY_ERROR, &place,
                  "%s %s has two %s under %s on %s, here and on line %lld; keep one", about->noun,
                  kr_quote_id(about->ids, a->what, quoted), about->value, kr_name_plan(r, a->plan, plan), date,
                  (long long)(line_a > line_b ? line_b : line_a));
}

/** For each weekday, the spell that reaches furthest among those seen of one plan and thing. */
typedef struct reach {
  const spell *spell;
  int32_t to_day;
} reach;

/** Spells come by from_day, so a spell overlaps an earlier one on weekday w when it begins before the furthest ends. */
static void meet(kr_reading *r, const subject *about, reach furthest[WEEKDAYS], const spell *s) {
  const spell *other = NULL;
  int32_t first_day = FAR_DAY;
  for (int w = 0; w < WEEKDAYS; w++) {
    int32_t day = next_weekday(r->corridor, s->from_day, w);
    if (!(s->weekdays >> w & 1) || day > s->to_day) continue;
    if (furthest[w].spell && day <= furthest[w].to_day && day < first_day) {
      other = furthest[w].spell;
      first_day = day;
    }
    if (!furthest[w].spell || s->to_day > furthest[w].to_day) furthest[w] = (reach){s, s->to_day};
  }
  if (other) report(r, about, other, s, first_day);
}

static void sweep(kr_reading *r, const subject *about, spell *spells, int32_t n) {
  qsort(spells, (size_t)n, sizeof *spells, by_place);
  reach furthest[WEEKDAYS];
  for (int32_t i = 0; i < n; i++) {
    if (i == 0 || spells[i].plan != spells[i - 1].plan || spells[i].what != spells[i - 1].what)
      memset(furthest, 0, sizeof furthest);
    meet(r, about, furthest, &spells[i]);
  }
}

static spell spell_of(int32_t plan, int32_t what, int32_t from_day, int32_t to_day) {
  return (spell){.plan = plan,
                 .what = what,
                 .from_day = from_day == KR_OPEN_FROM ? -FAR_DAY : from_day,
                 .to_day = to_day == KR_OPEN_TO ? FAR_DAY : to_day,
                 .weekdays = KR_EVERY_WEEKDAY};
}

/** Capacities [first, last), numbered from 0. */
static void fill_capacities(const kr_corridor *c, int32_t first, int32_t last, spell *spells) {
  for (int32_t i = first; i < last; i++) {
    const kr_capacity *row = &c->capacities[i];
    spells[i - first] = spell_of(row->plan, row->resource, row->from_day, row->to_day);
    spells[i - first].weekdays = row->weekdays;
    spells[i - first].row = i - first;
  }
}

kr_status kr_check_overlaps(kr_reading *r) {
  const kr_corridor *c = r->corridor;
  const subject capacities = {"capacity.csv", "resource", "capacities", c->resource_ids, &r->capacity_lines};
  const subject quotas = {"quota.csv", "the", "values", c->resource_ids, &r->quota_lines};
  const subject times = {"transit.csv", "link", "running times", c->link_ids, &r->running_lines};
  size_t n = (size_t)(c->n_capacities > c->n_running_times ? c->n_capacities : c->n_running_times);
  spell *spells = kr_zeros(n, sizeof *spells);
  if (!spells) return kr_fail_memory(r->err);
  int32_t n_shared = c->n_capacities - r->n_quota_rows;
  fill_capacities(c, 0, n_shared, spells);
  sweep(r, &capacities, spells, n_shared);
  fill_capacities(c, n_shared, c->n_capacities, spells);
  sweep(r, &quotas, spells, r->n_quota_rows);
  for (int32_t i = 0; i < c->n_running_times; i++) {
    const kr_running_time *row = &c->running_times[i];
    spells[i] = spell_of(row->plan, row->link, row->from_day, row->to_day);
    spells[i].row = i;
  }
  sweep(r, &times, spells, c->n_running_times);
  free(spells);
  return KR_OK;
}
