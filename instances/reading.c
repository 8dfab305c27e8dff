#include "instances/reading.h"

#include <stdio.h>
#include <string.h>

#include "graph/memory.h"

kr_status kr_reading_room(void *items, size_t *room, int32_t i, size_t size) {
  return kr_grow(items, room, (size_t)i + 1, size) ? KR_OK : KR_ERR_MEMORY;
}

const char *kr_name_plan(const kr_reading *r, int32_t plan, char out[KR_QUOTE_ROOM + 8]) {
  char quoted[KR_QUOTE_ROOM];
  if (plan == KR_PLAN_BASE) return strcpy(out, "the base");
  snprintf(out, KR_QUOTE_ROOM + 8, "plan %s", kr_quote_id(r->corridor->plan_ids, plan, quoted));
  return out;
}

/** Appends one resource of a list; one that stands in it already is reported. */
static void push_resource(kr_table *t, kr_reading *r, int column, int32_t resource) {
  kr_corridor *c = r->corridor;
  if (r->stamps[resource] == r->n_lists) {
    char quoted[KR_QUOTE_ROOM];
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "%s stands twice; remove one",
                kr_quote_id(c->resource_ids, resource, quoted));
    return;
  }
  r->stamps[resource] = r->n_lists;
  t->status = kr_reading_room(&c->resource_lists, &r->list_room, c->n_resource_lists, sizeof *c->resource_lists);
  if (t->status == KR_OK) c->resource_lists[c->n_resource_lists++] = resource;
}

kr_span kr_cell_resources(kr_table *t, int column) {
  kr_reading *r = t->reader;
  kr_span span = {r->corridor->n_resource_lists, 0};
  if (!kr_cell_has_value(t, column)) return span;
  if (!r->stamps) r->stamps = kr_zeros((size_t)kr_n_resources(r->corridor), sizeof *r->stamps);
  if (!r->stamps) t->status = KR_ERR_MEMORY;
  r->n_lists++;
  kr_field rest = kr_cell(t, column);
  for (bool more = true; more && t->status == KR_OK;) {
    const char *end = memchr(rest.text, ';', rest.n);
    kr_field id = {rest.text, end ? (size_t)(end - rest.text) : rest.n};
    int32_t resource = KR_NONE;
    if (id.n == 0)
      kr_cell_say(t, column, KR_SEVERITY_ERROR, "a semicolon without an id beside it; remove it");
    else
      resource = kr_cell_find(t, column, id, &r->resources);
    if (resource >= 0) push_resource(t, r, column, resource);
    more = end != NULL;
    if (more) rest = (kr_field){end + 1, rest.n - id.n - 1};
  }
  span.count = r->corridor->n_resource_lists - span.first;
  return span;
}

int32_t kr_cell_plan(kr_table *t, int column) {
  kr_reading *r = t->reader;
  return kr_cell_is_blank(t, column) ? KR_PLAN_BASE : kr_cell_reference(t, column, &r->plans);
}

uint8_t kr_cell_weekdays(kr_table *t, int column) {
  unsigned mask = 0;
  if (kr_cell_is_blank(t, column)) return KR_EVERY_WEEKDAY;
  if (!kr_cell_has_value(t, column)) return 0;
  kr_field f = kr_cell(t, column);
  for (size_t i = 0; i < f.n; i++) {
    if (f.text[i] < '1' || f.text[i] > '7') {
      kr_cell_say(t, column, KR_SEVERITY_ERROR,
                  "not digits 1 to 7; write for example 135 for Monday, Wednesday, Friday");
      return 0;
    }
    unsigned bit = 1u << (f.text[i] - '1');
    if (mask & bit) {
      kr_cell_say(t, column, KR_SEVERITY_ERROR, "%c stands twice; remove one", f.text[i]);
      return 0;
    }
    mask |= bit;
  }
  return (uint8_t)mask;
}

bool kr_cell_days(kr_table *t, int from_column, int to_column, int32_t *from_day, int32_t *to_day) {
  kr_reading *r = t->reader;
  kr_date from, to;
  bool has_from = !kr_cell_is_blank(t, from_column), has_to = !kr_cell_is_blank(t, to_column);
  *from_day = KR_OPEN_FROM;
  *to_day = KR_OPEN_TO;
  bool from_fine = !has_from || kr_cell_date(t, from_column, &from);
  bool to_fine = !has_to || kr_cell_date(t, to_column, &to);
  if (!from_fine || !to_fine) return false;
  if (has_from) *from_day = from - r->corridor->start;
  if (has_to) *to_day = to - r->corridor->start;
  if (!has_from || !has_to || from <= to) return true;
  char text[11];
  kr_date_write(to, text);
  kr_cell_say(t, from_column, KR_SEVERITY_ERROR, "after to_date %s; swap the two", text);
  return false;
}
