#include "cli/report/study_check.h"

#include <math.h>
#include <string.h>

#include "instances/told.h"

#define ROUNDING 1e-5 /* tables have 6 decimals */
#define PART 1e-11    /* of a figure: sums in another order */

/** A table being held against the rest. */
typedef struct check {
  const kr_study_page *page;
  const kr_told *told;
  const char *file;
  const kr_grid *grid;
} check;

static bool agree(double a, double b) {
  if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
  return fabs(a - b) <= ROUNDING + PART * fmax(fabs(a), fabs(b));
}

/** One figure of a table. @param source what makes it what it should be */
static void hold(const check *k, int32_t row, const char *column, double expected, const char *source) {
  if (agree(kr_grid_number(k->grid, row, column), expected)) return;
  kr_messages_add(k->page->messages, KR_SEVERITY_ERROR, &(kr_place){k->file, k->grid->lines[row], 1},
                  "%s is \"%s\", by %s it is %.10g; it was changed after the study: make the study anew", column,
                  kr_grid_text(k->grid, row, column), source, expected);
}

static void hold_text(const check *k, int32_t row, const char *column, const char *expected) {
  if (strcmp(kr_grid_text(k->grid, row, column), expected) == 0) return;
  kr_messages_add(k->page->messages, KR_SEVERITY_ERROR, &(kr_place){k->file, k->grid->lines[row], 1},
                  "%s is \"%s\", in summary.json \"%s\"; it was changed after the study: make the study anew", column,
                  kr_grid_text(k->grid, row, column), expected);
}

/** A list of summary.json has an item for each row. @return false when it has not; this is said */
static bool has_items(const check *k, const char *list) {
  int32_t n = kr_told_count(k->told, list);
  if (n == k->grid->n_rows) return true;
  kr_messages_add(k->page->messages, KR_SEVERITY_ERROR, &(kr_place){k->file, 1, 1},
                  "%d rows, and %d %s in summary.json; make the study anew", (int)k->grid->n_rows, (int)n, list);
  return false;
}

/** A column of a table and the member of an item that must be the same. */
typedef struct pair {
  const char *column, *key;
  double factor; /* from the member to the column */
} pair;

static void hold_pairs(const check *k, int32_t row, const char *list, int32_t item, const pair *pairs, size_t n) {
  for (size_t i = 0; i < n; ++i)
    hold(k, row, pairs[i].column, pairs[i].factor * kr_told_item(k->told, list, item, pairs[i].key), "summary.json");
}

#define N_OF(array) (sizeof(array) / sizeof *(array))

static double gap_of(double objective, double bound) { return (objective - bound) / fmax(1, fabs(objective)); }

static kr_status end(const check *k, int64_t errors_before, kr_error *err) {
  if (kr_messages_errors(k->page->messages) == errors_before) return KR_OK;
  return kr_fail(err, KR_ERR_VERIFY, "%s: its figures do not agree; no page is made of them", k->page->report->folder);
}

/* ---- comparisons ---- */

static bool same(const kr_grid *a, int32_t i, const kr_grid *b, int32_t k, const char *column) {
  return strcmp(kr_grid_text(a, i, column), kr_grid_text(b, k, column)) == 0;
}

/** The sum of a column of groups.csv over the groups of one kind, that of a first row, in one scenario. */
static double sum_groups(const check *k, int32_t row, const kr_grid *groups, int32_t first, const char *column) {
  double sum = 0;
  for (int32_t i = first; i < groups->n_rows; ++i)
    if (same(groups, i, groups, first, "by") && same(groups, i, k->grid, row, "plan") &&
        same(groups, i, k->grid, row, "demand"))
      sum += kr_grid_number(groups, i, column);
  return sum;
}

/** By cargo, by forwarder, by country: each kind of groups adds up to the whole scenario. */
static void hold_sums(const check *k, int32_t row, const kr_grid *groups) {
  static const char *const sums[] = {"asked_t",  "served_t", "late_tonne_days",
                                     "cost_usd", "co2_t",    "weighted_tonne_hours"};
  for (int32_t first = 0; first < groups->n_rows; ++first) {
    bool is_first = true;
    for (int32_t i = 0; i < first; ++i) is_first = is_first && !same(groups, i, groups, first, "by");
    for (size_t i = 0; is_first && i < N_OF(sums); ++i)
      hold(k, row, sums[i], sum_groups(k, row, groups, first, sums[i]), "groups.csv");
  }
}

static void check_scenario(const check *k, int32_t row, const kr_grid *groups) {
  static const pair pairs[] = {{"asked_t", "asked_t", 1},
                               {"served_t", "served_t", 1},
                               {"p90_transit_days", "p90_transit_hours", 1.0 / 24},
                               {"late_tonne_days", "late_tonne_hours", 1.0 / 24},
                               {"cost_usd", "cost_usd", 1},
                               {"co2_t", "co2_t", 1},
                               {"weighted_tonne_hours", "objective", 1},
                               {"bound", "bound", 1},
                               {"gap", "gap", 1}};
  const kr_grid *g = k->grid;
  double asked_t = kr_grid_number(g, row, "asked_t"), served_t = kr_grid_number(g, row, "served_t");
  double hours_t_h = kr_told_item(k->told, "scenarios", row, "transit_tonne_hours");
  double bound = kr_grid_number(g, row, "bound");
  hold_text(k, row, "plan", kr_told_item_text(k->told, "scenarios", row, "plan"));
  hold_text(k, row, "dominated_by", kr_told_item_text(k->told, "scenarios", row, "dominated_by"));
  hold_pairs(k, row, "scenarios", row, pairs, N_OF(pairs));
  hold(k, row, "served_share", asked_t > 0 ? served_t / asked_t : 0, "served_t / asked_t");
  hold(k, row, "mean_transit_days", hours_t_h / (served_t > 0 ? served_t : 1) / 24, "summary.json");
  hold(k, row, "gap", gap_of(kr_told_item(k->told, "scenarios", row, "objective"), bound), "the bound");
  hold_sums(k, row, groups);
}

kr_status kr_compare_check(const kr_study_page *s, const kr_grid *g, kr_error *err) {
  kr_told *told = NULL;
  kr_grid groups = {0};
  int64_t before = kr_messages_errors(s->messages);
  kr_status status = KR_OK;
  KR_TRY(kr_told_open(&told, s->report->folder, err));
  KR_TRY(kr_grid_read(&groups, s->report->folder, "groups.csv", s->messages, err));
  const check k = {s, told, "scenarios.csv", g};
  for (int32_t i = 0; has_items(&k, "scenarios") && i < g->n_rows; ++i) check_scenario(&k, i, &groups);
  status = end(&k, before, err);
done:
  kr_grid_clear(&groups);
  kr_told_close(told);
  return status;
}

/* ---- investments ---- */

/** Whether a list separated by `;` names an id. */
static bool names(const char *list, const char *id) {
  size_t n = strlen(id);
  for (const char *at = list; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL)
    if (strncmp(at, id, n) == 0 && (at[n] == ';' || at[n] == '\0')) return true;
  return false;
}

static double cost_of(const kr_grid *upgrades, const char *list) {
  double sum = 0;
  for (int32_t i = 0; i < upgrades->n_rows; ++i)
    if (names(list, kr_grid_text(upgrades, i, "upgrade_id"))) sum += kr_grid_number(upgrades, i, "cost_musd");
  return sum;
}

static void check_set(const check *k, int32_t row, const kr_grid *upgrades) {
  static const pair pairs[] = {{"cost_musd", "cost_musd", 1},
                               {"budget_musd", "budget_musd", 1},
                               {"objective", "objective", 1},
                               {"bound", "bound_over_sets", 1},
                               {"gap", "gap", 1},
                               {"saved", "saved", 1},
                               {"served_t", "served_t", 1}};
  double nothing = kr_told_number(k->told, "objective_without");
  hold_pairs(k, row, "sets", k->grid->n_rows - 1 - row, pairs, N_OF(pairs));
  hold(k, row, "cost_musd", cost_of(upgrades, kr_grid_text(k->grid, row, "upgrades")), "invest.csv");
  hold(k, row, "saved", nothing - kr_grid_number(k->grid, row, "objective"), "objective_without in summary.json");
}

/** An upgrade's cost is the instance's; it is bought where the dearest set, the last row, has it. */
static void check_upgrade(const check *k, int32_t row, const kr_grid *sets) {
  const kr_corridor *c = k->page->report->corridor;
  const char *id = kr_grid_text(k->grid, row, "upgrade_id");
  int32_t upgrade = kr_ids_find(c->upgrade_ids, id, strlen(id)), n = 0;
  for (int32_t i = 0; i < sets->n_rows; ++i) n += names(kr_grid_text(sets, i, "upgrades"), id);
  hold(k, row, "cost_musd", upgrade < 0 ? NAN : kr_decimal_value(c->upgrades[upgrade].cost_musd), "upgrade.csv");
  hold(k, row, "bought", sets->n_rows > 0 && names(kr_grid_text(sets, sets->n_rows - 1, "upgrades"), id),
       "frontier.csv");
  hold(k, row, "in_efficient_sets", n, "frontier.csv");
}

kr_status kr_invest_check(const kr_study_page *s, const kr_grid *sets, const kr_grid *upgrades, kr_error *err) {
  kr_told *told = NULL;
  int64_t before = kr_messages_errors(s->messages);
  kr_status status = kr_told_open(&told, s->report->folder, err);
  if (status != KR_OK) return status;
  const check of_sets = {s, told, "frontier.csv", sets}, of_upgrades = {s, told, "invest.csv", upgrades};
  for (int32_t i = 0; has_items(&of_sets, "sets") && i < sets->n_rows; ++i) check_set(&of_sets, i, upgrades);
  for (int32_t i = 0; i < upgrades->n_rows; ++i) check_upgrade(&of_upgrades, i, sets);
  status = end(&of_sets, before, err);
  kr_told_close(told);
  return status;
}

/* ---- stress, bottlenecks ---- */

kr_status kr_stress_check(const kr_study_page *s, const kr_grid *g, kr_error *err) {
  kr_told *told = NULL;
  int64_t before = kr_messages_errors(s->messages);
  kr_status status = kr_told_open(&told, s->report->folder, err);
  if (status != KR_OK) return status;
  const check k = {s, told, "stress.csv", g};
  double whole = kr_told_number(told, "objective");
  for (int32_t i = 0; i < g->n_rows; ++i)
    hold(&k, i, "extra_weighted_tonne_hours", kr_grid_number(g, i, "objective") - whole,
         "its objective less that in summary.json");
  if (!agree(g->n_rows, kr_told_number(told, "resources")))
    kr_messages_add(s->messages, KR_SEVERITY_ERROR, &(kr_place){k.file, 1, 1},
                    "%d rows, and %g resources in summary.json; make the study anew", (int)g->n_rows,
                    kr_told_number(told, "resources"));
  status = end(&k, before, err);
  kr_told_close(told);
  return status;
}

static void check_bottleneck(const check *k, int32_t row) {
  static const pair pairs[] = {{"added_per_day", "added_per_day", 1},
                               {"predicted", "predicted", 1},
                               {"saved", "saved", 1},
                               {"price_per_unit_a_day", "price_per_unit_a_day", 1},
                               {"holds_up_to_per_day", "holds_up_to_per_day", 1}};
  hold_text(k, row, "resource_id", kr_told_item_text(k->told, "bottlenecks", row, "resource_id"));
  hold_pairs(k, row, "bottlenecks", row, pairs, N_OF(pairs));
}

kr_status kr_bottlenecks_check(const kr_study_page *s, const kr_grid *g, kr_error *err) {
  kr_told *told = NULL;
  int64_t before = kr_messages_errors(s->messages);
  kr_status status = kr_told_open(&told, s->report->folder, err);
  if (status != KR_OK) return status;
  const check k = {s, told, "bottlenecks.csv", g};
  for (int32_t i = 0; has_items(&k, "bottlenecks") && i < g->n_rows; ++i) check_bottleneck(&k, i);
  status = end(&k, before, err);
  kr_told_close(told);
  return status;
}
