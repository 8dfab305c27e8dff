#include "instances/read_result.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/memory.h"
#include "instances/cell.h"
#include "instances/day_rows.h"
#include "instances/forwarder_rows.h"
#include "instances/leg_rows.h"
#include "instances/read_summary.h"

#define MICRO_PER_KG (KR_MICRO / 1000)
#define ERROR KR_SEVERITY_ERROR

/** What the readers of a result folder share. */
typedef struct result_reading {
  const kr_corridor *c;
  kr_claims *claims;
  kr_kind shipments, nodes, links, forwarders;
} result_reading;

enum {
  SHIPMENT_ID,
  FORWARDER_ID,
  STATUS,
  SERVED_T,
  UNSERVED_T,
  FIRST_ARRIVAL,
  LAST_ARRIVAL,
  TRANSIT_HOURS,
  LATE_HOURS,
  COST_USD,
  CO2_KG,
  REASON,
  N_SHIPMENT_COLUMNS
};

static kr_served served_of(kr_table *t) {
  static const char *const names[] = {"unserved", "partial", "served"};
  if (!kr_cell_has_value(t, STATUS)) return KR_SERVED_NOT;
  kr_field f = kr_cell(t, STATUS);
  for (int i = 0; i < 3; i++)
    if (strlen(names[i]) == f.n && memcmp(names[i], f.text, f.n) == 0) return (kr_served)i;
  kr_cell_say(t, STATUS, ERROR, "no such status; it is served, partial or unserved");
  return KR_SERVED_NOT;
}

static int32_t arrival(kr_table *t, int column) {
  const result_reading *own = t->reader;
  int64_t minutes;
  if (!kr_cell_instant(t, column, &minutes)) return KR_NO_TIME;
  return (int32_t)(minutes - (int64_t)own->c->start * KR_MINUTES_PER_DAY);
}

/** Keeps a row's claims, and its reason. */
static void keep(kr_table *t, int32_t s, kr_shipment_claim claim) {
  kr_claims *claims = ((const result_reading *)t->reader)->claims;
  kr_field reason = kr_cell(t, REASON);
  if (reason.n > 0) claim.reason = kr_copy_text(reason.text, reason.n);
  if (reason.n > 0 && !claim.reason) t->status = KR_ERR_MEMORY;
  claims->shipments[s] = claim;
}

static void read_shipment(kr_table *t) {
  static const kr_bounds quantity = {0, KR_QUANTITY_MAX_T * KR_MICRO, false, 3};
  result_reading *own = t->reader;
  char quoted[KR_QUOTE_ROOM];
  int32_t s = kr_cell_reference(t, SHIPMENT_ID, &own->shipments);
  int32_t forwarder = kr_cell_reference(t, FORWARDER_ID, &own->forwarders);
  kr_shipment_claim claim = {
      .is_given = true,
      .status = (uint8_t)served_of(t),
      .served_kg = kr_cell_decimal(t, SERVED_T, &quantity, 0) / MICRO_PER_KG,
      .unserved_kg = kr_cell_decimal(t, UNSERVED_T, &quantity, 0) / MICRO_PER_KG,
      .first_arrival_min = arrival(t, FIRST_ARRIVAL),
      .last_arrival_min = arrival(t, LAST_ARRIVAL),
      .transit_h = kr_cell_real(t, TRANSIT_HOURS),
      .late_h = kr_cell_real(t, LATE_HOURS),
      .cost_usd = kr_cell_real(t, COST_USD),
      .co2_kg = kr_cell_real(t, CO2_KG),
      .line = kr_csv_line(t->csv),
  };
  if (s < 0) return;
  if (forwarder >= 0 && forwarder != own->c->shipments[s].forwarder)
    kr_cell_say(t, FORWARDER_ID, ERROR, "not the forwarder of this shipment; it is %s",
                kr_quote_id(own->c->forwarder_ids, own->c->shipments[s].forwarder, quoted));
  if (own->claims->shipments[s].is_given)
    kr_cell_say(t, SHIPMENT_ID, ERROR, "also on line %lld; a shipment has one row",
                (long long)own->claims->shipments[s].line);
  else
    keep(t, s, claim);
}

static kr_status read_shipments(result_reading *own, const kr_source *source, kr_error *err) {
  static const kr_column columns[N_SHIPMENT_COLUMNS] = {
      [SHIPMENT_ID] = {"shipment_id", KR_FILLED},
      [FORWARDER_ID] = {"forwarder_id", KR_FILLED},
      [STATUS] = {"status", KR_FILLED},
      [SERVED_T] = {"served_t", KR_FILLED},
      [UNSERVED_T] = {"unserved_t", KR_FILLED},
      [FIRST_ARRIVAL] = {"first_arrival", KR_PRESENT},
      [LAST_ARRIVAL] = {"last_arrival", KR_PRESENT},
      [TRANSIT_HOURS] = {"transit_hours", KR_PRESENT},
      [LATE_HOURS] = {"late_hours", KR_PRESENT},
      [COST_USD] = {"cost_usd", KR_FILLED},
      [CO2_KG] = {"co2_kg", KR_FILLED},
      [REASON] = {"reason", KR_PRESENT},
  };
  static const kr_sheet sheet = {.file = "shipment_result.csv",
                                 .columns = columns,
                                 .n_columns = N_SHIPMENT_COLUMNS,
                                 .has_apostrophes = true,
                                 .row = read_shipment};
  return kr_sheet_read(&sheet, source, own, NULL, NULL, err);
}

static void name_kinds(result_reading *own) {
  const kr_corridor *c = own->c;
  own->shipments = (kr_kind){.ids = c->shipment_ids, .absent = "not in shipment.csv"};
  own->nodes = (kr_kind){.ids = c->node_ids, .absent = "not in node.csv"};
  own->links = (kr_kind){.ids = c->link_ids, .absent = "not in link.csv"};
  own->forwarders = (kr_kind){.ids = c->forwarder_ids, .absent = "not in shipment.csv"};
}

static kr_status read_legs(const result_reading *own, kr_allocation *a, bool is_static, const kr_source *source,
                           kr_error *err) {
  kr_leg_rows rows = {.corridor = own->c,
                      .shipments = &own->shipments,
                      .nodes = &own->nodes,
                      .links = &own->links,
                      .needs_times = !is_static,
                      .out = a};
  int32_t index;
  kr_status status = kr_ids_create(&rows.transfer_keys);
  for (int32_t i = 0; i < own->c->n_transfers && status == KR_OK; i++)
    status = kr_transfer_key_add(rows.transfer_keys, &own->c->transfers[i], &index);
  if (status == KR_OK)
    status = kr_leg_rows_read(&rows, KR_LEG_FILE_ALLOCATION, source, err);
  else
    kr_fail_memory(err);
  kr_ids_free(rows.transfer_keys);
  if (own->claims) {
    own->claims->leg_lines = rows.leg_lines;
    rows.leg_lines = (kr_lines){0};
  }
  kr_leg_rows_clear(&rows);
  return status;
}

static kr_status make_room(kr_claims *claims, const kr_corridor *c, kr_error *err) {
  claims->n_days = claims->is_static ? 1 : c->days;
  size_t n = (size_t)kr_n_resources(c) * (size_t)claims->n_days;
  claims->shipments = kr_zeros((size_t)kr_n_shipments(c), sizeof *claims->shipments);
  claims->shadow_price = kr_zeros(n, sizeof *claims->shadow_price);
  claims->capacity = kr_zeros(n, sizeof *claims->capacity);
  claims->used = kr_zeros(n, sizeof *claims->used);
  claims->day_line = kr_zeros(n, sizeof *claims->day_line);
  claims->n_shipments = claims->shipments ? kr_n_shipments(c) : 0;
  if (!claims->shipments || !claims->shadow_price || !claims->capacity || !claims->used || !claims->day_line)
    return kr_fail_memory(err);
  for (size_t i = 0; i < n; i++) claims->capacity[i] = NAN;
  return KR_OK;
}

kr_status kr_result_read_shares(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                                kr_error *err) {
  const kr_source source = {folder, messages, NULL};
  int64_t before = kr_messages_errors(messages);
  kr_status status = kr_forwarder_rows_read(claims, c, &source, err);
  if (status == KR_OK && kr_messages_errors(messages) > before)
    status = kr_fail(err, KR_ERR_INPUT, "%s/" KR_FORWARDER_FILE ": %lld errors", folder,
                     (long long)(kr_messages_errors(messages) - before));
  return status;
}

/** KR_ERR_INPUT when there is an error more than before. */
static kr_status check_messages(const char *folder, const kr_messages *messages, int64_t before, kr_error *err) {
  long long n = (long long)(kr_messages_errors(messages) - before);
  if (n == 0) return KR_OK;
  return kr_fail(err, KR_ERR_INPUT, "%s: the result's files have errors (%lld); solve anew", folder, n);
}

kr_status kr_lots_read(kr_allocation *allocation, const char *folder, const kr_corridor *c, bool is_static,
                       kr_messages *messages, kr_error *err) {
  const kr_source source = {folder, messages, NULL};
  result_reading own = {.c = c};
  int64_t before = kr_messages_errors(messages);
  name_kinds(&own);
  kr_status status = read_legs(&own, allocation, is_static, &source, err);
  return status == KR_OK ? check_messages(folder, messages, before, err) : status;
}

static kr_status check_folder(const char *folder, kr_error *err) {
  struct stat info;
  if (stat(folder, &info) != 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", folder, strerror(errno));
  if (!S_ISDIR(info.st_mode)) return kr_fail(err, KR_ERR_IO, "%s: not a folder; give a result folder", folder);
  return KR_OK;
}

kr_status kr_result_read(kr_allocation *allocation, kr_claims *claims, const char *folder, const kr_corridor *c,
                         kr_messages *messages, kr_error *err) {
  static const char *const files[] = {"allocation.csv", "shipment_result.csv", "resource_day.csv",
                                      "quota_day.csv",  KR_FORWARDER_FILE,     "summary.json"};
  const kr_source source = {folder, messages, NULL};
  result_reading own = {.c = c, .claims = claims};
  name_kinds(&own);
  kr_status status;
  int64_t before = kr_messages_errors(messages);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) kr_messages_order(messages, files[i]);
  KR_TRY(check_folder(folder, err));
  KR_TRY(kr_summary_read(claims, folder, c, messages, err));
  KR_TRY(make_room(claims, c, err));
  KR_TRY(read_legs(&own, allocation, claims->is_static, &source, err));
  KR_TRY(read_shipments(&own, &source, err));
  KR_TRY(kr_day_rows_read(claims, c, &source, err));
  if (claims->is_fair) KR_TRY(kr_forwarder_rows_read(claims, c, &source, err));
  status = check_messages(folder, messages, before, err);
done:
  return status;
}

void kr_claims_clear(kr_claims *claims) {
  for (int32_t s = 0; s < claims->n_shipments; s++) free(claims->shipments[s].reason);
  free(claims->shipments);
  free(claims->forwarders);
  free(claims->shadow_price);
  free(claims->capacity);
  free(claims->used);
  free(claims->day_line);
  kr_lines_clear(&claims->leg_lines);
  free(claims->curve);
  memset(claims, 0, sizeof *claims);
}
