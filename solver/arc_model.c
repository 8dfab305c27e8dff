#include "solver/arc_model.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/arc_commodities.h"
#include "solver/arc_states.h"

struct kr_arc_model {
  const kr_timeline *line;
  kr_tolls *tolls; /* for the open arcs */
  kr_arc_commodities commodities;
  bool is_integer;
  int64_t *capacity_row; /* [resource * n_days + day], KR_NONE where closed; of whole units those of cargo 0 follow */
  kr_arc_states states;  /* of the current commodity */
  int64_t *entry_row;
  double *entry;
};

static kr_status allocate(kr_arc_model *m, kr_error *err) {
  const kr_timeline *line = m->line;
  size_t most_uses = 0;
  size_t n_rows = (size_t)kr_n_resources(line->corridor) * (size_t)line->n_days;
  for (int32_t a = 0; a < line->network->n_arcs; ++a)
    if ((size_t)line->network->arcs[a].resources.count > most_uses)
      most_uses = (size_t)line->network->arcs[a].resources.count;
  m->capacity_row = kr_zeros(n_rows, sizeof *m->capacity_row);
  m->entry_row = kr_zeros(most_uses + 2, sizeof *m->entry_row);
  m->entry = kr_zeros(most_uses + 2, sizeof *m->entry);
  if (!m->capacity_row || !m->entry_row || !m->entry) return kr_fail_memory(err);
  if (kr_arc_commodities_form(&m->commodities, line, m->is_integer) != KR_OK) return kr_fail_memory(err);
  if (kr_arc_states_init(&m->states, line, m->commodities.by_origin) != KR_OK) return kr_fail_memory(err);
  return kr_tolls_create(&m->tolls, line, err);
}

kr_status kr_arc_model_create(kr_arc_model **out, const kr_timeline *line, bool is_integer, kr_error *err) {
  kr_arc_model *m = kr_zeros(1, sizeof *m);
  if (!m) return kr_fail_memory(err);
  m->line = line;
  m->is_integer = is_integer;
  kr_status status = allocate(m, err);
  if (status != KR_OK) {
    kr_arc_model_free(m);
    return status;
  }
  *out = m;
  return KR_OK;
}

void kr_arc_model_free(kr_arc_model *m) {
  if (!m) return;
  kr_tolls_free(m->tolls);
  kr_arc_commodities_clear(&m->commodities);
  free(m->capacity_row);
  kr_arc_states_clear(&m->states);
  free(m->entry_row);
  free(m->entry);
  free(m);
}

int32_t kr_arc_model_commodities(const kr_arc_model *m) { return m->commodities.n; }
bool kr_arc_model_is_by_origin(const kr_arc_model *m) { return m->commodities.by_origin; }

static kr_arc_commodity commodity_of(const kr_arc_model *m, int32_t k) {
  const kr_arc_commodities *all = &m->commodities;
  const kr_arc_member *first = &all->members[all->first[k]];
  return (kr_arc_commodity){
      .members = first,
      .n_members = all->first[k + 1] - all->first[k],
      .lane = &m->tolls->of_ware[first->ware],
      .weight = kr_decimal_value(first->weight),
      .lot_t = first->alone ? (double)m->line->corridor->shipments[first->shipment].quantity_kg / 1e3 : 0};
}

static bool is_whole(const kr_arc_model *m, int64_t row) {
  return m->is_integer && m->line->corridor->resources[row / m->line->n_days].whole_units;
}

static kr_status tell_capacities(kr_arc_model *m, const kr_model_sink *sink, int64_t *next, kr_error *err) {
  kr_status status = KR_OK;
  int64_t n = (int64_t)kr_n_resources(m->line->corridor) * m->line->n_days;
  for (int64_t r = 0; r < n && status == KR_OK; ++r) {
    kr_micro capacity = m->line->timetable->capacity[r];
    int64_t n_rows = is_whole(m, r) ? 1 + kr_n_cargo(m->line->corridor) : 1;
    double units = is_whole(m, r) ? (double)(capacity / KR_MICRO) : kr_decimal_value(capacity);
    m->capacity_row[r] = capacity > 0 ? *next : KR_NONE;
    for (int64_t i = 0; i < n_rows && capacity > 0 && status == KR_OK; ++i, ++*next)
      status = sink->row(sink->context, (kr_model_row){KR_ROW_AT_MOST, i == 0 ? units : 0}, err);
  }
  return status;
}

/** Whole units of each cargo on each resource-day. */
static kr_status tell_units(const kr_arc_model *m, const kr_model_sink *sink, kr_error *err) {
  static const double values[2] = {1, -1};
  kr_status status = KR_OK;
  int64_t n = (int64_t)kr_n_resources(m->line->corridor) * m->line->n_days;
  for (int64_t r = 0; r < n; ++r) {
    int64_t units = m->line->timetable->capacity[r] / KR_MICRO;
    for (int32_t k = 0; k < kr_n_cargo(m->line->corridor) && is_whole(m, r) && units > 0; ++k) {
      int64_t rows[2] = {m->capacity_row[r], m->capacity_row[r] + 1 + k};
      kr_model_column column = {0, 2, rows, values, units < INT32_MAX ? (int32_t)units : INT32_MAX};
      KR_TRY(sink->column(sink->context, &column, err));
    }
  }
done:
  return status;
}

static kr_status tell_rows(kr_arc_model *m, const kr_arc_commodity *k, const kr_model_sink *sink, int64_t *next,
                           kr_error *err) {
  kr_status status = KR_OK;
  int64_t n_rows = -*next, n_sources = 0;
  *next = kr_arc_states_number(&m->states, k, *next);
  n_rows += *next;
  for (int32_t i = 0, end; i < k->n_members; i = end, ++n_sources) {
    int64_t kg = 0;
    end = kr_arc_source_end(k->members, i, k->n_members);
    for (int32_t j = i; j < end; ++j) kg += m->line->corridor->shipments[k->members[j].shipment].quantity_kg;
    KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_EQUAL, (double)kg / 1e3}, err));
  }
  for (int64_t i = n_sources; i < n_rows; ++i) KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_EQUAL, 0}, err));
done:
  return status;
}

static kr_status tell_unserved(const kr_arc_model *m, const kr_arc_commodity *k, const kr_model_sink *sink, int64_t row,
                               kr_error *err) {
  const double one = k->lot_t > 0 ? k->lot_t : 1;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < k->n_members; i = kr_arc_source_end(k->members, i, k->n_members), ++row) {
    kr_model_column column = {one * k->weight * m->line->unserved_h, 1, &row, &one, k->lot_t > 0};
    KR_TRY(sink->column(sink->context, &column, err));
  }
done:
  return status;
}

static double move_cost(const kr_arc_model *m, const kr_arc_commodity *k, const kr_arc_move *v) {
  const kr_timeline *line = m->line;
  if (line->is_static) return k->weight * line->hours[v->arc];
  double late = v->head_platform == k->members[0].goal ? fmax(0.0, v->arrival - k->members[0].due_step) : 0.0;
  return k->weight * line->step_h * (v->steps + line->late_factor * late);
}

static kr_status tell_move(kr_arc_model *m, const kr_arc_commodity *k, const kr_arc_move *v, const kr_model_sink *sink,
                           kr_error *err) {
  const kr_corridor *c = m->line->corridor;
  kr_span uses = m->line->network->arcs[v->arc].resources;
  int32_t day = kr_bucket(m->line, v->arrival - v->steps), n = 0, cargo = k->members[0].ware % kr_n_cargo(c);
  double lot = k->lot_t > 0 ? k->lot_t : 1;
  m->entry_row[n] = m->states.row[v->from];
  m->entry[n++] = lot;
  if (v->head_platform != k->members[0].goal) {
    m->entry_row[n] = m->states.row[v->to];
    m->entry[n++] = -lot;
  }
  for (int32_t i = 0; i < uses.count; ++i) {
    int32_t r = c->resource_lists[uses.first + i];
    int64_t row = (int64_t)r * m->line->n_days + day;
    if (!kr_counts_on(c, k->members[0].ware / kr_n_cargo(c), r)) continue;
    m->entry_row[n] = m->capacity_row[row] + (is_whole(m, row) ? 1 + cargo : 0);
    m->entry[n++] = lot / kr_decimal_value(kr_t_per_unit(c, cargo, r));
  }
  kr_model_column column = {lot * move_cost(m, k, v), n, m->entry_row, m->entry, k->lot_t > 0};
  return sink->column(sink->context, &column, err);
}

static kr_status tell_waits(const kr_arc_model *m, const kr_arc_commodity *k, int32_t tau, const kr_model_sink *sink,
                            kr_error *err) {
  double lot = k->lot_t > 0 ? k->lot_t : 1, values[2] = {lot, -lot};
  kr_status status = KR_OK;
  for (int32_t p = 0; p < m->line->network->n_platforms && tau < m->line->n_steps; ++p) {
    int64_t rows[2] = {m->states.row[kr_arc_state_of(&m->states, p, tau)],
                       m->states.row[kr_arc_state_of(&m->states, p, tau + 1)]};
    kr_model_column column = {lot * k->weight * m->line->step_h, 2, rows, values, k->lot_t > 0};
    if (rows[0] != KR_NONE && rows[1] != KR_NONE) KR_TRY(sink->column(sink->context, &column, err));
  }
done:
  return status;
}

static kr_status tell_columns(kr_arc_model *m, const kr_arc_commodity *k, const kr_model_sink *sink, int64_t *next,
                              kr_error *err) {
  kr_status status = KR_OK;
  int64_t first = *next;
  *next = kr_arc_states_number(&m->states, k, first);
  KR_TRY(tell_unserved(m, k, sink, first, err));
  for (int32_t tau = 0; tau <= m->line->n_steps; ++tau) {
    for (int32_t i = 0; i < k->lane->n_arcs; ++i) {
      kr_arc_move v;
      if (!kr_arc_find_move(&m->states, k->lane, i, tau, &v) || m->states.row[v.from] == KR_NONE) continue;
      if (v.head_platform != k->members[0].goal && m->states.row[v.to] == KR_NONE) continue;
      KR_TRY(tell_move(m, k, &v, sink, err));
    }
    KR_TRY(tell_waits(m, k, tau, sink, err));
  }
done:
  return status;
}

kr_status kr_arc_model_tell(kr_arc_model *m, const kr_model_sink *sink, kr_error *err) {
  kr_status status = KR_OK;
  int64_t next = 0;
  KR_TRY(tell_capacities(m, sink, &next, err));
  int64_t behind_capacities = next;
  for (int32_t i = 0; i < m->commodities.n; ++i) {
    kr_arc_commodity k = commodity_of(m, i);
    KR_TRY(tell_rows(m, &k, sink, &next, err));
  }
  next = behind_capacities;
  for (int32_t i = 0; i < m->commodities.n; ++i) {
    kr_arc_commodity k = commodity_of(m, i);
    KR_TRY(tell_columns(m, &k, sink, &next, err));
  }
  KR_TRY(tell_units(m, sink, err));
done:
  return status;
}
