#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/reading.h"

/** Rows of capacity.csv in the order plan, resource. */
typedef struct coverage {
  kr_reading *r;
  const kr_capacity **rows;
  int32_t n_rows;
  bool *days; /* [days of the horizon] covered by some row of the chain */
} coverage;

static int compare(const kr_capacity *a, int32_t plan, int32_t resource) {
  if (a->plan != plan) return a->plan < plan ? -1 : 1;
  return a->resource < resource ? -1 : a->resource > resource;
}

static int by_plan(const void *a, const void *b) {
  const kr_capacity *x = *(const kr_capacity *const *)a, *y = *(const kr_capacity *const *)b;
  int order = compare(x, y->plan, y->resource);
  return order != 0 ? order : (x > y) - (x < y);
}

/** Index of the first row of a plan and resource, or of what would follow it. */
static int32_t first_row(const coverage *v, int32_t plan, int32_t resource) {
  int32_t low = 0, high = v->n_rows;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (compare(v->rows[middle], plan, resource) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void mark(const coverage *v, const kr_capacity *row) {
  const kr_corridor *c = v->r->corridor;
  int32_t from = row->from_day > 0 ? row->from_day : 0;
  for (int32_t day = from; day < c->days && day <= row->to_day; day++)
    if (row->weekdays >> (kr_date_weekday(c->start + day) - 1) & 1) v->days[day] = true;
}

static void warn(const coverage *v, int32_t plan, int32_t resource, int32_t first, int32_t last, int32_t n) {
  const kr_corridor *c = v->r->corridor;
  kr_place place = {"resource.csv", kr_lines_of(&v->r->resources.lines, resource), 1};
  char from[11], to[11], name[KR_QUOTE_ROOM + 8], quoted[KR_QUOTE_ROOM], span[80];
  kr_date_write(c->start + first, from);
  kr_date_write(c->start + last, to);
  if (n == c->days)
    snprintf(span, sizeof span, "on any day of the horizon");
  else if (n == 1)
    snprintf(span, sizeof span, "on %s", from);
  else if (n == last - first + 1)
    snprintf(span, sizeof span, "from %s to %s", from, to);
  else
    snprintf(span, sizeof span, "on %d days between %s and %s", (int)n, from, to);
  kr_messages_add(v->r->source.messages, KR_SEVERITY_WARNING, &place,
                  "resource %s has no row of capacity.csv %s under %s; it counts as 0 there, add a row",
                  kr_quote_id(c->resource_ids, resource, quoted), span, kr_name_plan(v->r, plan, name));
}

static void check(const coverage *v, int32_t plan, int32_t resource) {
  const kr_corridor *c = v->r->corridor;
  memset(v->days, 0, (size_t)c->days * sizeof *v->days);
  for (int32_t p = plan; p != KR_NONE; p = c->plans[p].base)
    for (int32_t i = first_row(v, p, resource); i < v->n_rows && compare(v->rows[i], p, resource) == 0; i++)
      mark(v, v->rows[i]);
  int32_t first = -1, last = -1, n = 0;
  for (int32_t day = 0; day < c->days; day++) {
    if (v->days[day]) continue;
    if (first < 0) first = day;
    last = day;
    n++;
  }
  if (n > 0) warn(v, plan, resource, first, last, n);
}

kr_status kr_check_coverage(kr_reading *r) {
  if (!r->has_calendar || !r->has_all_capacities) return KR_OK;
  const kr_corridor *c = r->corridor;
  coverage v = {.r = r, .n_rows = c->n_capacities - r->n_quota_rows};
  v.rows = kr_zeros((size_t)c->n_capacities, sizeof *v.rows);
  v.days = kr_zeros((size_t)c->days, sizeof *v.days);
  if (!v.rows || !v.days) {
    free(v.rows);
    free(v.days);
    return kr_fail_memory(r->err);
  }
  for (int32_t i = 0; i < v.n_rows; i++) v.rows[i] = &c->capacities[i];
  qsort(v.rows, (size_t)v.n_rows, sizeof *v.rows, by_plan);
  for (int32_t resource = 0; resource < kr_first_quota(c); resource++) check(&v, KR_PLAN_BASE, resource);
  for (int32_t i = 0; i < v.n_rows; i++) {
    const kr_capacity *row = v.rows[i];
    if (row->plan == KR_PLAN_BASE || (i > 0 && compare(v.rows[i - 1], row->plan, row->resource) == 0)) continue;
    check(&v, row->plan, row->resource);
  }
  free(v.rows);
  free(v.days);
  return KR_OK;
}
