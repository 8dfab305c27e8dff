#include "tests/arcflow_model.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "tests/arcflow_arcs.h"

/** What the building needs; row numbers are 0 where there is no row yet. */
typedef struct draft {
  kr_flow_model *m;
  const kr_corridor *c;
  const kr_timetable *t;
  kr_flow_goal goal;
  int *capacity_row; /**< [resource * days + day] */
  int *units_row;    /**< [(resource * days + day) * cargo], integer: tonnes of a cargo <= what its whole units carry */
} draft;

static kr_status add_row(kr_flow_model *m, kr_flow_row row, int *number) {
  if (!kr_grow(&m->rows, &m->row_room, m->n_rows + 2, sizeof row)) return KR_ERR_MEMORY;
  m->rows[++m->n_rows] = row;
  *number = (int)m->n_rows;
  return KR_OK;
}

static kr_status add_column(kr_flow_model *m, kr_flow_column column) {
  if (!kr_grow(&m->columns, &m->column_room, m->n_columns + 2, sizeof column)) return KR_ERR_MEMORY;
  m->columns[++m->n_columns] = column;
  return KR_OK;
}

/** Adds `value` to the entry of the last column in `row`. */
static kr_status add_entry(kr_flow_model *m, int row, double value) {
  int column = (int)m->n_columns;
  for (size_t i = m->n_entries; i > 0 && m->entry_column[i] == column; i--)
    if (m->entry_row[i] == row) return m->entry[i] += value, KR_OK;
  size_t need = m->n_entries + 2;
  if (!kr_grow(&m->entry_row, &m->entry_row_room, need, sizeof *m->entry_row) ||
      !kr_grow(&m->entry_column, &m->entry_column_room, need, sizeof *m->entry_column) ||
      !kr_grow(&m->entry, &m->entry_room, need, sizeof *m->entry))
    return KR_ERR_MEMORY;
  size_t i = ++m->n_entries;
  m->entry_row[i] = row, m->entry_column[i] = column, m->entry[i] = value;
  return KR_OK;
}

static kr_status add_capacity_rows(draft *d) {
  kr_status status = KR_OK;
  for (int32_t r = 0; r < kr_n_resources(d->c); r++)
    for (int32_t day = 0; day < d->t->n_days; day++) {
      kr_flow_row row = {true, kr_decimal_value(kr_capacity_of(d->t, r, day))};
      KR_TRY(add_row(d->m, row, &d->capacity_row[(size_t)r * (size_t)d->t->n_days + (size_t)day]));
    }
done:
  return status;
}

/** n whole units of one resource and day for one cargo: -t_per_unit * n in its own row, n in the day's row. */
static kr_status add_units(draft *d, int32_t resource, int32_t cargo, int units_row, int sum_row, double most) {
  kr_status status = KR_OK;
  KR_TRY(add_column(d->m, (kr_flow_column){KR_FLOW_WHOLE, 0.0, most, -1, false}));
  KR_TRY(add_entry(d->m, units_row, -kr_decimal_value(kr_t_per_unit(d->c, cargo, resource))));
  KR_TRY(add_entry(d->m, sum_row, 1.0));
done:
  return status;
}

static kr_status add_whole_units(draft *d) {
  kr_status status = KR_OK;
  int32_t days = d->t->n_days, n_cargo = kr_n_cargo(d->c);
  for (int32_t i = 0; i < kr_n_resources(d->c) * days; i++) {
    int32_t resource = i / days, sum_row;
    if (!d->c->resources[resource].whole_units) continue;
    double most = (double)(kr_capacity_of(d->t, resource, i % days) / KR_MICRO);
    KR_TRY(add_row(d->m, (kr_flow_row){true, most}, &sum_row));
    for (int32_t k = 0; k < n_cargo; k++) {
      if (kr_t_per_unit(d->c, k, resource) <= 0) continue;
      int *row = &d->units_row[(size_t)i * (size_t)n_cargo + (size_t)k];
      KR_TRY(add_row(d->m, (kr_flow_row){true, 0.0}, row));
      KR_TRY(add_units(d, resource, k, *row, sum_row, most));
    }
  }
done:
  return status;
}

/** Whether a resource is a quota of somebody else, or one that does not limit on that day. */
static bool is_no_concern(const draft *d, const kr_shipment *s, int32_t resource, int32_t day) {
  int32_t quota = resource - kr_first_quota(d->c);
  if (quota < 0) return false;
  return d->c->quotas[quota].forwarder != s->forwarder || kr_capacity_of(d->t, resource, day) == KR_NO_LIMIT;
}

/** The last column takes capacity: `tonnes` of the shipment's cargo for each 1 of the column. */
static kr_status add_uses(draft *d, const kr_flow_arc *arc, const kr_shipment *s, double tonnes) {
  kr_status status = KR_OK;
  int32_t cargo = s->cargo;
  for (int32_t i = 0; i < arc->resources.count; i++) {
    int32_t resource = d->c->resource_lists[arc->resources.first + i];
    if (is_no_concern(d, s, resource, arc->day)) continue;
    size_t at = (size_t)resource * (size_t)d->t->n_days + (size_t)arc->day;
    double t_per_unit = kr_decimal_value(kr_t_per_unit(d->c, cargo, resource));
    KR_TRY(add_entry(d->m, d->capacity_row[at], tonnes / t_per_unit));
    if (d->goal == KR_FLOW_LINEAR || !d->c->resources[resource].whole_units) continue;
    KR_TRY(add_entry(d->m, d->units_row[at * (size_t)kr_n_cargo(d->c) + (size_t)cargo], tonnes));
  }
done:
  return status;
}

/** The balance rows of one shipment: the source gives `quantity`, the sink needs no row. */
static kr_status add_balances(kr_flow_model *m, const kr_flow_arcs *a, double quantity, int *row_of) {
  kr_status status = KR_OK;
  for (size_t i = 0; i < a->n; i++) {
    const int32_t ends[2] = {a->arcs[i].tail, a->arcs[i].head};
    for (int e = 0; e < 2; e++) {
      if (ends[e] == KR_FLOW_SINK || row_of[ends[e]]) continue;
      KR_TRY(add_row(m, (kr_flow_row){false, ends[e] == KR_FLOW_SOURCE ? quantity : 0.0}, &row_of[ends[e]]));
    }
  }
done:
  return status;
}

/** One column per arc, in tonnes; in wholes of the shipment where it may not be split. */
static kr_status add_flows(draft *d, int32_t shipment, const kr_flow_arcs *a, const int *row_of) {
  kr_status status = KR_OK;
  const kr_shipment *s = &d->c->shipments[shipment];
  bool whole = d->goal == KR_FLOW_INTEGER && !s->splittable;
  double quantity = (double)s->quantity_kg / 1000.0, tonnes = whole ? quantity : 1.0;
  for (size_t i = 0; i < a->n; i++) {
    const kr_flow_arc *arc = &a->arcs[i];
    double cost = kr_decimal_value(s->weight) * arc->hours * tonnes;
    bool stays = arc->tail == KR_FLOW_SOURCE && arc->head == KR_FLOW_SINK;
    kr_flow_domain domain = whole ? KR_FLOW_BINARY : KR_FLOW_REAL;
    KR_TRY(add_column(d->m, (kr_flow_column){domain, cost, quantity / tonnes, shipment, stays}));
    KR_TRY(add_entry(d->m, row_of[arc->tail], tonnes));
    if (arc->head != KR_FLOW_SINK) KR_TRY(add_entry(d->m, row_of[arc->head], -tonnes));
    KR_TRY(add_uses(d, arc, s, tonnes));
  }
done:
  return status;
}

static kr_status add_shipment(draft *d, int32_t shipment) {
  kr_status status = KR_OK;
  const kr_shipment *s = &d->c->shipments[shipment];
  kr_flow_arcs arcs = {0};
  int *row_of = NULL;
  KR_TRY(kr_flow_arcs_build(&arcs, d->c, d->t, shipment));
  row_of = kr_zeros((size_t)arcs.n_vertices, sizeof *row_of);
  if (!row_of) KR_TRY(KR_ERR_MEMORY);
  KR_TRY(add_balances(d->m, &arcs, (double)s->quantity_kg / 1000.0, row_of));
  KR_TRY(add_flows(d, shipment, &arcs, row_of));
done:
  free(row_of);
  kr_flow_arcs_clear(&arcs);
  return status;
}

kr_status kr_flow_model_build(kr_flow_model *out, const kr_corridor *c, const kr_timetable *t, kr_flow_goal goal) {
  size_t n = (size_t)kr_n_resources(c) * (size_t)t->n_days;
  draft d = {.m = out, .c = c, .t = t, .goal = goal};
  d.capacity_row = kr_zeros(n, sizeof *d.capacity_row);
  d.units_row = kr_zeros(n * (size_t)kr_n_cargo(c), sizeof *d.units_row);
  kr_status status = d.capacity_row && d.units_row ? KR_OK : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  KR_TRY(add_capacity_rows(&d));
  if (goal == KR_FLOW_INTEGER) KR_TRY(add_whole_units(&d));
  for (int32_t s = 0; s < kr_n_shipments(c); s++) KR_TRY(add_shipment(&d, s));
done:
  free(d.capacity_row);
  free(d.units_row);
  return status;
}

void kr_flow_model_clear(kr_flow_model *m) {
  free(m->rows);
  free(m->columns);
  free(m->entry_row);
  free(m->entry_column);
  free(m->entry);
  *m = (kr_flow_model){0};
}
