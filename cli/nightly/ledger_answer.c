#include <stdio.h>

#include "cli/nightly/ledger_internal.h"

kr_status kr_visit_receipts(kr_query *q, kr_receipt_visit visit, void *context, kr_error *err) {
  kr_status status = KR_OK;
  while (kr_query_more(q, &status, err)) status = visit(context, kr_get_text(q, 0), err);
  return status;
}

/* The decisions that are told in an answer. */
#define ANSWERS " AND (d.served_kg > 0 OR d.waiting_kg > 0 OR d.status = 'rejected')"

kr_status kr_ledger_each_answer(kr_ledger *l, kr_date night, kr_receipt_visit visit, void *context, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql,
                           "SELECT DISTINCT s.receipt FROM decision AS d JOIN shipment AS s ON s.name = d.shipment"
                           " WHERE d.night = ?1" ANSWERS " ORDER BY 1");
  kr_put_whole(q, 1, night);
  return kr_visit_receipts(q, visit, context, err);
}

kr_status kr_ledger_last_answer(kr_ledger *l, const char *receipt, kr_date *night, bool *found, kr_error *err) {
  int64_t last;
  kr_query *q = kr_sql_ask(l->sql,
                           "SELECT max(d.night) FROM decision AS d JOIN shipment AS s ON s.name = d.shipment"
                           " WHERE s.receipt = ?1" ANSWERS);
  kr_put_text(q, 1, receipt);
  kr_status status = kr_query_whole(q, &last, found, err);
  if (*found) *night = (kr_date)last;
  return status;
}

static kr_ledger_state state_of(kr_query *q) {
  return (kr_ledger_state){.name = kr_get_text(q, 0),
                           .own_id = kr_get_text(q, 1),
                           .closed = kr_get_text(q, 2),
                           .reason = kr_get_text(q, 3),
                           .quantity_kg = kr_get_whole(q, 4),
                           .promised_kg = kr_get_whole(q, 5),
                           .waiting_kg = kr_get_whole(q, 6),
                           .ready_min = kr_get_whole(q, 7),
                           .due_min = kr_get_is_null(q, 8) ? KR_NO_DUE : kr_get_whole(q, 8),
                           .weight = kr_get_whole(q, 9)};
}

kr_status kr_ledger_each_state(kr_ledger *l, const char *receipt, kr_state_visit visit, void *context, kr_error *err) {
  kr_status status = KR_OK;
  kr_query *q = kr_sql_ask(l->sql,
                           "SELECT name, own_id, closed, coalesce((SELECT reason FROM decision AS d"
                           " WHERE d.shipment = name" ANSWERS
                           " ORDER BY night DESC LIMIT 1), ''), quantity_kg, promised_kg, waiting_kg, ready_min,"
                           " due_min, weight_u FROM shipment_now WHERE receipt = ?1 ORDER BY name");
  kr_put_text(q, 1, receipt);
  while (kr_query_more(q, &status, err)) {
    kr_ledger_state s = state_of(q);
    status = visit(context, &s, err);
  }
  return status;
}

#define SUM(what) "coalesce(sum(" what "), 0), "

kr_status kr_ledger_sum(kr_ledger *l, kr_ledger_totals *out, kr_error *err) {
  bool has_row;
  kr_query *q = kr_sql_ask(
      l->sql, "SELECT " SUM("promised_kg > 0") SUM("promised_kg") SUM("waiting_kg > 0") SUM("waiting_kg")
                  SUM("closed = 'rejected'") SUM("(closed = 'rejected') * (quantity_kg - promised_kg)")
                      "(SELECT count(*) FROM submission WHERE state = 'rejected') FROM shipment_now"
                      " WHERE receipt NOT IN (SELECT receipt FROM submission WHERE state = 'queued')");
  kr_status status = kr_query_next(q, &has_row, err);
  if (status != KR_OK) return status;
  *out = (kr_ledger_totals){kr_get_whole(q, 0), kr_get_whole(q, 1), kr_get_whole(q, 2), kr_get_whole(q, 3),
                            kr_get_whole(q, 4), kr_get_whole(q, 5), kr_get_whole(q, 6)};
  return kr_query_next(q, &has_row, err);
}

kr_status kr_ledger_night_status(kr_ledger *l, kr_date date, char out[16], kr_error *err) {
  bool has_row;
  kr_query *q = kr_sql_ask(l->sql, "SELECT status FROM night WHERE date = ?1");
  kr_put_whole(q, 1, date);
  kr_status status = kr_query_next(q, &has_row, err);
  if (status != KR_OK) return status;
  snprintf(out, 16, "%s", has_row ? kr_get_text(q, 0) : "");
  return has_row ? kr_query_next(q, &has_row, err) : KR_OK;
}
