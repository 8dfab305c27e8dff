#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/nightly/night_internal.h"
#include "instances/atomic.h"
#include "instances/sink.h"
#include "solver/clock.h"

#define TEXT_ROOM 8192

void kr_night_say(const kr_night *n, kr_night_level level, const char *event, const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (n->orders->log) n->orders->log(n->orders->log_context, level, n->date, event, text);
}

static kr_status replace(const kr_night *n, const char *name, const char *text, kr_error *err) {
  char path[KR_NIGHT_PATH];
  snprintf(path, sizeof path, "%s/%s", kr_spool_root(n->spool), name);
  return kr_file_replace(path, text, strlen(text), err);
}

kr_status kr_night_beat(kr_night *n, const char *state, kr_error *err) {
  char text[96], date[11];
  kr_date_write(n->date, date);
  n->beat_s = kr_clock_wall();
  snprintf(text, sizeof text, "%s %s %.0f\n", date, state, n->beat_s - n->began_s);
  return replace(n, "heartbeat", text, err);
}

/** The text of a metrics file, growing. */
typedef struct metrics {
  char text[TEXT_ROOM];
  size_t n;
} metrics;

static void add(metrics *m, const char *name, const char *help, const char *value) {
  m->n +=
      (size_t)snprintf(m->text + m->n, TEXT_ROOM - m->n, "# HELP keruen_%s %s\n# TYPE keruen_%s gauge\nkeruen_%s %s\n",
                       name, help, name, name, value);
}

static void add_whole(metrics *m, const char *name, const char *help, int64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%lld", (long long)value);
  add(m, name, help, text);
}

static void add_number(metrics *m, const char *name, const char *help, double value) {
  char text[KR_DECIMAL_ROOM];
  kr_number_write(value, text);
  add(m, name, help, text);
}

static void add_tonnes(metrics *m, const char *name, const char *help, int64_t kg) {
  char text[KR_DECIMAL_ROOM];
  add(m, name, help, kr_tonnes_text(kg, text));
}

kr_status kr_night_measure(kr_night *n, kr_error *err) {
  metrics m = {.n = 0};
  kr_ledger_totals t;
  kr_status status = kr_ledger_sum(n->ledger, &t, err);
  if (status != KR_OK) return status;
  add_whole(&m, "shipments_promised", "shipments promised in whole or in part, by all nights", t.n_promised);
  add_tonnes(&m, "tonnes_promised", "tonnes promised, by all nights", t.promised_kg);
  add_whole(&m, "shipments_waiting", "shipments of which freight waits", t.n_waiting);
  add_tonnes(&m, "tonnes_waiting", "tonnes that wait", t.waiting_kg);
  add_whole(&m, "shipments_rejected", "shipments that no route can serve", t.n_rejected);
  add_tonnes(&m, "tonnes_rejected", "tonnes that no route can serve", t.rejected_kg);
  add_whole(&m, "submissions_rejected", "submissions refused at night", t.n_submissions_rejected);
  add_whole(&m, "last_night_timestamp_seconds", "midnight at the end of the last night that is done",
            kr_night_start_min(n) * 60);
  add_whole(&m, "last_success_timestamp_seconds", "when a night was last done", (int64_t)time(NULL));
  add_number(&m, "run_seconds", "how long the last run took", kr_clock_wall() - n->began_s);
  if (n->solve_s > 0) add_number(&m, "solve_seconds", "how long the last solve took", n->solve_s);
  if (n->timetable) {
    add_number(&m, "gap", "proven relative gap of the last solve", n->claims.gap);
    add_whole(&m, "time_limit_struck", "1: the time limit ended the last solve", n->account->time_struck);
  }
  return replace(n, "metrics.prom", m.text, err);
}
