#include "instances/import_corridor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/import_unserved.h"
#include "instances/utf8.h"

#define MODE "road"
#define CARGO "flow"
#define FORWARDER "all"
#define NAME_ROOM 200

kr_scale kr_import_cost_scale(void) { return (kr_scale){KR_MICRO, 6, 0, KR_DECIMAL_MAX}; }
kr_scale kr_import_capacity_scale(const kr_draft *d) { return (kr_scale){d->import->factor, 6, 0, KR_DECIMAL_MAX}; }
kr_scale kr_import_quantity_scale(void) { return (kr_scale){KR_MICRO, 3, 1, KR_QUANTITY_MAX_T * INT64_C(1000)}; }

static kr_status add_id(kr_ids *ids, const char *text, int32_t *index) {
  return kr_ids_add(ids, text, strlen(text), index);
}

static kr_status add_nodes(kr_corridor *c, int32_t n_nodes, int32_t n_zones) {
  kr_status status = KR_OK;
  c->nodes = kr_zeros((size_t)n_nodes, sizeof *c->nodes);
  if (!c->nodes) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n_nodes; i++) {
    char id[16];
    int32_t index;
    snprintf(id, sizeof id, "%d", (int)(i + 1));
    KR_TRY(add_id(c->node_ids, id, &index));
    c->nodes[i] = (kr_node){.name = kr_ids_text(c->node_ids, i), .type = i < n_zones ? "zone" : "node", .country = ""};
  }
done:
  return status;
}

/** The one mode, cargo and forwarder. */
static kr_status add_vocabulary(kr_corridor *c) {
  kr_status status = KR_OK;
  int32_t index;
  KR_TRY(add_id(c->mode_ids, MODE, &index));
  KR_TRY(add_id(c->cargo_ids, CARGO, &index));
  KR_TRY(add_id(c->forwarder_ids, FORWARDER, &index));
  c->cargo_names = kr_zeros(1, sizeof *c->cargo_names);
  c->t_per_unit = kr_zeros(1, sizeof *c->t_per_unit);
  if (!c->cargo_names || !c->t_per_unit) return KR_ERR_MEMORY;
  c->cargo_names[0] = "Flow";
  c->t_per_unit[KR_UNIT_TONNE] = KR_MICRO;
done:
  return status;
}

kr_status kr_draft_begin(kr_draft *d, kr_draft_frame frame, kr_error *err) {
  kr_status status = KR_OK;
  d->import = kr_zeros(1, sizeof *d->import);
  if (!d->import) return kr_fail_memory(err);
  d->import->stated_t = NAN;
  d->import->factor = frame.factor;
  KR_TRY(kr_corridor_create(&d->import->corridor));
  kr_corridor *c = d->import->corridor;
  c->start = kr_date_of(2025, 1, 1);
  c->days = 1;
  c->step_hours = 24;
  KR_TRY(add_vocabulary(c));
  KR_TRY(add_nodes(c, frame.n_nodes, frame.n_zones));
done:
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

/** `7-12`, or `7-12:30` for the thirtieth of its kind where that is taken. */
static kr_status add_pair_id(kr_ids *ids, int32_t from, int32_t to) {
  char id[48];
  int32_t n = kr_ids_count(ids), index;
  snprintf(id, sizeof id, "%d-%d", (int)from, (int)to);
  kr_status status = add_id(ids, id, &index);
  if (status != KR_OK || index == n) return status;
  snprintf(id, sizeof id, "%d-%d:%d", (int)from, (int)to, (int)(n + 1));
  return add_id(ids, id, &index);
}

/** A limit of the newest link, under its id. */
static kr_status add_limit(kr_draft *d, kr_micro capacity) {
  kr_corridor *c = d->import->corridor;
  int32_t r = kr_n_resources(c);
  const char *id = kr_ids_text(c->link_ids, kr_n_links(c) - 1);
  size_t need = (size_t)r + 1;
  int32_t index;
  if (!kr_grow(&c->resources, &d->resource_room, need, sizeof *c->resources) ||
      !kr_grow(&c->resource_lists, &d->list_room, need, sizeof *c->resource_lists) ||
      !kr_grow(&c->capacities, &d->capacity_room, need, sizeof *c->capacities))
    return KR_ERR_MEMORY;
  kr_status status = add_id(c->resource_ids, id, &index);
  if (status != KR_OK) return status;
  c->resources[r] = (kr_resource){.name = id, .unit = KR_UNIT_TONNE};
  c->resource_lists[c->n_resource_lists++] = r;
  c->capacities[c->n_capacities++] = (kr_capacity){.plan = KR_PLAN_BASE,
                                                   .resource = r,
                                                   .from_day = KR_OPEN_FROM,
                                                   .to_day = KR_OPEN_TO,
                                                   .weekdays = KR_EVERY_WEEKDAY,
                                                   .per_day = capacity};
  return KR_OK;
}

kr_status kr_draft_add_arc(kr_draft *d, const kr_draft_arc *arc, kr_error *err) {
  kr_corridor *c = d->import->corridor;
  kr_status status = KR_OK;
  int32_t l = kr_n_links(c);
  if (!kr_grow(&c->links, &d->link_room, (size_t)l + 1, sizeof *c->links)) return kr_fail_memory(err);
  KR_TRY(add_pair_id(c->link_ids, arc->tail, arc->head));
  c->links[l] = (kr_link){.name = "",
                          .from_node = arc->tail - 1,
                          .to_node = arc->head - 1,
                          .directed = true,
                          .length_km = NAN,
                          .transit_uh = arc->cost_uh,
                          .resources = {c->n_resource_lists, arc->capacity != KR_NONE}};
  if (arc->capacity != KR_NONE) KR_TRY(add_limit(d, arc->capacity));
done:
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

kr_status kr_draft_add_pair(kr_draft *d, const kr_draft_pair *pair, kr_error *err) {
  kr_corridor *c = d->import->corridor;
  if (pair->quantity_kg == 0 || pair->origin == pair->destination) {
    d->import->n_dropped++;
    return KR_OK;
  }
  int32_t s = kr_n_shipments(c);
  if (!kr_grow(&c->shipments, &d->shipment_room, (size_t)s + 1, sizeof *c->shipments) ||
      add_pair_id(c->shipment_ids, pair->origin, pair->destination) != KR_OK)
    return kr_fail_memory(err);
  c->shipments[s] = (kr_shipment){.origin = pair->origin - 1,
                                  .destination = pair->destination - 1,
                                  .quantity_kg = pair->quantity_kg,
                                  .due_min = KR_NO_DUE,
                                  .weight = KR_MICRO,
                                  .splittable = true};
  return KR_OK;
}

/** The file's own name, without what a reader of CSV or a terminal would stumble over. */
static size_t put_name(char *out, size_t room, const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  size_t n = strlen(name);
  bool is_utf8 = kr_utf8_valid(name, n) == n;
  if (n >= room) n = room - 1;
  for (size_t i = 0; i < n; i++) {
    unsigned char ch = (unsigned char)name[i];
    out[i] = ch < 0x20 || ch == 0x7F || (ch >= 0x80 && !is_utf8) ? '_' : name[i];
  }
  while (n > 0 && kr_utf8_valid(out, n) < n) n--;
  out[n] = '\0';
  return n;
}

/** `planar30, commalab multicommodity flow, capacities times 2.4`. */
static void put_title(char *out, size_t room, const kr_import *import, const char *path, const char *form) {
  char times[KR_DECIMAL_ROOM];
  size_t n = put_name(out, NAME_ROOM, path);
  kr_decimal_write(import->factor, times);
  if (import->factor == KR_MICRO)
    snprintf(out + n, room - n, ", %s", form);
  else
    snprintf(out + n, room - n, ", %s, capacities times %s", form, times);
}

kr_status kr_draft_finish(kr_draft *d, const char *path, const char *form, kr_import **out, kr_error *err) {
  char title[NAME_ROOM + 200];
  put_title(title, sizeof title, d->import, path, form);
  d->import->corridor->dataset_name = kr_copy_text(title, strlen(title));
  if (!d->import->corridor->dataset_name) return kr_fail_memory(err);
  kr_status status = kr_unserved_choose(d->import, err);
  if (status != KR_OK) return status;
  *out = d->import;
  d->import = NULL;
  return KR_OK;
}

void kr_draft_clear(kr_draft *d) {
  kr_import_free(d->import);
  *d = (kr_draft){0};
}

void kr_import_free(kr_import *import) {
  if (!import) return;
  kr_corridor_free(import->corridor);
  free(import);
}
