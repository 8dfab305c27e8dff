#include <math.h>
#include <string.h>

#include "instances/plausible.h"

enum {
  LINK_ID,
  FROM_NODE_ID,
  TO_NODE_ID,
  DIRECTED,
  MODE,
  LENGTH,
  TRANSIT_HOURS,
  RESOURCES,
  COST_USD_PER_T,
  CO2_KG_PER_T,
  NAME,
  CAPACITY,
  N_COLUMNS
};

static void warn_of_capacity(kr_table *t) {
  kr_reading *r = t->reader;
  if (r->has_warned_of_gmns || t->is_muted || kr_cell_is_blank(t, CAPACITY)) return;
  r->has_warned_of_gmns = true;
  kr_cell_say(t, CAPACITY, KR_SEVERITY_WARNING,
              "GMNS capacity is never read here; write limits in resource.csv and capacity.csv");
}

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  int32_t i = kr_cell_define(t, LINK_ID, &r->links);
  kr_link link = {
      .from_node = kr_cell_reference(t, FROM_NODE_ID, &r->nodes),
      .to_node = kr_cell_reference(t, TO_NODE_ID, &r->nodes),
      .directed = kr_cell_flag(t, DIRECTED, true),
      .mode = kr_cell_word(t, MODE, c->mode_ids),
      .length_km = kr_decimal_value(kr_cell_decimal(t, LENGTH, &kr_bounds_not_negative, 0)),
      .transit_uh = kr_cell_decimal(t, TRANSIT_HOURS, &kr_bounds_not_negative, 0),
      .resources = kr_cell_resources(t, RESOURCES),
      .cost_usd_per_t = kr_decimal_value(kr_cell_decimal(t, COST_USD_PER_T, &kr_bounds_not_negative, 0)),
      .co2_kg_per_t = kr_decimal_value(kr_cell_decimal(t, CO2_KG_PER_T, &kr_bounds_not_negative, 0)),
      .name = kr_cell_text(t, NAME, c->texts),
  };
  if (kr_cell_is_blank(t, LENGTH)) link.length_km = NAN;
  if (link.from_node >= 0 && link.from_node == link.to_node)
    kr_cell_say(t, TO_NODE_ID, KR_SEVERITY_WARNING, "a link from a node to itself carries nothing; remove it");
  kr_warn_of_scale(t, LENGTH, TRANSIT_HOURS, &link);
  if (link.mode < 0) r->has_lost_modes = true;
  warn_of_capacity(t);
  if (i < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->links, &r->room, i, sizeof *c->links);
  if (t->status == KR_OK) c->links[i] = link;
}

/** The vocabulary of modes as links use it, before transfers add to it. */
static kr_status note_modes(kr_reading *r) {
  int32_t index;
  kr_status status = kr_ids_create(&r->link_modes);
  for (int32_t i = 0; i < kr_n_modes(r->corridor) && status == KR_OK; i++) {
    const char *mode = kr_ids_text(r->corridor->mode_ids, i);
    status = kr_ids_add(r->link_modes, mode, strlen(mode), &index);
  }
  return status == KR_OK ? KR_OK : kr_fail_memory(r->err);
}

kr_status kr_read_links(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [LINK_ID] = {"link_id", KR_FILLED},
      [FROM_NODE_ID] = {"from_node_id", KR_FILLED},
      [TO_NODE_ID] = {"to_node_id", KR_FILLED},
      [DIRECTED] = {"directed", KR_FILLED},
      [MODE] = {"mode", KR_FILLED},
      [LENGTH] = {"length", KR_OPTIONAL},
      [TRANSIT_HOURS] = {"transit_hours", KR_FILLED},
      [RESOURCES] = {"resources", KR_PRESENT},
      [COST_USD_PER_T] = {"cost_usd_per_t", KR_OPTIONAL},
      [CO2_KG_PER_T] = {"co2_kg_per_t", KR_OPTIONAL},
      [NAME] = {"name", KR_OPTIONAL},
      [CAPACITY] = {"capacity", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {.file = "link.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  bool is_complete;
  r->room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, r, &is_complete, NULL, r->err);
  r->links.is_incomplete = !is_complete;
  return status == KR_OK ? note_modes(r) : status;
}
