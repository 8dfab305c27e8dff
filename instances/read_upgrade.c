#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/plan_diff.h"
#include "instances/reading.h"

enum { UPGRADE_ID, NAME, COST_MUSD, PLAN_ID, REQUIRES, CONFLICTS, SOURCE, N_COLUMNS };

static const kr_bounds cost_bounds = {0, 1000000 * KR_MICRO, false, 6}; /* sums of all stay far inside 63 bits */

/** A list of upgrades that may be defined further down. */
typedef struct pending {
  const char *text;
  kr_place place;
} pending;

typedef struct upgrade_reading {
  kr_reading *r;
  pending needs[KR_MOST_UPGRADES], forbids[KR_MOST_UPGRADES];
  kr_place plan[KR_MOST_UPGRADES];
} upgrade_reading;

static pending take_list(kr_table *t, int column, kr_corridor *c) {
  pending list = {"", kr_cell_place(t, column)};
  if (kr_cell_has_value(t, column)) list.text = kr_cell_text(t, column, c->texts);
  return list;
}

static void read_row(kr_table *t) {
  upgrade_reading *own = t->reader;
  kr_corridor *c = own->r->corridor;
  if (kr_n_upgrades(c) == KR_MOST_UPGRADES) {
    kr_cell_say(t, UPGRADE_ID, KR_SEVERITY_ERROR, "one too many; at most %d upgrades are read", KR_MOST_UPGRADES);
    return;
  }
  int32_t i = kr_cell_define(t, UPGRADE_ID, &own->r->upgrades);
  kr_upgrade upgrade = {.name = kr_cell_text(t, NAME, c->texts),
                        .cost_musd = kr_cell_decimal(t, COST_MUSD, &cost_bounds, 0),
                        .plan = kr_cell_reference(t, PLAN_ID, &own->r->plans)};
  pending needs = take_list(t, REQUIRES, c), forbids = take_list(t, CONFLICTS, c);
  if (i < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->upgrades, &own->r->room, i, sizeof *c->upgrades);
  if (t->status != KR_OK) return;
  c->upgrades[i] = upgrade;
  own->needs[i] = needs;
  own->forbids[i] = forbids;
  own->plan[i] = kr_cell_place(t, PLAN_ID);
}

/* ---- lists, when every upgrade is known ---- */

static void say_unknown(const upgrade_reading *own, const kr_place *place, const char *column, const char *id,
                        size_t n) {
  const kr_corridor *c = own->r->corridor;
  char quoted[KR_QUOTE_ROOM], near[KR_QUOTE_ROOM];
  bool is_wanted = kr_messages_wants(own->r->source.messages, KR_SEVERITY_ERROR, place); /* the search is slow */
  int32_t nearest = is_wanted ? kr_ids_nearest(c->upgrade_ids, id, n) : KR_NONE;
  if (own->r->upgrades.is_incomplete) return;
  kr_quote(id, n, quoted);
  if (nearest >= 0)
    kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, place, "%s: %s is %s; did you mean %s?", column, quoted,
                    own->r->upgrades.absent, kr_quote_id(c->upgrade_ids, nearest, near));
  else
    kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, place, "%s: %s is %s; add it there or correct it",
                    column, quoted, own->r->upgrades.absent);
}

static void say(const upgrade_reading *own, const kr_place *place, const char *column, int32_t upgrade,
                const char *what) {
  char quoted[KR_QUOTE_ROOM];
  kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, place, "%s: %s %s", column,
                  kr_quote_id(own->r->corridor->upgrade_ids, upgrade, quoted), what);
}

static kr_set resolve(const upgrade_reading *own, int32_t i, const pending *list, const char *column) {
  kr_set found = 0;
  const char *at = list->text;
  while (*at) {
    size_t n = strcspn(at, ";");
    int32_t other = kr_ids_find(own->r->corridor->upgrade_ids, at, n);
    if (n == 0 || (at[n] == ';' && at[n + 1] == '\0'))
      kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, &list->place,
                      "%s: a semicolon without an id beside it; remove it", column);
    if (n > 0 && other < 0) say_unknown(own, &list->place, column, at, n);
    if (other == i) say(own, &list->place, column, i, "is the upgrade itself; remove it");
    if (other >= 0 && found >> other & 1) say(own, &list->place, column, other, "stands twice; remove one");
    if (other >= 0 && other != i) found |= (kr_set)1 << other;
    at += n + (at[n] == ';');
  }
  return found;
}

/** All that must be bought with upgrade i, itself among them. */
static kr_set closure(const kr_corridor *c, int32_t i) {
  kr_set all = (kr_set)1 << i, before = 0;
  while (all != before) {
    before = all;
    for (int32_t k = 0; k < kr_n_upgrades(c); ++k)
      if (before >> k & 1) all |= c->upgrades[k].needs;
  }
  return all;
}

/** A circle is reported at its first row and cut there. */
static void check_circle(const upgrade_reading *own, int32_t i) {
  kr_corridor *c = own->r->corridor;
  for (int32_t k = 0; k < kr_n_upgrades(c); ++k) {
    kr_set bit = (kr_set)1 << k;
    if (!(c->upgrades[i].needs & bit) || !(closure(c, k) >> i & 1)) continue;
    say(own, &own->needs[i].place, "requires", k, "requires this upgrade too, itself or by others; break the circle");
    c->upgrades[i].needs &= ~bit;
  }
}

static void check_possible(const upgrade_reading *own, int32_t i) {
  const kr_corridor *c = own->r->corridor;
  kr_set with = closure(c, i);
  for (int32_t k = 0; k < kr_n_upgrades(c); ++k)
    for (int32_t j = 0; j < kr_n_upgrades(c); ++j) {
      if (!(with >> k & 1) || !(with >> j & 1) || !(c->upgrades[k].forbids >> j & 1)) continue;
      bool is_own = k == i;
      say(own, is_own ? &own->forbids[i].place : &own->needs[i].place, is_own ? "conflicts" : "requires",
          is_own ? j : k,
          is_own ? "is also required, by this upgrade or by one that it requires; remove one of the two"
                 : "conflicts with what is required together with it; no set could hold this upgrade");
      return;
    }
}

/* ---- what an upgrade brings ---- */

static const char *name_change(const kr_corridor *c, const kr_plan_difference *d, char out[KR_QUOTE_ROOM]) {
  return kr_quote_id(d->is_running_time ? c->link_ids : c->resource_ids, d->what, out);
}

static void check_change(const upgrade_reading *own, int32_t i, const kr_plan_difference *d) {
  kr_corridor *c = own->r->corridor;
  char date[11], what[KR_QUOTE_ROOM], plan[KR_QUOTE_ROOM], before[KR_DECIMAL_ROOM], after[KR_DECIMAL_ROOM];
  if (d->is_running_time ? d->after <= d->before : d->after >= d->before) return;
  kr_date_write(c->start + d->from_day, date);
  kr_decimal_write(d->before, before);
  kr_decimal_write(d->after, after);
  kr_messages_add(own->r->source.messages, KR_SEVERITY_ERROR, &own->plan[i],
                  "plan_id %s: %s %s %s on %s, %s instead of %s; an upgrade can only improve",
                  kr_quote_id(c->plan_ids, c->upgrades[i].plan, plan), d->is_running_time ? "link" : "resource",
                  name_change(c, d, what), d->is_running_time ? "is slower" : "has less", date, after, before);
}

static kr_status check_brings(const upgrade_reading *own, int32_t i) {
  kr_corridor *c = own->r->corridor;
  kr_timetable *under = NULL, *with = NULL;
  kr_plan_difference *changes = NULL;
  size_t n = 0;
  kr_status status = KR_OK;
  KR_TRY(kr_timetable_create(&under, c, c->plans[c->upgrades[i].plan].base, KR_VIEW_DATED, own->r->err));
  KR_TRY(kr_timetable_create(&with, c, c->upgrades[i].plan, KR_VIEW_DATED, own->r->err));
  KR_TRY(kr_plan_diff(c, under, with, &changes, &n, own->r->err));
  for (size_t k = 0; k < n; ++k) check_change(own, i, &changes[k]);
done:
  free(changes);
  kr_timetable_free(with);
  kr_timetable_free(under);
  return status;
}

kr_status kr_read_upgrades(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [UPGRADE_ID] = {"upgrade_id", KR_FILLED}, [NAME] = {"name", KR_FILLED},
      [COST_MUSD] = {"cost_musd", KR_FILLED},   [PLAN_ID] = {"plan_id", KR_FILLED},
      [REQUIRES] = {"requires", KR_OPTIONAL},   [CONFLICTS] = {"conflicts", KR_OPTIONAL},
      [SOURCE] = {"source", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {
      .file = "upgrade.csv", .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  upgrade_reading own = {.r = r};
  kr_corridor *c = r->corridor;
  bool is_complete;
  r->room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, &own, &is_complete, NULL, r->err);
  r->upgrades.is_incomplete = !is_complete;
  if (status != KR_OK) return status;
  for (int32_t i = 0; i < kr_n_upgrades(c); ++i) {
    c->upgrades[i].needs = resolve(&own, i, &own.needs[i], "requires");
    c->upgrades[i].forbids = resolve(&own, i, &own.forbids[i], "conflicts");
  }
  for (int32_t i = 0; i < kr_n_upgrades(c); ++i) check_circle(&own, i);
  for (int32_t i = 0; i < kr_n_upgrades(c); ++i) check_possible(&own, i);
  bool can_compare = kr_messages_errors(r->source.messages) == 0; /* else plans may be only half there */
  for (int32_t i = 0; i < kr_n_upgrades(c) && can_compare && status == KR_OK; ++i) status = check_brings(&own, i);
  return status;
}
