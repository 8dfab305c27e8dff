#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/reading.h"

enum { PLAN_ID, NAME, BASE_PLAN_ID, N_COLUMNS };

#define FILE_NAME "plan.csv"
#define DEPTH_MAX 100 /* plans of a chain */

/** A base that may be defined further down; `base` is its text. */
typedef struct pending {
  const char *base;
  kr_place place;
} pending;

typedef struct plan_reading {
  kr_reading *r;
  pending *pending; /* [plan] */
  size_t pending_room;
} plan_reading;

/** A row with a blank plan_id may name the base, and no more. */
static void read_base_row(kr_table *t, kr_corridor *c) {
  c->plans[KR_PLAN_BASE].name = kr_cell_text(t, NAME, c->texts);
  if (!kr_cell_is_blank(t, BASE_PLAN_ID))
    kr_cell_say(t, BASE_PLAN_ID, KR_SEVERITY_ERROR, "the blank plan is the base of all; leave its base_plan_id blank");
}

static void read_row(kr_table *t) {
  plan_reading *own = t->reader;
  kr_corridor *c = own->r->corridor;
  if (kr_cell_is_blank(t, PLAN_ID)) {
    read_base_row(t, c);
    return;
  }
  int32_t i = kr_cell_define(t, PLAN_ID, &own->r->plans);
  kr_plan plan = {.name = kr_cell_text(t, NAME, c->texts), .base = KR_PLAN_BASE};
  pending base = {.base = "", .place = kr_cell_place(t, BASE_PLAN_ID)};
  kr_field f = kr_cell(t, BASE_PLAN_ID);
  if (kr_cell_has_value(t, BASE_PLAN_ID) && kr_cell_check_id(t, BASE_PLAN_ID, f))
    base.base = kr_cell_text(t, BASE_PLAN_ID, c->texts);
  if (i < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->plans, &own->r->room, i, sizeof *c->plans);
  if (t->status == KR_OK) t->status = kr_reading_room(&own->pending, &own->pending_room, i, sizeof *own->pending);
  if (t->status != KR_OK) return;
  c->plans[i] = plan;
  own->pending[i] = base;
}

/** Every base is known by now, or it is a mistake. */
static void resolve(const plan_reading *own) {
  kr_corridor *c = own->r->corridor;
  char quoted[KR_QUOTE_ROOM], near[KR_QUOTE_ROOM];
  for (int32_t i = 1; i < kr_n_plans(c); i++) {
    const char *base = own->pending[i].base;
    int32_t index = kr_ids_find(c->plan_ids, base, strlen(base));
    if (index >= 0) {
      c->plans[i].base = index;
      continue;
    }
    if (own->r->plans.is_incomplete) continue;
    kr_quote(base, strlen(base), quoted);
    kr_messages *m = own->r->source.messages;
    bool is_wanted = kr_messages_wants(m, KR_SEVERITY_ERROR, &own->pending[i].place); /* the search is slow */
    int32_t nearest = is_wanted ? kr_ids_nearest(c->plan_ids, base, strlen(base)) : KR_NONE;
    const char *found = nearest > 0 ? kr_ids_text(c->plan_ids, nearest) : "";
    if (*found)
      kr_messages_add(m, KR_SEVERITY_ERROR, &own->pending[i].place, "base_plan_id %s: %s; did you mean %s?", quoted,
                      own->r->plans.absent, kr_quote(found, strlen(found), near));
    else
      kr_messages_add(m, KR_SEVERITY_ERROR, &own->pending[i].place, "base_plan_id %s: %s; add it there or correct it",
                      quoted, own->r->plans.absent);
  }
}

/** Reports each cycle once, at its first row, and cuts it there so that later walks end. */
static kr_status check_cycles(const plan_reading *own) {
  kr_corridor *c = own->r->corridor;
  int32_t n = kr_n_plans(c);
  char base[KR_QUOTE_ROOM], quoted[KR_QUOTE_ROOM];
  int32_t *seen = kr_zeros((size_t)n, sizeof *seen); /* the walk that came by */
  if (!seen) return KR_ERR_MEMORY;
  for (int32_t i = 1; i < n; i++) {
    int32_t at = i;
    while (at != KR_PLAN_BASE && seen[at] == 0) {
      seen[at] = i;
      at = c->plans[at].base;
    }
    if (at == KR_PLAN_BASE || seen[at] != i) continue;
    int32_t first = at;
    for (int32_t p = c->plans[at].base; p != at; p = c->plans[p].base)
      if (p < first) first = p;
    kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, &own->pending[first].place,
                    "base_plan_id %s: its bases lead back to plan %s itself; end the chain at the base",
                    kr_quote_id(c->plan_ids, c->plans[first].base, base), kr_quote_id(c->plan_ids, first, quoted));
    c->plans[first].base = KR_PLAN_BASE;
  }
  free(seen);
  return KR_OK;
}

/** Every look at a capacity walks the chain: a tower of plans is refused, and cut so that later walks are short. */
static void check_depth(const plan_reading *own) {
  kr_corridor *c = own->r->corridor;
  char base[KR_QUOTE_ROOM];
  for (int32_t i = 1; i < kr_n_plans(c); i++) {
    int32_t depth = 0;
    for (int32_t p = i; p != KR_PLAN_BASE && depth <= DEPTH_MAX; p = c->plans[p].base) depth++;
    if (depth <= DEPTH_MAX) continue;
    kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, &own->pending[i].place,
                    "base_plan_id %s: more than %d plans one upon the other; let it stand on an earlier one",
                    kr_quote_id(c->plan_ids, c->plans[i].base, base), DEPTH_MAX);
    c->plans[i].base = KR_PLAN_BASE;
  }
}

kr_status kr_read_plans(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {[PLAN_ID] = {"plan_id", KR_PRESENT},
                                               [NAME] = {"name", KR_FILLED},
                                               [BASE_PLAN_ID] = {"base_plan_id", KR_OPTIONAL}};
  static const kr_sheet sheet = {
      .file = FILE_NAME, .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  plan_reading own = {.r = r};
  bool is_complete;
  r->room = 1; /* the base */
  kr_status status = kr_sheet_read(&sheet, &r->source, &own, &is_complete, NULL, r->err);
  r->plans.is_incomplete = !is_complete;
  if (status == KR_OK) {
    resolve(&own);
    status = check_cycles(&own);
    if (status == KR_OK) check_depth(&own);
  }
  free(own.pending);
  return status;
}
