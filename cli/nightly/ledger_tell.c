#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/nightly/teller.h"
#include "instances/sink.h"

#define LINE_ROOM 1024

void kr_tell(const kr_teller *t, const char *format, ...) {
  char text[LINE_ROOM];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  t->line(t->context, text);
}

kr_status kr_tell_rows(const kr_teller *t, kr_query *q, kr_tell_row row, int64_t *n, kr_error *err) {
  kr_status status = KR_OK;
  int64_t told = 0;
  for (; kr_query_more(q, &status, err); told++) row(t, q);
  if (n) *n = told;
  return status;
}

/** A statement whose one value is a text. */
static kr_query *ask(const kr_teller *t, const char *text, const char *value) {
  kr_query *q = kr_sql_ask(t->l->sql, text);
  kr_put_text(q, 1, value);
  return q;
}

static void tell_state(const kr_teller *t, kr_query *q) {
  char promised[KR_DECIMAL_ROOM], waiting[KR_DECIMAL_ROOM], all[KR_DECIMAL_ROOM];
  kr_tonnes_text(kr_get_whole(q, 1), all);
  kr_tonnes_text(kr_get_whole(q, 2), promised);
  kr_tonnes_text(kr_get_whole(q, 3), waiting);
  const char *closed = kr_get_text(q, 4), *reason = kr_get_text(q, 5);
  kr_tell(t, "%s: %s t, promised %s t, waiting %s t%s%s%s%s", kr_get_text(q, 0), all, promised, waiting,
          *closed ? ", the rest " : "", closed, *reason ? "; " : "", reason);
}

/** A reason of several lines, a line each. */
static void tell_reason(const kr_teller *t, kr_query *q) {
  const char *at = kr_get_text(q, 0);
  while (*at) {
    size_t n = strcspn(at, "\n");
    kr_tell(t, "%.*s", (int)n, at);
    at += n + (at[n] == '\n');
  }
}

kr_status kr_ledger_tell_submission(kr_ledger *l, const char *receipt, kr_line line, void *context, kr_error *err) {
  kr_teller t = {l, line, context};
  kr_status status =
      kr_tell_rows(&t, ask(&t, "SELECT reason FROM submission WHERE receipt = ?1", receipt), tell_reason, NULL, err);
  if (status != KR_OK) return status;
  return kr_tell_rows(&t,
                      ask(&t,
                          "SELECT own_id, quantity_kg, promised_kg, waiting_kg, closed, coalesce((SELECT reason"
                          " FROM decision AS d WHERE d.shipment = name ORDER BY night DESC LIMIT 1), '')"
                          " FROM shipment_now WHERE receipt = ?1 ORDER BY own_id",
                          receipt),
                      tell_state, NULL, err);
}

static void tell_request(const kr_teller *t, kr_query *q) {
  char tonnes[KR_DECIMAL_ROOM], ready[18], due[18] = "none";
  if (!kr_get_is_null(q, 6)) kr_instant_text(kr_get_whole(q, 6), due);
  kr_tell(t, "%s: %s t of %s from %s to %s, ready %s, due %s; receipt %s", kr_get_text(q, 0),
          kr_tonnes_text(kr_get_whole(q, 1), tonnes), kr_get_text(q, 2), kr_get_text(q, 3), kr_get_text(q, 4),
          kr_instant_text(kr_get_whole(q, 5), ready), due, kr_get_text(q, 7));
}

static void tell_event(const kr_teller *t, kr_query *q) {
  char date[11] = "";
  if (!kr_get_is_null(q, 0)) kr_date_text(kr_get_whole(q, 0), date);
  kr_tell(t, "  %s %-10s %s %s", kr_get_text(q, 1), date, kr_get_text(q, 2), kr_get_text(q, 3));
}

static void tell_decision(const kr_teller *t, kr_query *q) {
  char date[11], served[KR_DECIMAL_ROOM], waiting[KR_DECIMAL_ROOM];
  const char *reason = kr_get_text(q, 4);
  kr_tell(t, "  night %s: %s, promised %s t, waiting %s t%s%s", kr_date_text(kr_get_whole(q, 0), date),
          kr_get_text(q, 1), kr_tonnes_text(kr_get_whole(q, 2), served), kr_tonnes_text(kr_get_whole(q, 3), waiting),
          *reason ? "; " : "", reason);
}

/** A leg; before the first of a lot, the lot. */
static void tell_leg(const kr_teller *t, kr_query *q) {
  char date[11], tonnes[KR_DECIMAL_ROOM], depart[18], arrive[18];
  bool is_link = *kr_get_text(q, 5) != '\0';
  if (kr_get_whole(q, 4) == 1)
    kr_tell(t, "  lot %d: %s t, promised in the night of %s%s", (int)kr_get_whole(q, 0),
            kr_tonnes_text(kr_get_whole(q, 1), tonnes), kr_date_text(kr_get_whole(q, 2), date),
            kr_get_is_null(q, 3) ? "" : ", withdrawn");
  kr_tell(t, "    %s  %s  %-8s %s %s%s%s", kr_instant_text(kr_get_whole(q, 11), depart),
          kr_instant_text(kr_get_whole(q, 12), arrive), kr_get_text(q, 13), kr_get_text(q, is_link ? 5 : 6),
          kr_get_text(q, is_link ? 9 : 7), is_link ? " - " : " > ", kr_get_text(q, is_link ? 10 : 8));
}

static const char legs[] =
    "SELECT l.number, l.quantity_kg, l.night, l.withdrawn, g.number, g.link, g.node, g.from_mode, g.to_mode,"
    " g.from_node, g.to_node, g.depart_min, g.arrive_min, g.kind"
    " FROM lot AS l JOIN leg AS g ON g.shipment = l.shipment AND g.lot = l.number"
    " WHERE l.shipment = ?1 ORDER BY l.number, g.number";

kr_status kr_ledger_tell_shipment(kr_ledger *l, const char *name, kr_line line, void *context, kr_error *err) {
  kr_teller t = {l, line, context};
  int64_t n;
  kr_status status;
  KR_TRY(kr_tell_rows(&t,
                      ask(&t,
                          "SELECT name, quantity_kg, cargo, origin, destination, ready_min, due_min, receipt"
                          " FROM shipment WHERE name = ?1",
                          name),
                      tell_request, &n, err));
  if (n == 0)
    return kr_fail(err, KR_ERR_INPUT, "no shipment %s; shipments are called FORWARDER:ID once a night has taken them",
                   name);
  KR_TRY(kr_tell_rows(&t,
                      ask(&t,
                          "SELECT night, substr(at, 1, 16) || 'Z', event, text FROM history JOIN clock USING (seq)"
                          " WHERE subject = ?1 ORDER BY seq",
                          name),
                      tell_event, NULL, err));
  KR_TRY(kr_tell_rows(
      &t, ask(&t, "SELECT night, status, served_kg, waiting_kg, reason FROM decision WHERE shipment = ?1", name),
      tell_decision, NULL, err));
  status = kr_tell_rows(&t, ask(&t, legs, name), tell_leg, NULL, err);
done:
  return status;
}
