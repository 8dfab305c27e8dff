#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/upgrades.h"

#define MOST_CAPACITY INT64_C(1000000000000000000) /* micro units a day: what sums still hold */
#define CRACK 1000                                 /* a closed day is opened by this part of what could open it */
#define FULL 1e-9                                  /* relative: less than this left beside promises is closed */

typedef struct works {
  const kr_upgrades *u;
  kr_micro *capacity, *crack; /* [resource * days + day]; what opens a day that nothing of the set opens */
  kr_micro *transit_uh;       /* [link * days + day] */
} works;

static kr_status add_change(works *w, const kr_plan_difference *d, kr_error *err) {
  const kr_corridor *c = w->u->c;
  for (int32_t day = d->from_day; day <= d->to_day; ++day) {
    kr_micro *now = &w->capacity[(int64_t)d->what * c->days + day];
    if (__builtin_add_overflow(*now, d->after - d->before, now) || *now > MOST_CAPACITY)
      return kr_fail(err, KR_ERR_RANGE, "resource %s: the upgrades together bring too much capacity",
                     kr_ids_text(c->resource_ids, d->what));
  }
  return KR_OK;
}

static void quicken(works *w, const kr_plan_difference *d) {
  for (int32_t day = d->from_day; day <= d->to_day; ++day) {
    kr_micro *now = &w->transit_uh[(int64_t)d->what * w->u->c->days + day];
    if (d->after < *now) *now = d->after;
  }
}

static void note_crack(works *w, const kr_plan_difference *d) {
  for (int32_t day = d->from_day; day <= d->to_day; ++day) {
    kr_micro *crack = &w->crack[(int64_t)d->what * w->u->c->days + day];
    kr_micro wide = (d->after - d->before) / CRACK;
    if (wide < 1) wide = 1;
    if (*crack == 0 || wide < *crack) *crack = wide;
  }
}

static kr_status apply(works *w, const kr_built *what, kr_error *err) {
  const kr_upgrades *u = w->u;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < u->n; ++i)
    for (size_t k = 0; k < u->n_changes[i] && status == KR_OK; ++k) {
      const kr_plan_difference *d = &u->changes[i][k];
      if (d->is_running_time) {
        if (kr_set_has(what->transit, i)) quicken(w, d);
      } else if (kr_set_has(what->capacity, i)) {
        status = add_change(w, d, err);
      } else if (what->is_open && kr_set_has(u->all, i)) {
        note_crack(w, d);
      }
    }
  return status;
}

/** Units of a resource in the bucket of the solve that a day belongs to. */
static double bucket_units(const works *w, int32_t resource, int32_t day) {
  const kr_micro *capacity = &w->capacity[(int64_t)resource * w->u->c->days];
  if (!w->u->under->is_static) return kr_decimal_value(capacity[day]);
  double sum = 0;
  for (int32_t d = 0; d < w->u->c->days; ++d) sum += kr_decimal_value(capacity[d]);
  return sum;
}

static bool open_cracks(works *w) {
  const kr_upgrades *u = w->u;
  bool is_changed = false;
  for (int32_t r = 0; r < kr_n_resources(u->c); ++r)
    for (int32_t day = 0; day < u->c->days; ++day) {
      int64_t at = (int64_t)r * u->c->days + day;
      if (w->crack[at] == 0) continue;
      double promised = u->promised[(int64_t)r * u->under->n_days + (u->under->is_static ? 0 : day)];
      if (bucket_units(w, r, day) > promised * (1 + FULL)) continue;
      w->capacity[at] += w->crack[at];
      is_changed = true;
    }
  return is_changed;
}

static kr_status write_rows(const works *w, kr_variant *v, kr_error *err) {
  const kr_corridor *c = w->u->c;
  kr_status status = KR_OK;
  for (int32_t r = 0; r < kr_n_resources(c); ++r)
    for (int32_t day = 0; day < c->days && status == KR_OK; ++day) {
      int64_t at = (int64_t)r * c->days + day;
      if (w->capacity[at] != w->u->dated->capacity[at]) status = kr_variant_capacity(v, r, day, w->capacity[at]);
    }
  for (int32_t l = 0; l < kr_n_links(c); ++l)
    for (int32_t day = 0; day < c->days && status == KR_OK; ++day) {
      int64_t at = (int64_t)l * c->days + day;
      if (w->transit_uh[at] != w->u->dated->transit_uh[at])
        status = kr_variant_run(v, l, day, day, w->transit_uh[at], err);
    }
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

static void *copy(const void *from, size_t n, size_t size) {
  void *to = kr_zeros(n, size);
  if (to && n) memcpy(to, from, n * size);
  return to;
}

kr_status kr_upgrades_build(const kr_upgrades *u, const kr_built *what, kr_variant **out, bool *is_changed,
                            kr_error *err) {
  size_t days = (size_t)u->c->days, n_capacities = (size_t)kr_n_resources(u->c) * days;
  works w = {.u = u,
             .capacity = copy(u->dated->capacity, n_capacities, sizeof *w.capacity),
             .crack = kr_zeros(n_capacities, sizeof *w.crack),
             .transit_uh = copy(u->dated->transit_uh, (size_t)kr_n_links(u->c) * days, sizeof *w.transit_uh)};
  kr_variant *v = NULL;
  kr_status status = w.capacity && w.crack && w.transit_uh ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = apply(&w, what, err);
  if (status == KR_OK) status = kr_variant_create(&v, u->c, u->settings->plan, "upgrades", err);
  if (status == KR_OK) {
    bool has_cracks = open_cracks(&w);
    if (is_changed) *is_changed = has_cracks;
    status = write_rows(&w, v, err);
  }
  free(w.capacity);
  free(w.crack);
  free(w.transit_uh);
  if (status == KR_OK) {
    *out = v;
  } else {
    kr_variant_free(v);
  }
  return status;
}
