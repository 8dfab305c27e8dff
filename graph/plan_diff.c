#include "graph/plan_diff.h"

#include <stdlib.h>

#include "graph/memory.h"

typedef struct list {
  kr_plan_difference *items;
  size_t n, room;
} list;

static bool extends(const kr_plan_difference *last, const kr_plan_difference *next) {
  return last->is_running_time == next->is_running_time && last->what == next->what &&
         last->to_day == next->from_day - 1 && last->before == next->before && last->after == next->after;
}

static kr_status add(list *l, kr_plan_difference next) {
  if (l->n > 0 && extends(&l->items[l->n - 1], &next)) {
    l->items[l->n - 1].to_day = next.to_day;
    return KR_OK;
  }
  if (!kr_grow(&l->items, &l->room, l->n + 1, sizeof *l->items)) return KR_ERR_MEMORY;
  l->items[l->n++] = next;
  return KR_OK;
}

static kr_status compare(list *l, bool is_running_time, int32_t n, int32_t days, const kr_micro *a, const kr_micro *b) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < n; ++i)
    for (int32_t d = 0; d < days && status == KR_OK; ++d) {
      int64_t at = (int64_t)i * days + d;
      if (a[at] != b[at]) status = add(l, (kr_plan_difference){is_running_time, i, d, d, a[at], b[at]});
    }
  return status;
}

kr_status kr_plan_diff(const kr_corridor *c, const kr_timetable *a, const kr_timetable *b, kr_plan_difference **out,
                       size_t *n, kr_error *err) {
  list l = {0};
  kr_status status = compare(&l, false, kr_n_resources(c), a->n_days, a->capacity, b->capacity);
  if (status == KR_OK) status = compare(&l, true, kr_n_links(c), a->n_days, a->transit_uh, b->transit_uh);
  if (status != KR_OK) {
    free(l.items);
    return kr_fail_memory(err);
  }
  *out = l.items;
  *n = l.n;
  return KR_OK;
}
