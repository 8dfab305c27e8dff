#include "cli/nightly/ledger_internal.h"

static kr_ledger_shipment shipment_of(kr_query *q) {
  return (kr_ledger_shipment){.name = kr_get_text(q, 0),
                              .forwarder = kr_get_text(q, 1),
                              .own_id = kr_get_text(q, 2),
                              .receipt = kr_get_text(q, 3),
                              .origin = kr_get_text(q, 4),
                              .destination = kr_get_text(q, 5),
                              .cargo = kr_get_text(q, 6),
                              .quantity_kg = kr_get_whole(q, 7),
                              .ready_min = kr_get_whole(q, 8),
                              .due_min = kr_get_is_null(q, 9) ? KR_NO_DUE : kr_get_whole(q, 9),
                              .weight = kr_get_whole(q, 10),
                              .splittable = kr_get_whole(q, 11) != 0,
                              .waiting_kg = kr_get_whole(q, 12),
                              .moving_kg = kr_get_whole(q, 13)};
}

kr_status kr_ledger_each_shipment(kr_ledger *l, int64_t instant_min, kr_shipment_visit visit, void *context,
                                  kr_error *err) {
  kr_status status = KR_OK;
  kr_query *q = kr_sql_ask(
      l->sql,
      "SELECT * FROM (SELECT name, forwarder, own_id, receipt, origin, destination, cargo, quantity_kg, ready_min,"
      " due_min, weight_u, splittable, waiting_kg, (SELECT coalesce(sum(l.quantity_kg), 0) FROM lot AS l"
      " WHERE l.shipment = name AND l.withdrawn IS NULL AND l.arrive_min > ?1) AS moving_kg FROM shipment_now"
      " WHERE receipt IN (SELECT receipt FROM submission WHERE state <> 'queued'))"
      " WHERE waiting_kg > 0 OR moving_kg > 0 ORDER BY receipt, name");
  kr_put_whole(q, 1, instant_min);
  while (kr_query_more(q, &status, err)) {
    kr_ledger_shipment s = shipment_of(q);
    status = visit(context, &s, err);
  }
  return status;
}

static kr_ledger_leg leg_of(kr_query *q) {
  return (kr_ledger_leg){.shipment = kr_get_text(q, 0),
                         .lot = (int32_t)kr_get_whole(q, 1),
                         .quantity_kg = kr_get_whole(q, 2),
                         .number = (int32_t)kr_get_whole(q, 3),
                         .kind = kr_get_text(q, 4),
                         .link = kr_get_text(q, 5),
                         .node = kr_get_text(q, 6),
                         .from_mode = kr_get_text(q, 7),
                         .to_mode = kr_get_text(q, 8),
                         .from_node = kr_get_text(q, 9),
                         .to_node = kr_get_text(q, 10),
                         .depart_min = kr_get_whole(q, 11),
                         .arrive_min = kr_get_whole(q, 12)};
}

static kr_status visit_legs(kr_query *q, kr_leg_visit visit, void *context, kr_error *err) {
  kr_status status = KR_OK;
  while (kr_query_more(q, &status, err)) {
    kr_ledger_leg leg = leg_of(q);
    status = visit(context, &leg, err);
  }
  return status;
}

#define LEGS                                                                                              \
  "SELECT l.shipment, l.number, l.quantity_kg, g.number, g.kind, g.link, g.node, g.from_mode, g.to_mode," \
  " g.from_node, g.to_node, g.depart_min, g.arrive_min"                                                   \
  " FROM lot AS l JOIN leg AS g ON g.shipment = l.shipment AND g.lot = l.number WHERE l.withdrawn IS NULL AND "
#define IN_ORDER " ORDER BY l.shipment, l.number, g.number"

kr_status kr_ledger_each_leg(kr_ledger *l, int64_t instant_min, kr_leg_visit visit, void *context, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql, LEGS "l.arrive_min > ?1" IN_ORDER);
  kr_put_whole(q, 1, instant_min);
  return visit_legs(q, visit, context, err);
}

kr_status kr_ledger_each_leg_of(kr_ledger *l, const char *receipt, kr_leg_visit visit, void *context, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql, LEGS "l.shipment IN (SELECT name FROM shipment WHERE receipt = ?1)" IN_ORDER);
  kr_put_text(q, 1, receipt);
  return visit_legs(q, visit, context, err);
}

kr_status kr_ledger_last_lot(kr_ledger *l, const char *shipment, int32_t *number, bool *is_closed, kr_error *err) {
  bool has_row;
  kr_query *q =
      kr_sql_ask(l->sql,
                 "SELECT coalesce(max(number), 0),"
                 " EXISTS (SELECT 1 FROM shipment WHERE name = ?1 AND closed <> '') FROM lot WHERE shipment = ?1");
  kr_put_text(q, 1, shipment);
  kr_status status = kr_query_next(q, &has_row, err);
  if (status != KR_OK) return status;
  *number = (int32_t)kr_get_whole(q, 0);
  if (is_closed) *is_closed = kr_get_whole(q, 1) != 0;
  return kr_query_next(q, &has_row, err);
}
