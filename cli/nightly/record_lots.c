#include "cli/nightly/record_internal.h"

kr_status kr_record_broken(const kr_record *r, const char *shipment, int32_t number, const char *text) {
  return kr_fail(r->err, KR_ERR_VERIFY, "lot %d of %s %s", (int)number, shipment, text);
}

kr_status kr_query_count(kr_query *q, int64_t *n, kr_error *err) {
  bool found;
  *n = 0;
  return kr_query_whole(q, n, &found, err);
}

static void put_lot(kr_query *q, const kr_record *r, const kr_lot *lot) {
  const kr_leg *legs = r->o->lots->legs + lot->first_leg;
  kr_put_text(q, 1, kr_record_name(r, lot->shipment));
  kr_put_whole(q, 2, lot->number);
  kr_put_whole(q, 3, r->o->date);
  kr_put_whole(q, 4, lot->quantity_kg);
  kr_put_whole(q, 5, r->start_min + legs[0].depart_min);
  kr_put_whole(q, 6, r->start_min + legs[lot->n_legs - 1].arrive_min);
}

/** The cells of allocation.csv that say what a leg is, as parameters 4 to 10. */
static void put_leg_cells(kr_query *q, const kr_corridor *c, const kr_leg *leg) {
  const kr_ids *modes = c->mode_ids, *nodes = c->node_ids;
  const char *cells[6] = {"", "", "", "", "", ""}; /* link, node, from_mode, to_mode, from_node, to_node */
  if (leg->kind == KR_LEG_LINK) {
    const kr_link *link = &c->links[leg->what];
    cells[0] = kr_ids_text(c->link_ids, leg->what);
    cells[2] = cells[3] = kr_ids_text(modes, link->mode);
    cells[4] = kr_ids_text(nodes, leg->backward ? link->to_node : link->from_node);
    cells[5] = kr_ids_text(nodes, leg->backward ? link->from_node : link->to_node);
  } else {
    const kr_transfer *transfer = &c->transfers[leg->what];
    cells[1] = kr_ids_text(nodes, transfer->node);
    if (transfer->from_mode != KR_NONE) cells[2] = kr_ids_text(modes, transfer->from_mode);
    if (transfer->to_mode != KR_NONE) cells[3] = kr_ids_text(modes, transfer->to_mode);
  }
  kr_put_text(q, 4, kr_leg_kind_name((kr_leg_kind)leg->kind));
  for (int i = 0; i < 6; i++) kr_put_text(q, 5 + i, cells[i]);
}

/** Parameters 1 to 12: all of a row of leg. */
static void put_leg(kr_query *q, const kr_record *r, const kr_lot *lot, int32_t i) {
  const kr_leg *leg = &r->o->lots->legs[lot->first_leg + (size_t)i];
  kr_put_text(q, 1, kr_record_name(r, lot->shipment));
  kr_put_whole(q, 2, lot->number);
  kr_put_whole(q, 3, i + 1);
  put_leg_cells(q, r->o->corridor, leg);
  kr_put_whole(q, 11, r->start_min + leg->depart_min);
  kr_put_whole(q, 12, r->start_min + leg->arrive_min);
}

static kr_status add_use(const kr_record *r, const kr_lot *lot, int32_t i) {
  const kr_corridor *c = r->o->corridor;
  const kr_leg *leg = &r->o->lots->legs[lot->first_leg + (size_t)i];
  kr_span span = kr_leg_resources(c, leg);
  int32_t day = kr_day_of(c, r->o->timetable, leg->depart_min);
  kr_status status = KR_OK;
  for (int32_t k = 0; k < span.count && day >= 0 && status == KR_OK; k++) {
    int32_t resource = c->resource_lists[span.first + k];
    if (resource >= kr_first_quota(c)) continue;
    kr_query *q = kr_sql_ask(r->l->sql, "INSERT INTO capacity_used VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    kr_put_text(q, 1, kr_ids_text(c->resource_ids, resource));
    kr_put_whole(q, 2, c->start + day);
    kr_put_text(q, 3, kr_record_name(r, lot->shipment));
    kr_put_whole(q, 4, lot->number);
    kr_put_whole(q, 5, i + 1);
    kr_put_whole(q, 6, lot->quantity_kg);
    kr_put_whole(q, 7, kr_t_per_unit(c, c->shipments[lot->shipment].cargo, resource)); /* 10^-6 t is a gram */
    status = kr_query_run(q, NULL, r->err);
  }
  return status;
}

kr_status kr_record_promise(const kr_record *r, const kr_lot *lot) {
  kr_query *q = kr_sql_ask(r->l->sql,
                           "INSERT INTO lot (shipment, number, night, quantity_kg, depart_min, arrive_min)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  put_lot(q, r, lot);
  kr_status status = kr_query_run(q, NULL, r->err);
  for (int32_t i = 0; i < lot->n_legs && status == KR_OK; i++) {
    q = kr_sql_ask(r->l->sql, "INSERT INTO leg VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    put_leg(q, r, lot, i);
    status = kr_query_run(q, NULL, r->err);
    if (status == KR_OK) status = add_use(r, lot, i);
  }
  return status;
}

/** Whether the ledger has a lot just so: quantity, times, legs. It is from an earlier night, and not withdrawn. */
static kr_status is_as_promised(const kr_record *r, const kr_lot *lot, bool *is_same) {
  int64_t n;
  kr_query *q =
      kr_sql_ask(r->l->sql,
                 "SELECT count(*) FROM lot WHERE shipment = ?1 AND number = ?2 AND night <> ?3 AND quantity_kg = ?4"
                 " AND depart_min = ?5 AND arrive_min = ?6 AND withdrawn IS NULL AND ?7 ="
                 " (SELECT count(*) FROM leg WHERE leg.shipment = ?1 AND lot = ?2)");
  put_lot(q, r, lot);
  kr_put_whole(q, 7, lot->n_legs);
  kr_status status = kr_query_count(q, &n, r->err);
  for (int32_t i = 0; i < lot->n_legs && status == KR_OK && n == 1; i++) {
    q = kr_sql_ask(r->l->sql,
                   "SELECT count(*) FROM leg WHERE shipment = ?1 AND lot = ?2 AND number = ?3 AND kind = ?4"
                   " AND link = ?5 AND node = ?6 AND from_mode = ?7 AND to_mode = ?8 AND from_node = ?9"
                   " AND to_node = ?10 AND depart_min = ?11 AND arrive_min = ?12");
    put_leg(q, r, lot, i);
    status = kr_query_count(q, &n, r->err);
  }
  *is_same = n == 1;
  return status;
}

kr_status kr_record_keep(kr_record *r, const kr_lot *lot, bool *found) {
  int64_t n;
  bool is_same = false;
  kr_query *q = kr_sql_ask(r->l->sql, "SELECT count(*) FROM lot WHERE shipment = ?1 AND number = ?2");
  kr_put_text(q, 1, kr_record_name(r, lot->shipment));
  kr_put_whole(q, 2, lot->number);
  kr_status status = kr_query_count(q, &n, r->err);
  *found = n > 0;
  if (status != KR_OK || !*found) return status;
  status = is_as_promised(r, lot, &is_same);
  if (status == KR_OK && !is_same)
    status = kr_record_broken(r, kr_record_name(r, lot->shipment), lot->number, "is not as it was promised");
  r->n_kept++;
  return status;
}
