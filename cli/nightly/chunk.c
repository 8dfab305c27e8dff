#include "cli/nightly/chunk.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/nightly/receipt.h"
#include "instances/atomic.h"
#include "instances/cell.h"
#include "instances/folder.h"
#include "instances/sink.h"

#define TEXT_ROOM 1024

enum { RECEIPT, INPUTS, LOTS, VERSION, PLAN, INTEGER, ITERATIONS, GAP, TIME, FAIRNESS, MOVE, WALL, MEMORY, N_COLUMNS };

#define HEADER                                                                                           \
  "receipt,inputs_sha256,lots_sha256,version,plan_id,integer,iteration_limit,gap,time_limit_s,fairness," \
  "move_hours,wall_seconds,memory_mb\n"

/** All digits; blank = no limit. */
static const char *number_text(double value, char out[KR_DECIMAL_ROOM]) {
  if (isfinite(value))
    kr_number_write(value, out);
  else
    out[0] = '\0';
  return out;
}

/** Whether a file has exactly this text. */
static bool has_text(const char *path, const char *text, size_t n) {
  char found[TEXT_ROOM];
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  size_t n_found = fread(found, 1, sizeof found, file);
  fclose(file);
  return n_found == n && memcmp(found, text, n) == 0;
}

kr_status kr_chunk_write(const kr_chunk *c, const char *night, int32_t number, kr_error *err) {
  char text[TEXT_ROOM], gap[KR_DECIMAL_ROOM], time[KR_DECIMAL_ROOM], move[KR_DECIMAL_ROOM], path[KR_CHUNK_PATH];
  int n = snprintf(text, sizeof text, HEADER "%s,%s,%s,%s,%s,%d,%lld,%s,%s,%s,%s,%d,%d\n", c->receipt, c->inputs_sha256,
                   c->lots_sha256, KERUEN_VERSION, c->plan, c->integer, (long long)c->iteration_limit,
                   number_text(c->gap, gap), number_text(c->time_limit_s, time), kr_fair_kind_name(c->fairness),
                   number_text(c->move_h, move), (int)c->wall_s, (int)c->memory_mb);
  kr_chunk_path(path, night, number, "job.csv");
  return has_text(path, text, (size_t)n) ? KR_OK : kr_file_replace(path, text, (size_t)n, err);
}

static void take_text(kr_table *t, int column, char *out, size_t room) {
  kr_field f = kr_cell(t, column);
  if (f.n >= room)
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "too long; plan the night anew");
  else
    memcpy(out, f.text, f.n + 1);
}

static double take_limit(kr_table *t, int column) {
  double value = kr_cell_real(t, column);
  return isnan(value) ? INFINITY : value;
}

static void take_fairness(kr_table *t, kr_fair_kind *out) {
  if (!kr_fair_kind_find(kr_cell(t, FAIRNESS).text, out))
    kr_cell_say(t, FAIRNESS, KR_SEVERITY_ERROR, "none of none, proportional, maxmin; plan the night anew");
}

static void read_row(kr_table *t) {
  kr_chunk *c = t->reader;
  char version[32] = "", forwarder[KR_NAME_ROOM];
  if (t->n_rows > 1) {
    kr_place place = {"job.csv", kr_csv_line(t->csv), 1};
    kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "a second row; plan the night anew");
    return;
  }
  take_text(t, RECEIPT, c->receipt, sizeof c->receipt);
  if (c->receipt[0] && !kr_receipt_forwarder(c->receipt, forwarder))
    kr_cell_say(t, RECEIPT, KR_SEVERITY_ERROR, "not a receipt; plan the night anew");
  take_text(t, INPUTS, c->inputs_sha256, sizeof c->inputs_sha256);
  take_text(t, LOTS, c->lots_sha256, sizeof c->lots_sha256);
  take_text(t, PLAN, c->plan, sizeof c->plan);
  take_text(t, VERSION, version, sizeof version);
  if (strcmp(version, KERUEN_VERSION) != 0)
    kr_cell_say(t, VERSION, KR_SEVERITY_ERROR, "not this program's (" KERUEN_VERSION "); use the same everywhere");
  c->integer = kr_cell_flag(t, INTEGER, false);
  c->iteration_limit = kr_cell_whole(t, ITERATIONS, 0, 1000000000, 0);
  c->gap = kr_cell_real(t, GAP);
  c->time_limit_s = take_limit(t, TIME);
  take_fairness(t, &c->fairness);
  c->move_h = take_limit(t, MOVE);
  c->wall_s = kr_cell_whole(t, WALL, 0, 1000000000, 0);
  c->memory_mb = kr_cell_whole(t, MEMORY, 0, 1000000000, 0);
}

/** @param n_rows 0 when there is no file */
static kr_status read_job(kr_chunk *out, const char *folder, kr_inputs *inputs, kr_messages *messages, int64_t *n_rows,
                          kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {[RECEIPT] = {"receipt", KR_PRESENT},
                                               [INPUTS] = {"inputs_sha256", KR_FILLED},
                                               [LOTS] = {"lots_sha256", KR_PRESENT},
                                               [VERSION] = {"version", KR_FILLED},
                                               [PLAN] = {"plan_id", KR_PRESENT},
                                               [INTEGER] = {"integer", KR_FILLED},
                                               [ITERATIONS] = {"iteration_limit", KR_FILLED},
                                               [GAP] = {"gap", KR_FILLED},
                                               [TIME] = {"time_limit_s", KR_PRESENT},
                                               [FAIRNESS] = {"fairness", KR_FILLED},
                                               [MOVE] = {"move_hours", KR_PRESENT},
                                               [WALL] = {"wall_seconds", KR_FILLED},
                                               [MEMORY] = {"memory_mb", KR_FILLED}};
  static const kr_sheet sheet = {
      .file = "job.csv", .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  kr_source source = {folder, messages, inputs};
  kr_status status = kr_sheet_read(&sheet, &source, out, NULL, n_rows, err);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s: %s", folder, kr_messages_text(messages, 0));
  return status;
}

kr_status kr_chunk_read(kr_chunk *out, const char *night, int32_t number, bool *is_there, kr_error *err) {
  char folder[KR_CHUNK_PATH];
  int64_t n_rows = 0;
  kr_inputs inputs = {.n_files = 0};
  kr_messages *messages = NULL;
  *out = (kr_chunk){.receipt = ""};
  kr_status status = kr_folder_has(AT_FDCWD, kr_chunk_path(folder, night, number, ""), is_there, err);
  if (status != KR_OK || !*is_there) return status;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  status = read_job(out, folder, &inputs, messages, &n_rows, err);
  *is_there = n_rows > 0;
  kr_inputs_hash(&inputs, out->sha256);
  kr_messages_free(messages);
  return status;
}
