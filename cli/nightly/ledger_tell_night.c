#include <math.h>
#include <stdio.h>

#include "cli/nightly/teller.h"
#include "instances/sink.h"

/** Grams over grams per unit, to six decimals. */
static const char *units_text(int64_t kg, int64_t g_per_unit, char out[KR_DECIMAL_ROOM]) {
  kr_decimal_write((kr_micro)((__int128)kg * 1000 * KR_MICRO / g_per_unit), out);
  return out;
}

static void tell_use(const kr_teller *t, kr_query *q) {
  char tonnes[KR_DECIMAL_ROOM], units[KR_DECIMAL_ROOM], night[11];
  kr_tell(t, "%s lot %d leg %d: %s t of %s, %s units, promised in the night of %s", kr_get_text(q, 0),
          (int)kr_get_whole(q, 1), (int)kr_get_whole(q, 2), kr_tonnes_text(kr_get_whole(q, 3), tonnes),
          kr_get_text(q, 4), units_text(kr_get_whole(q, 3), kr_get_whole(q, 5), units),
          kr_date_text(kr_get_whole(q, 6), night));
}

static void tell_sum(const kr_teller *t, kr_query *q) {
  char tonnes[KR_DECIMAL_ROOM], units[KR_DECIMAL_ROOM];
  kr_tell(t, "%s together: %s t, %s units", kr_get_text(q, 0), kr_tonnes_text(kr_get_whole(q, 1), tonnes),
          units_text(kr_get_whole(q, 1), kr_get_whole(q, 2), units));
}

#define USE                                                                                \
  " FROM capacity_used AS u JOIN lot AS l ON l.shipment = u.shipment AND l.number = u.lot" \
  " JOIN shipment AS s ON s.name = u.shipment"                                             \
  " WHERE u.resource = ?1 AND u.date = ?2 AND l.withdrawn IS NULL"

static kr_query *ask_use(kr_ledger *l, const char *text, const char *resource, kr_date date) {
  kr_query *q = kr_sql_ask(l->sql, text);
  kr_put_text(q, 1, resource);
  kr_put_whole(q, 2, date);
  return q;
}

kr_status kr_ledger_tell_resource(kr_ledger *l, const char *resource, kr_date date, kr_line line, void *context,
                                  kr_error *err) {
  static const char rows[] =
      "SELECT u.shipment, u.lot, u.leg, u.kg, s.cargo, u.g_per_unit, l.night" USE " ORDER BY u.shipment, u.lot, u.leg";
  static const char sums[] =
      "SELECT s.cargo, sum(u.kg), u.g_per_unit" USE " GROUP BY s.cargo, u.g_per_unit ORDER BY s.cargo";
  kr_teller t = {l, line, context};
  char text[11];
  int64_t n;
  kr_status status = kr_tell_rows(&t, ask_use(l, rows, resource, date), tell_use, &n, err);
  if (status == KR_OK) status = kr_tell_rows(&t, ask_use(l, sums, resource, date), tell_sum, NULL, err);
  if (status == KR_OK && n == 0) kr_tell(&t, "nothing is promised on %s on %s", resource, kr_date_text(date, text));
  return status;
}

static void tell_head(const kr_teller *t, kr_query *q) {
  char date[11], objective[KR_DECIMAL_ROOM] = "-", bound[KR_DECIMAL_ROOM] = "-";
  if (!kr_get_is_null(q, 3)) kr_number_write(kr_get_real(q, 3), objective);
  if (!kr_get_is_null(q, 4)) kr_number_write(kr_get_real(q, 4), bound);
  kr_tell(t, "night %s: %s %s, objective %s, bound %s", kr_date_text(kr_get_whole(q, 0), date), kr_get_text(q, 1),
          kr_get_text(q, 2), objective, bound);
}

static void tell_count(const kr_teller *t, kr_query *q) {
  char tonnes[KR_DECIMAL_ROOM];
  kr_tell(t, "%-24s %6lld  %12s t", kr_get_text(q, 0), (long long)kr_get_whole(q, 1),
          kr_tonnes_text(kr_get_whole(q, 2), tonnes));
}

static void tell_name(const kr_teller *t, kr_query *q) {
  char tonnes[KR_DECIMAL_ROOM];
  kr_tell(t, "  %s %s%s%s t%s%s", kr_get_text(q, 0), kr_get_text(q, 1), *kr_get_text(q, 1) ? ", " : "",
          kr_tonnes_text(kr_get_whole(q, 2), tonnes), *kr_get_text(q, 3) ? ": " : "", kr_get_text(q, 3));
}

/* The night before is the one recorded before it; what it left waiting is in its own decisions. */
static const char counts[] =
    "WITH d AS (SELECT * FROM decision WHERE night = ?1),"
    " b AS (SELECT * FROM decision WHERE night = (SELECT max(night) FROM decision WHERE night < ?1))"
    " SELECT 'newly promised', count(DISTINCT shipment), coalesce(sum(quantity_kg), 0) FROM lot WHERE night = ?1"
    " UNION ALL SELECT 'withdrawn', count(*), coalesce(sum(quantity_kg), 0) FROM lot WHERE withdrawn = ?1"
    " UNION ALL SELECT 'served to the last', count(*), coalesce(sum(served_kg), 0) FROM d"
    "  WHERE status = 'served' AND served_kg > 0"
    " UNION ALL SELECT 'rejected', count(*), 0 FROM d WHERE status = 'rejected'"
    " UNION ALL SELECT 'waiting, new', count(*), coalesce(sum(waiting_kg), 0) FROM d"
    "  WHERE waiting_kg > 0 AND shipment NOT IN (SELECT shipment FROM b)"
    " UNION ALL SELECT 'waiting, since before', count(*), coalesce(sum(waiting_kg), 0) FROM d"
    "  WHERE waiting_kg > 0 AND shipment IN (SELECT shipment FROM b)";

static const char changes[] =
    "SELECT * FROM (SELECT 'promised' AS what, shipment, sum(quantity_kg), '' FROM lot WHERE night = ?1 GROUP BY "
    "shipment"
    " UNION ALL SELECT 'withdrawn', shipment, quantity_kg, '' FROM lot WHERE withdrawn = ?1"
    " UNION ALL SELECT status, shipment, waiting_kg, reason FROM decision"
    "  WHERE night = ?1 AND (waiting_kg > 0 OR status = 'rejected')"
    " UNION ALL SELECT 'submission ' || state, receipt, 0, reason FROM submission"
    "  WHERE night = ?1 AND state IN ('rejected', 'failed')) ORDER BY 1, 2, 3";

static kr_query *ask_night(kr_ledger *l, const char *text, kr_date date) {
  kr_query *q = kr_sql_ask(l->sql, text);
  kr_put_whole(q, 1, date);
  return q;
}

kr_status kr_ledger_tell_night(kr_ledger *l, kr_date date, kr_line line, void *context, kr_error *err) {
  static const char head[] = "SELECT date, state, status, objective, bound FROM night WHERE date = ?1";
  kr_teller t = {l, line, context};
  char text[11];
  int64_t n;
  kr_status status;
  KR_TRY(kr_tell_rows(&t, ask_night(l, head, date), tell_head, &n, err));
  if (n == 0) return kr_fail(err, KR_ERR_INPUT, "there was no night of %s", kr_date_text(date, text));
  KR_TRY(kr_tell_rows(&t, ask_night(l, counts, date), tell_count, NULL, err));
  status = kr_tell_rows(&t, ask_night(l, changes, date), tell_name, NULL, err);
done:
  return status;
}
