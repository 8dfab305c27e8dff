#include <stdlib.h>

#include "graph/memory.h"
#include "solver/verify_facts.h"

/* How far along the plan's chain each plan stands: 0 = the plan itself, -1 = not in the chain. */
static kr_status walk_chain(const kr_corridor *c, int32_t plan, int32_t **out, kr_error *err) {
  int32_t n = kr_n_plans(c);
  int32_t *depth = kr_zeros((size_t)n, sizeof *depth);
  if (!depth) return kr_fail_memory(err);
  for (int32_t p = 0; p < n; p++) depth[p] = -1;
  int32_t d = 0;
  for (int32_t p = plan; p != KR_NONE; p = c->plans[p].base) {
    if (p < 0 || p >= n || depth[p] >= 0) {
      free(depth);
      return kr_fail(err, KR_ERR_RANGE, "plan %s: its chain of base plans goes in a circle or leaves the file",
                     kr_ids_text(c->plan_ids, plan));
    }
    depth[p] = d++;
  }
  *out = depth;
  return KR_OK;
}

typedef struct span_of_days {
  int32_t from, to;
  uint8_t weekdays;
} span_of_days;

/* Writes `value` on the days of the row where no nearer plan of the chain has spoken. */
static void lay_row(const kr_corridor *c, span_of_days row, int32_t depth, kr_micro value, kr_micro *values,
                    int32_t *depths) {
  int32_t from = row.from < 0 ? 0 : row.from, to = row.to >= c->days ? c->days - 1 : row.to;
  for (int32_t day = from; day <= to; day++) {
    if (!(row.weekdays >> (kr_date_weekday(c->start + day) - 1) & 1)) continue;
    if (depths[day] >= 0 && depths[day] <= depth) continue;
    depths[day] = depth;
    values[day] = value;
  }
}

/* An array of n * days "nobody has spoken yet". */
static int32_t *silent_days(int32_t n, int32_t days) {
  size_t size = (size_t)n * (size_t)days;
  int32_t *depths = kr_zeros(size, sizeof *depths);
  for (size_t i = 0; depths && i < size; i++) depths[i] = -1;
  return depths;
}

static kr_status lay_capacities(kr_facts *f, const int32_t *chain, kr_micro **out, kr_error *err) {
  const kr_corridor *c = f->c;
  int32_t n = kr_n_resources(c);
  kr_micro *daily = kr_zeros((size_t)n * (size_t)c->days, sizeof *daily);
  int32_t *depths = silent_days(n, c->days);
  if (!daily || !depths) {
    free(daily);
    free(depths);
    return kr_fail_memory(err);
  }
  for (int32_t i = 0; i < c->n_capacities; i++) {
    const kr_capacity *row = &c->capacities[i];
    if (chain[row->plan] < 0) continue;
    int64_t at = (int64_t)row->resource * c->days;
    lay_row(c, (span_of_days){row->from_day, row->to_day, row->weekdays}, chain[row->plan], row->per_day, daily + at,
            depths + at);
  }
  for (int64_t at = (int64_t)(n - c->n_quotas) * c->days; at < (int64_t)n * c->days; at++)
    if (depths[at] < 0) daily[at] = KR_NO_LIMIT;
  free(depths);
  *out = daily;
  return KR_OK;
}

/* Static: one bucket holds the sum of the days. */
static kr_status sum_capacities(kr_facts *f, const kr_micro *daily, kr_error *err) {
  int32_t n = kr_n_resources(f->c);
  f->capacity = kr_zeros((size_t)n, sizeof *f->capacity);
  if (!f->capacity) return kr_fail_memory(err);
  for (int32_t r = 0; r < n; r++) {
    for (int32_t day = 0; day < f->c->days; day++) {
      kr_micro today = daily[(int64_t)r * f->c->days + day];
      bool is_quota = r >= n - f->c->n_quotas;
      if (is_quota && (today == KR_NO_LIMIT || f->capacity[r] == KR_NO_LIMIT)) {
        f->capacity[r] = KR_NO_LIMIT;
        continue;
      }
      if (__builtin_add_overflow(f->capacity[r], today, &f->capacity[r]))
        return kr_fail(err, KR_ERR_RANGE, "resource %s: its daily capacities add up to more than can be counted",
                       kr_ids_text(f->c->resource_ids, r));
    }
  }
  return KR_OK;
}

static kr_status lay_running_times(kr_facts *f, const int32_t *chain, kr_error *err) {
  const kr_corridor *c = f->c;
  int32_t n = kr_n_links(c);
  kr_micro *daily = kr_zeros((size_t)n * (size_t)c->days, sizeof *daily);
  int32_t *depths = silent_days(n, c->days);
  f->transit_uh = kr_zeros((size_t)n * (size_t)f->n_buckets, sizeof *f->transit_uh);
  kr_status status = daily && depths && f->transit_uh ? KR_OK : kr_fail_memory(err);
  for (int32_t i = 0; status == KR_OK && i < c->n_running_times; i++) {
    const kr_running_time *row = &c->running_times[i];
    if (chain[row->plan] < 0) continue;
    int64_t at = (int64_t)row->link * c->days;
    lay_row(c, (span_of_days){row->from_day, row->to_day, KR_EVERY_WEEKDAY}, chain[row->plan], row->transit_uh,
            daily + at, depths + at);
  }
  for (int64_t i = 0; status == KR_OK && i < (int64_t)n * f->n_buckets; i++) {
    int64_t link = i / f->n_buckets, at = link * c->days + i % f->n_buckets;
    f->transit_uh[i] = depths[at] >= 0 ? daily[at] : c->links[link].transit_uh;
  }
  free(daily);
  free(depths);
  return status;
}

kr_status kr_facts_lay_days(kr_facts *f, int32_t plan, kr_error *err) {
  int32_t *chain = NULL;
  kr_micro *daily = NULL;
  kr_status status;
  KR_TRY(walk_chain(f->c, plan, &chain, err));
  KR_TRY(lay_running_times(f, chain, err));
  KR_TRY(lay_capacities(f, chain, &daily, err));
  if (f->is_static) {
    KR_TRY(sum_capacities(f, daily, err));
  } else {
    f->capacity = daily;
    daily = NULL;
  }
done:
  free(chain);
  free(daily);
  return status;
}
