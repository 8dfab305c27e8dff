#include "graph/corridor.h"

#include <stdlib.h>

#include "graph/memory.h"

#define MINUTES_PER_HOUR 60

static kr_status create_sets(kr_corridor *c) {
  kr_ids **sets[] = {&c->node_ids, &c->link_ids,      &c->mode_ids,     &c->cargo_ids,   &c->unit_ids, &c->resource_ids,
                     &c->plan_ids, &c->forwarder_ids, &c->shipment_ids, &c->upgrade_ids, &c->texts};
  kr_status status = KR_OK;
  for (size_t i = 0; i < sizeof sets / sizeof *sets && status == KR_OK; i++) status = kr_ids_create(sets[i]);
  return status;
}

/** What every instance has without a row: the unit `t` and the base plan. */
static kr_status add_built_in(kr_corridor *c) {
  int32_t index;
  c->plans = kr_zeros(1, sizeof *c->plans);
  if (!c->plans || kr_ids_add(c->unit_ids, "t", 1, &index) || kr_ids_add(c->plan_ids, "", 0, &index))
    return KR_ERR_MEMORY;
  c->plans[KR_PLAN_BASE] = (kr_plan){.name = kr_ids_text(c->plan_ids, KR_PLAN_BASE), .base = KR_NONE};
  return KR_OK;
}

kr_status kr_corridor_create(kr_corridor **out) {
  kr_corridor *c = kr_zeros(1, sizeof *c);
  if (!c) return KR_ERR_MEMORY;
  c->days = 1;
  c->step_hours = 24;
  kr_status status;
  KR_TRY(create_sets(c));
  KR_TRY(add_built_in(c));
  *out = c;
  return KR_OK;
done:
  kr_corridor_free(c);
  return status;
}

void kr_corridor_free(kr_corridor *c) {
  if (!c) return;
  kr_ids *sets[] = {c->node_ids, c->link_ids,      c->mode_ids,     c->cargo_ids,   c->unit_ids, c->resource_ids,
                    c->plan_ids, c->forwarder_ids, c->shipment_ids, c->upgrade_ids, c->texts};
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) kr_ids_free(sets[i]);
  free(c->dataset_name);
  free(c->nodes);
  free(c->links);
  free(c->transfers);
  free(c->cargo_names);
  free(c->t_per_unit);
  free(c->resources);
  free(c->quotas);
  free(c->holder_rank);
  free(c->plans);
  free(c->capacities);
  free(c->running_times);
  free(c->shipments);
  free(c->resource_lists);
  free(c->upgrades);
  kr_allocation_clear(&c->commitments);
  free(c);
}

static int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b < 0); }

int64_t kr_ready_step(const kr_corridor *c, const kr_shipment *s) {
  if (s->ready_min <= 0) return 0;
  return -floor_divide(-s->ready_min, (int64_t)c->step_hours * MINUTES_PER_HOUR);
}

int64_t kr_due_step(const kr_corridor *c, const kr_shipment *s) {
  if (s->due_min == KR_NO_DUE) return INT64_MAX;
  return floor_divide(s->due_min, (int64_t)c->step_hours * MINUTES_PER_HOUR);
}

kr_span kr_leg_resources(const kr_corridor *c, const kr_leg *leg) {
  return leg->kind == KR_LEG_LINK ? c->links[leg->what].resources : c->transfers[leg->what].resources;
}
