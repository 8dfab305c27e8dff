#include "instances/forwarder_rows.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "instances/cell.h"
#include "instances/sink.h"

#define FILE_NAME KR_FORWARDER_FILE
#define ERROR KR_SEVERITY_ERROR
#define MICRO_PER_KG (KR_MICRO / 1000)

static void put_share(kr_sink *sink, int64_t kg, int64_t asked_kg) {
  kr_sink_rounded(sink, asked_kg > 0 ? (double)kg / (double)asked_kg : 1.0);
}

static void put_row(kr_sink *sink, const char *id, const kr_fair_share *share, int64_t served_kg) {
  kr_sink_id(sink, id);
  kr_sink_tonnes(sink, share->asked_kg);
  kr_sink_tonnes(sink, served_kg);
  put_share(sink, served_kg, share->asked_kg);
  put_share(sink, share->plain_kg, share->asked_kg);
  kr_sink_tonnes(sink, share->floor_kg);
  kr_sink_exact(sink, share->price);
  kr_sink_tonnes(sink, share->target_kg);
  kr_sink_end_row(sink);
}

kr_status kr_forwarder_rows_write(const char *folder, const kr_corridor *c, const kr_fairness *fairness,
                                  const kr_tally *tally, kr_error *err) {
  int32_t n = kr_ids_count(c->forwarder_ids);
  kr_sink sink;
  int64_t *served_kg = kr_zeros((size_t)n, sizeof *served_kg);
  if (!served_kg) return kr_fail_memory(err);
  for (int32_t s = 0; s < kr_n_shipments(c); s++) served_kg[c->shipments[s].forwarder] += tally[s].served_kg;
  kr_status status = kr_sink_open(&sink, folder, FILE_NAME, err);
  if (status == KR_OK) {
    kr_sink_text(&sink, "forwarder_id,asked_t,served_t,share,share_plain,floor_t,floor_price,target_t\n");
    for (int32_t f = 0; f < n; f++)
      put_row(&sink, kr_ids_text(c->forwarder_ids, f), &fairness->shares[f], served_kg[f]);
    status = kr_sink_close(&sink, err);
  }
  free(served_kg);
  return status;
}

/* ---- reading ---- */

enum { FORWARDER_ID, ASKED_T, SERVED_T, SHARE, SHARE_PLAIN, FLOOR_T, FLOOR_PRICE, TARGET_T, N_COLUMNS };

typedef struct forwarder_reading {
  kr_kind forwarders;
  kr_claims *claims;
} forwarder_reading;

static void read_row(kr_table *t) {
  static const kr_bounds tonnes = {0, INT64_C(1000000000000) * KR_MICRO, false, 3};
  forwarder_reading *own = t->reader;
  int32_t f = kr_cell_reference(t, FORWARDER_ID, &own->forwarders);
  kr_forwarder_claim claim = {.is_given = true,
                              .asked_kg = kr_cell_decimal(t, ASKED_T, &tonnes, 0) / MICRO_PER_KG,
                              .served_kg = kr_cell_decimal(t, SERVED_T, &tonnes, 0) / MICRO_PER_KG,
                              .target_kg = kr_cell_decimal(t, TARGET_T, &tonnes, 0) / MICRO_PER_KG,
                              .share = kr_cell_real(t, SHARE),
                              .share_plain = kr_cell_real(t, SHARE_PLAIN),
                              .floor_kg = kr_cell_decimal(t, FLOOR_T, &tonnes, 0) / MICRO_PER_KG,
                              .price = kr_cell_real(t, FLOOR_PRICE),
                              .line = kr_csv_line(t->csv)};
  if (f < 0) return;
  if (own->claims->forwarders[f].is_given) kr_cell_say(t, FORWARDER_ID, ERROR, "this forwarder stands twice");
  own->claims->forwarders[f] = claim;
}

/** Who has shipments but no row. */
static void say_missing(const kr_claims *claims, const kr_corridor *c, kr_messages *messages) {
  const kr_place place = {FILE_NAME, 1, 1};
  char quoted[KR_QUOTE_ROOM];
  for (int32_t f = 0; f < kr_ids_count(c->forwarder_ids); f++)
    if (!claims->forwarders[f].is_given)
      kr_messages_add(messages, ERROR, &place, "no row for forwarder %s; each has one",
                      kr_quote_id(c->forwarder_ids, f, quoted));
}

kr_status kr_forwarder_rows_read(kr_claims *claims, const kr_corridor *c, const kr_source *source, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {
      [FORWARDER_ID] = {"forwarder_id", KR_FILLED}, [ASKED_T] = {"asked_t", KR_FILLED},
      [SERVED_T] = {"served_t", KR_FILLED},         [SHARE] = {"share", KR_FILLED},
      [SHARE_PLAIN] = {"share_plain", KR_FILLED},   [FLOOR_T] = {"floor_t", KR_FILLED},
      [FLOOR_PRICE] = {"floor_price", KR_FILLED},   [TARGET_T] = {"target_t", KR_FILLED},
  };
  static const kr_sheet sheet = {
      .file = FILE_NAME, .columns = columns, .n_columns = N_COLUMNS, .has_apostrophes = true, .row = read_row};
  forwarder_reading own = {.forwarders = {.ids = c->forwarder_ids, .absent = "not in shipment.csv"}, .claims = claims};
  claims->forwarders = kr_zeros((size_t)kr_ids_count(c->forwarder_ids), sizeof *claims->forwarders);
  if (!claims->forwarders) return kr_fail_memory(err);
  bool is_complete;
  kr_status status = kr_sheet_read(&sheet, source, &own, &is_complete, NULL, err);
  if (status == KR_OK && is_complete) say_missing(claims, c, source->messages);
  return status;
}
