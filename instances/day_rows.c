#include "instances/day_rows.h"

#include <math.h>
#include <string.h>

#include "instances/cell.h"
#include "instances/sink.h"

#define ERROR KR_SEVERITY_ERROR

/* ---- writing ---- */

static void put_name(kr_sink *sink, const kr_corridor *c, int32_t resource) {
  if (resource < kr_first_quota(c)) {
    kr_sink_id(sink, kr_ids_text(c->resource_ids, resource));
    return;
  }
  const kr_quota *quota = &c->quotas[resource - kr_first_quota(c)];
  kr_sink_id(sink, kr_ids_text(c->forwarder_ids, quota->forwarder));
  kr_sink_id(sink, kr_ids_text(c->resource_ids, quota->resource));
}

static bool is_told(const kr_day_rows *d, int32_t resource, int64_t at) {
  if (resource >= kr_first_quota(d->c)) return d->t->capacity[at] < KR_NO_LIMIT;
  return d->t->capacity[at] > 0 || d->used[at] > 0;
}

static void put_day(kr_sink *sink, const kr_day_rows *d, int32_t resource, int32_t day) {
  int64_t at = (int64_t)resource * d->t->n_days + day;
  char date[11] = "";
  if (!is_told(d, resource, at)) return;
  if (!d->t->is_static) kr_date_write(d->c->start + day, date);
  put_name(sink, d->c, resource);
  kr_sink_id(sink, date);
  kr_sink_id(sink, kr_ids_text(d->c->unit_ids, d->c->resources[resource].unit));
  kr_sink_decimal(sink, d->t->capacity[at]);
  kr_sink_rounded(sink, d->used[at]);
  if (d->r->has_prices)
    kr_sink_exact(sink, d->r->shadow_price[at]);
  else
    kr_sink_blank(sink);
  kr_sink_end_row(sink);
}

/** Resources [first, last) as one file. */
static kr_status write_file(const char *folder, bool of_quotas, const kr_day_rows *d, kr_error *err) {
  int32_t first = of_quotas ? kr_first_quota(d->c) : 0, last = of_quotas ? kr_n_resources(d->c) : kr_first_quota(d->c);
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, of_quotas ? "quota_day.csv" : "resource_day.csv", err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, of_quotas ? "forwarder_id,resource_id,date,unit,quota,used,shadow_price\n"
                                : "resource_id,date,unit,capacity,used,shadow_price\n");
  for (int32_t resource = first; resource < last; resource++)
    for (int32_t day = 0; day < d->t->n_days; day++) put_day(&sink, d, resource, day);
  return kr_sink_close(&sink, err);
}

kr_status kr_day_rows_write(const char *folder, const kr_day_rows *d, kr_error *err) {
  kr_status status = write_file(folder, false, d, err);
  return status == KR_OK && d->c->n_quotas > 0 ? write_file(folder, true, d, err) : status;
}

/* ---- reading ---- */

enum { FORWARDER_ID, RESOURCE_ID, DATE, UNIT, CAPACITY, USED, SHADOW_PRICE, N_COLUMNS };

typedef struct day_reading {
  const kr_corridor *c;
  kr_claims *claims;
  bool of_quotas;
  kr_kind resources, forwarders;
} day_reading;

/** The bucket of a row: its day, or the only one of the static view; -1 when it has none. */
static int32_t bucket_of(kr_table *t) {
  const day_reading *own = t->reader;
  bool is_blank = kr_cell_is_blank(t, DATE);
  kr_date date;
  if (own->claims->is_static) {
    if (!is_blank) kr_cell_say(t, DATE, ERROR, "a static result has no dates; leave it blank");
    return is_blank ? 0 : -1;
  }
  if (is_blank) kr_cell_say(t, DATE, ERROR, "blank; it needs a value");
  if (!kr_cell_date(t, DATE, &date)) return -1;
  if (date >= own->c->start && date - own->c->start < own->claims->n_days) return date - own->c->start;
  kr_cell_say(t, DATE, ERROR, "outside the horizon; remove the row");
  return -1;
}

/** The resource that a row is about: a quota's own where it is of quotas; KR_NONE when there is none (reported). */
static int32_t resource_of(kr_table *t) {
  const day_reading *own = t->reader;
  const kr_corridor *c = own->c;
  int32_t resource = kr_cell_reference(t, RESOURCE_ID, &own->resources);
  if (!own->of_quotas) return resource;
  int32_t forwarder = kr_cell_reference(t, FORWARDER_ID, &own->forwarders);
  if (resource < 0 || forwarder < 0) return KR_NONE;
  for (int32_t i = 0; i < c->n_quotas; i++)
    if (c->quotas[i].forwarder == forwarder && c->quotas[i].resource == resource) return kr_first_quota(c) + i;
  kr_cell_say(t, RESOURCE_ID, ERROR, "this forwarder has no quota of it; remove the row");
  return KR_NONE;
}

static void check_unit(kr_table *t, int32_t resource) {
  const kr_corridor *c = ((const day_reading *)t->reader)->c;
  const char *unit = kr_ids_text(c->unit_ids, c->resources[resource].unit);
  char quoted[KR_QUOTE_ROOM];
  kr_field f = kr_cell(t, UNIT);
  if (f.n > 0 && (f.n != strlen(unit) || memcmp(f.text, unit, f.n) != 0))
    kr_cell_say(t, UNIT, ERROR, "not the unit of this resource; it is %s",
                kr_quote_id(c->unit_ids, c->resources[resource].unit, quoted));
}

static void read_day(kr_table *t) {
  const day_reading *own = t->reader;
  kr_claims *claims = own->claims;
  int32_t resource = resource_of(t), bucket = bucket_of(t);
  double capacity = kr_cell_real(t, CAPACITY), used = kr_cell_real(t, USED), price = kr_cell_real(t, SHADOW_PRICE);
  if (resource < 0 || bucket < 0) return;
  int64_t at = (int64_t)resource * claims->n_days + bucket;
  if (!isnan(claims->capacity[at])) {
    kr_cell_say(t, RESOURCE_ID, ERROR, "this %s and day stand twice; remove one row",
                own->of_quotas ? "quota" : "resource");
    return;
  }
  check_unit(t, resource);
  if (kr_cell_is_blank(t, SHADOW_PRICE) != claims->is_integer)
    kr_cell_say(t, SHADOW_PRICE, ERROR,
                claims->is_integer ? "an integer result has no prices; leave it blank" : "blank; it needs a value");
  claims->day_line[at] = kr_csv_line(t->csv);
  claims->capacity[at] = capacity;
  claims->used[at] = used;
  if (isnan(price)) return;
  claims->shadow_price[at] = price;
  claims->has_prices = true;
}

kr_status kr_day_rows_read(kr_claims *claims, const kr_corridor *c, const kr_source *source, kr_error *err) {
  static const kr_column of_resources[N_COLUMNS] = {
      [FORWARDER_ID] = {"forwarder_id", KR_OPTIONAL},
      [RESOURCE_ID] = {"resource_id", KR_FILLED},
      [DATE] = {"date", KR_PRESENT},
      [UNIT] = {"unit", KR_FILLED},
      [CAPACITY] = {"capacity", KR_FILLED},
      [USED] = {"used", KR_FILLED},
      [SHADOW_PRICE] = {"shadow_price", KR_PRESENT},
  };
  static const kr_column of_quotas[N_COLUMNS] = {
      [FORWARDER_ID] = {"forwarder_id", KR_FILLED},
      [RESOURCE_ID] = {"resource_id", KR_FILLED},
      [DATE] = {"date", KR_PRESENT},
      [UNIT] = {"unit", KR_FILLED},
      [CAPACITY] = {"quota", KR_FILLED},
      [USED] = {"used", KR_FILLED},
      [SHADOW_PRICE] = {"shadow_price", KR_PRESENT},
  };
  kr_sheet sheet = {.file = "resource_day.csv",
                    .columns = of_resources,
                    .n_columns = N_COLUMNS,
                    .has_apostrophes = true,
                    .row = read_day};
  day_reading own = {.c = c, .claims = claims};
  own.resources = (kr_kind){.ids = c->resource_ids, .absent = "not in resource.csv"};
  own.forwarders = (kr_kind){.ids = c->forwarder_ids, .absent = "not in shipment.csv"};
  kr_status status = kr_sheet_read(&sheet, source, &own, NULL, NULL, err);
  if (status != KR_OK || c->n_quotas == 0) return status;
  sheet.file = "quota_day.csv";
  sheet.columns = of_quotas;
  sheet.is_optional = own.of_quotas = true;
  return kr_sheet_read(&sheet, source, &own, NULL, NULL, err);
}
