#include "instances/write_instance.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "instances/atomic.h"
#include "instances/folder.h"
#include "instances/sink.h"

/** One file of the folder: its header, and what writes its rows. */
typedef struct sheet {
  const char *name, *header;
  void (*rows)(kr_sink *sink, const kr_corridor *c);
  bool (*is_wanted)(const kr_corridor *c); /* NULL = always */
} sheet;

static const char *id_of(const kr_ids *ids, int32_t i) { return i < 0 ? "" : kr_ids_text(ids, i); }

/** A day of the horizon as a date; blank where the span is open. */
static void put_day(kr_sink *sink, const kr_corridor *c, int32_t day) {
  char text[11];
  if (day == KR_OPEN_FROM || day == KR_OPEN_TO) {
    kr_sink_blank(sink);
    return;
  }
  kr_date_write(c->start + day, text);
  kr_sink_id(sink, text);
}

static void put_instant(kr_sink *sink, const kr_corridor *c, int64_t minute) {
  char text[18];
  if (minute == KR_NO_DUE) {
    kr_sink_blank(sink);
    return;
  }
  kr_instant_write((int64_t)c->start * KR_MINUTES_PER_DAY + minute, text);
  if (strcmp(text + 10, "T00:00Z") == 0) text[10] = '\0';
  kr_sink_id(sink, text);
}

/** Resource ids with ; between them, of any number. */
static void put_resources(kr_sink *sink, const kr_corridor *c, kr_span list) {
  kr_sink_blank(sink);
  for (int32_t i = 0; i < list.count && c->resource_lists[list.first + i] < kr_first_quota(c); i++) {
    if (i > 0) kr_sink_text(sink, ";");
    kr_sink_text(sink, kr_ids_text(c->resource_ids, c->resource_lists[list.first + i]));
  }
}

static void put_weekdays(kr_sink *sink, uint8_t mask) {
  char text[8];
  int n = 0;
  for (int i = 0; i < 7 && mask != KR_EVERY_WEEKDAY; i++)
    if ((unsigned)mask >> i & 1u) text[n++] = (char)('1' + i);
  text[n] = '\0';
  kr_sink_id(sink, text);
}

static void put_config(kr_sink *sink, const kr_corridor *c) {
  char start[11];
  kr_date_write(c->start, start);
  kr_sink_free_text(sink, c->dataset_name);
  kr_sink_whole(sink, 1);
  kr_sink_id(sink, start);
  kr_sink_whole(sink, c->days);
  kr_sink_whole(sink, c->step_hours);
  kr_sink_decimal(sink, c->unserved_uh);
  kr_sink_decimal(sink, c->late_factor);
  kr_sink_end_row(sink);
}

static void put_nodes(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 0; i < kr_n_nodes(c); i++) {
    kr_sink_id(sink, kr_ids_text(c->node_ids, i));
    kr_sink_free_text(sink, c->nodes[i].name);
    kr_sink_rounded(sink, c->nodes[i].x_deg);
    kr_sink_rounded(sink, c->nodes[i].y_deg);
    kr_sink_free_text(sink, c->nodes[i].type);
    kr_sink_free_text(sink, c->nodes[i].country);
    kr_sink_end_row(sink);
  }
}

static void put_links(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 0; i < kr_n_links(c); i++) {
    const kr_link *l = &c->links[i];
    kr_sink_id(sink, kr_ids_text(c->link_ids, i));
    kr_sink_id(sink, kr_ids_text(c->node_ids, l->from_node));
    kr_sink_id(sink, kr_ids_text(c->node_ids, l->to_node));
    kr_sink_whole(sink, l->directed);
    kr_sink_id(sink, kr_ids_text(c->mode_ids, l->mode));
    if (isnan(l->length_km))
      kr_sink_blank(sink);
    else
      kr_sink_rounded(sink, l->length_km);
    kr_sink_decimal(sink, l->transit_uh);
    put_resources(sink, c, l->resources);
    kr_sink_rounded(sink, l->cost_usd_per_t);
    kr_sink_rounded(sink, l->co2_kg_per_t);
    kr_sink_free_text(sink, l->name);
    kr_sink_end_row(sink);
  }
}

static void put_transfers(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *t = &c->transfers[i];
    kr_sink_id(sink, kr_ids_text(c->node_ids, t->node));
    kr_sink_id(sink, id_of(c->mode_ids, t->from_mode));
    kr_sink_id(sink, id_of(c->mode_ids, t->to_mode));
    kr_sink_decimal(sink, t->hours_uh);
    put_resources(sink, c, t->resources);
    kr_sink_rounded(sink, t->cost_usd_per_t);
    kr_sink_rounded(sink, t->co2_kg_per_t);
    kr_sink_end_row(sink);
  }
}

/** The header's last columns are the units, so it is written here. */
static void put_cargo(kr_sink *sink, const kr_corridor *c) {
  for (int32_t u = 1; u < kr_n_units(c); u++) {
    kr_sink_text(sink, ",t_per_");
    kr_sink_text(sink, kr_ids_text(c->unit_ids, u));
  }
  kr_sink_end_row(sink);
  for (int32_t k = 0; k < kr_n_cargo(c); k++) {
    kr_sink_id(sink, kr_ids_text(c->cargo_ids, k));
    kr_sink_free_text(sink, c->cargo_names[k]);
    for (int32_t u = 1; u < kr_n_units(c); u++) {
      kr_micro tonnes = c->t_per_unit[(int64_t)k * kr_n_units(c) + u];
      if (tonnes > 0)
        kr_sink_decimal(sink, tonnes);
      else
        kr_sink_blank(sink);
    }
    kr_sink_end_row(sink);
  }
}

static void put_resource_rows(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 0; i < kr_first_quota(c); i++) {
    kr_sink_id(sink, kr_ids_text(c->resource_ids, i));
    kr_sink_free_text(sink, c->resources[i].name);
    kr_sink_id(sink, kr_ids_text(c->unit_ids, c->resources[i].unit));
    kr_sink_whole(sink, c->resources[i].whole_units);
    kr_sink_end_row(sink);
  }
}

static bool has_plans(const kr_corridor *c) { return kr_n_plans(c) > 1; }

static void put_plans(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 1; i < kr_n_plans(c); i++) {
    kr_sink_id(sink, kr_ids_text(c->plan_ids, i));
    kr_sink_free_text(sink, c->plans[i].name);
    kr_sink_id(sink, id_of(c->plan_ids, c->plans[i].base));
    kr_sink_end_row(sink);
  }
}

/** The quota that a row of capacities is of; NULL = of a resource. */
static const kr_quota *quota_of(const kr_corridor *c, const kr_capacity *row) {
  return row->resource < kr_first_quota(c) ? NULL : &c->quotas[row->resource - kr_first_quota(c)];
}

static void put_rows(kr_sink *sink, const kr_corridor *c, bool of_quotas) {
  for (int32_t i = 0; i < c->n_capacities; i++) {
    const kr_capacity *row = &c->capacities[i];
    const kr_quota *quota = quota_of(c, row);
    if ((quota != NULL) != of_quotas) continue;
    kr_sink_id(sink, kr_ids_text(c->plan_ids, row->plan));
    if (quota) kr_sink_id(sink, kr_ids_text(c->forwarder_ids, quota->forwarder));
    kr_sink_id(sink, kr_ids_text(c->resource_ids, quota ? quota->resource : row->resource));
    put_day(sink, c, row->from_day);
    put_day(sink, c, row->to_day);
    put_weekdays(sink, row->weekdays);
    kr_sink_decimal(sink, row->per_day);
    kr_sink_end_row(sink);
  }
}

static void put_capacities(kr_sink *sink, const kr_corridor *c) { put_rows(sink, c, false); }

static void put_quotas(kr_sink *sink, const kr_corridor *c) { put_rows(sink, c, true); }

static bool has_quotas(const kr_corridor *c) { return c->n_quotas > 0; }

static bool has_running_times(const kr_corridor *c) { return c->n_running_times > 0; }

static void put_running_times(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 0; i < c->n_running_times; i++) {
    const kr_running_time *row = &c->running_times[i];
    kr_sink_id(sink, kr_ids_text(c->plan_ids, row->plan));
    kr_sink_id(sink, kr_ids_text(c->link_ids, row->link));
    put_day(sink, c, row->from_day);
    put_day(sink, c, row->to_day);
    kr_sink_decimal(sink, row->transit_uh);
    kr_sink_end_row(sink);
  }
}

static void put_shipments(kr_sink *sink, const kr_corridor *c) {
  for (int32_t i = 0; i < kr_n_shipments(c); i++) {
    const kr_shipment *s = &c->shipments[i];
    kr_sink_id(sink, kr_ids_text(c->shipment_ids, i));
    kr_sink_id(sink, kr_ids_text(c->forwarder_ids, s->forwarder));
    kr_sink_id(sink, kr_ids_text(c->node_ids, s->origin));
    kr_sink_id(sink, kr_ids_text(c->node_ids, s->destination));
    kr_sink_id(sink, kr_ids_text(c->cargo_ids, s->cargo));
    kr_sink_tonnes(sink, s->quantity_kg);
    put_instant(sink, c, s->ready_min);
    put_instant(sink, c, s->due_min);
    kr_sink_decimal(sink, s->weight);
    kr_sink_whole(sink, s->splittable);
    kr_sink_end_row(sink);
  }
}

static const sheet sheets[] = {
    {"config.csv", "dataset_name,format_version,start,days,step_hours,unserved_hours,late_factor\n", put_config, NULL},
    {"node.csv", "node_id,name,x_coord,y_coord,node_type,country\n", put_nodes, NULL},
    {"link.csv",
     "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources,cost_usd_per_t,co2_kg_per_t,name\n",
     put_links, NULL},
    {"transfer.csv", "node_id,from_mode,to_mode,hours,resources,cost_usd_per_t,co2_kg_per_t\n", put_transfers, NULL},
    {"cargo.csv", "cargo_id,name", put_cargo, NULL},
    {"resource.csv", "resource_id,name,unit,whole_units\n", put_resource_rows, NULL},
    {"plan.csv", "plan_id,name,base_plan_id\n", put_plans, has_plans},
    {"capacity.csv", "plan_id,resource_id,from_date,to_date,weekdays,per_day\n", put_capacities, NULL},
    {"transit.csv", "plan_id,link_id,from_date,to_date,transit_hours\n", put_running_times, has_running_times},
    {"shipment.csv",
     "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,weight,splittable\n",
     put_shipments, NULL},
    {"quota.csv", "plan_id,forwarder_id,resource_id,from_date,to_date,weekdays,per_day\n", put_quotas, has_quotas},
};

static kr_status write_sheet(const char *folder, const sheet *s, const kr_corridor *c, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, s->name, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, s->header);
  s->rows(&sink, c);
  return kr_sink_close(&sink, err);
}

/** Stricter than a result's folder: an instance is somebody's work, and so is a result that stands in its place. */
static kr_status check_place(const char *path, kr_error *err) {
  struct stat info;
  if (lstat(path, &info) != 0) return KR_OK;
  DIR *dir = S_ISDIR(info.st_mode) ? opendir(path) : NULL;
  bool is_empty = dir && !kr_folder_next(dir) && errno == 0;
  if (dir) closedir(dir);
  if (is_empty) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: is there already; name another folder, or remove it first", path);
}

kr_status kr_instance_write(const char *path, const kr_corridor *c, kr_error *err) {
  kr_status status = KR_OK;
  kr_folder *folder = NULL;
  if (c->commitments.n_lots > 0) return kr_fail(err, KR_ERR_RANGE, "an instance with commitments cannot be written");
  if (kr_n_upgrades(c) > 0) return kr_fail(err, KR_ERR_RANGE, "an instance with upgrades cannot be written");
  KR_TRY(check_place(path, err));
  KR_TRY(kr_folder_begin(&folder, path, err));
  for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
    if (!sheets[i].is_wanted || sheets[i].is_wanted(c)) KR_TRY(write_sheet(kr_folder_path(folder), &sheets[i], c, err));
  KR_TRY(check_place(path, err));
  KR_TRY(kr_folder_commit(folder, err));
done:
  kr_folder_abandon(folder);
  return status;
}
