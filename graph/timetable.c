#include "graph/timetable.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

/** How far down the chain each plan stands: 0 for the plan asked for, its base 1, …; KR_NONE for plans not in it. */
static int32_t *chain_ranks(const kr_corridor *c, int32_t plan) {
  int32_t n = kr_n_plans(c);
  int32_t *rank = malloc((size_t)n * sizeof *rank);
  if (!rank) return NULL;
  for (int32_t p = 0; p < n; ++p) rank[p] = KR_NONE;
  int32_t depth = 0;
  for (int32_t p = plan; p != KR_NONE && rank[p] == KR_NONE; p = c->plans[p].base) rank[p] = depth++;
  return rank;
}

/** First and last horizon day that a row's open or dated span covers; empty when from > to. */
static void clip(const kr_corridor *c, int32_t from_day, int32_t to_day, int32_t *first, int32_t *last) {
  *first = from_day < 0 ? 0 : from_day;
  *last = to_day >= c->days ? c->days - 1 : to_day;
}

/** Where no row speaks a resource has nothing, a quota no limit. */
static void lay_silence(kr_timetable *t, const kr_corridor *c) {
  for (int64_t at = (int64_t)kr_first_quota(c) * c->days; at < (int64_t)kr_n_resources(c) * c->days; ++at)
    t->capacity[at] = KR_NO_LIMIT;
}

/** Rows nearer in the chain win: best[] holds the rank of the row in force. */
static void lay_capacities(kr_timetable *t, const kr_corridor *c, const int32_t *rank, int32_t *best) {
  int first_weekday = kr_date_weekday(c->start) - 1;
  for (int32_t i = 0; i < c->n_capacities; ++i) {
    const kr_capacity *row = &c->capacities[i];
    if (rank[row->plan] == KR_NONE) continue;
    int32_t first, last;
    clip(c, row->from_day, row->to_day, &first, &last);
    for (int32_t d = first; d <= last; ++d) {
      if (!(row->weekdays >> ((first_weekday + d) % 7) & 1u)) continue;
      int64_t at = (int64_t)row->resource * c->days + d;
      if (rank[row->plan] >= best[at]) continue;
      best[at] = rank[row->plan];
      t->capacity[at] = row->per_day;
      t->covered[at] = true;
    }
  }
}

static void lay_running_times(kr_timetable *t, const kr_corridor *c, const int32_t *rank, int32_t *best) {
  for (int32_t l = 0; l < kr_n_links(c); ++l)
    for (int32_t d = 0; d < c->days; ++d) t->transit_uh[(int64_t)l * c->days + d] = c->links[l].transit_uh;
  for (int32_t i = 0; i < c->n_running_times; ++i) {
    const kr_running_time *row = &c->running_times[i];
    if (rank[row->plan] == KR_NONE) continue;
    int32_t first, last;
    clip(c, row->from_day, row->to_day, &first, &last);
    for (int32_t d = first; d <= last; ++d) {
      int64_t at = (int64_t)row->link * c->days + d;
      if (rank[row->plan] >= best[at]) continue;
      best[at] = rank[row->plan];
      t->transit_uh[at] = row->transit_uh;
    }
  }
}

/** Folds days into one bucket: capacities add up, running times stay as on the first day. */
static kr_status fold_static(kr_timetable *t, const kr_corridor *c, kr_error *err) {
  for (int32_t r = 0; r < kr_n_resources(c); ++r) {
    kr_micro sum = 0;
    bool covered = false;
    for (int32_t d = 0; d < c->days; ++d) {
      int64_t at = (int64_t)r * c->days + d;
      covered = covered || t->covered[at];
      if (r >= kr_first_quota(c) && (sum == KR_NO_LIMIT || t->capacity[at] == KR_NO_LIMIT))
        sum = KR_NO_LIMIT;
      else if (__builtin_add_overflow(sum, t->capacity[at], &sum))
        return kr_fail(err, KR_ERR_RANGE,
                       "resource %s: its daily capacities add up to more than can be counted; lower per_day",
                       kr_ids_text(c->resource_ids, r));
    }
    t->capacity[r] = sum;
    t->covered[r] = covered;
  }
  for (int32_t l = 0; l < kr_n_links(c); ++l) t->transit_uh[l] = t->transit_uh[(int64_t)l * c->days];
  t->n_days = 1;
  t->is_static = true;
  return KR_OK;
}

static void fill_int32(int32_t *a, size_t n, int32_t value) {
  for (size_t i = 0; i < n; ++i) a[i] = value;
}

static kr_timetable *allocate(const kr_corridor *c, int32_t plan) {
  size_t n_resource_days = (size_t)kr_n_resources(c) * (size_t)c->days;
  kr_timetable *t = kr_zeros(1, sizeof *t);
  if (!t) return NULL;
  t->plan = plan;
  t->n_days = c->days;
  t->capacity = kr_zeros(n_resource_days, sizeof *t->capacity);
  t->covered = kr_zeros(n_resource_days, sizeof *t->covered);
  t->transit_uh = kr_zeros((size_t)kr_n_links(c) * (size_t)c->days, sizeof *t->transit_uh);
  if (t->capacity && t->covered && t->transit_uh) return t;
  kr_timetable_free(t);
  return NULL;
}

/** What holds on each day. @return false without memory */
static bool lay(kr_timetable *t, const kr_corridor *c) {
  int32_t n_most = kr_n_resources(c) > kr_n_links(c) ? kr_n_resources(c) : kr_n_links(c);
  size_t n_best = (size_t)n_most * (size_t)c->days;
  int32_t *rank = chain_ranks(c, t->plan);
  int32_t *best = malloc((n_best ? n_best : 1) * sizeof *best);
  bool have = rank && best;
  if (have) {
    fill_int32(best, n_best, INT32_MAX);
    lay_silence(t, c);
    lay_capacities(t, c, rank, best);
    fill_int32(best, n_best, INT32_MAX);
    lay_running_times(t, c, rank, best);
  }
  free(rank);
  free(best);
  return have;
}

kr_status kr_timetable_create(kr_timetable **out, const kr_corridor *c, int32_t plan, kr_view view, kr_error *err) {
  if (plan < 0 || plan >= kr_n_plans(c)) return kr_fail(err, KR_ERR_RANGE, "there is no plan number %d", (int)plan);
  if ((int64_t)kr_n_resources(c) * c->days > INT32_MAX)
    return kr_fail(err, KR_ERR_RANGE, "%d resources times %d days are too many", (int)kr_n_resources(c), (int)c->days);
  kr_timetable *t = allocate(c, plan);
  kr_status status = t && lay(t, c) ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK && view == KR_VIEW_STATIC) status = fold_static(t, c, err);
  if (status == KR_OK)
    *out = t;
  else
    kr_timetable_free(t);
  return status;
}

void kr_timetable_free(kr_timetable *t) {
  if (!t) return;
  free(t->capacity);
  free(t->covered);
  free(t->transit_uh);
  free(t);
}

int32_t kr_day_of(const kr_corridor *c, const kr_timetable *t, int32_t depart_min) {
  if (depart_min == KR_NO_TIME) return t->is_static ? 0 : -1;
  int32_t end_min = c->days * KR_MINUTES_PER_DAY;
  if (depart_min < 0 || depart_min > end_min) return -1;
  if (t->is_static) return 0;
  return depart_min == end_min ? c->days - 1 : depart_min / KR_MINUTES_PER_DAY;
}
