#include "solver/arc_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define FROM_SOURCE 1u
#define TO_GOAL 2u
#define LIVE (FROM_SOURCE | TO_GOAL)

/** A shipment's place in the model: its commodity first, then its source. */
typedef struct member {
  int32_t cargo, goal; /* platform */
  double due_step;     /* INFINITY without */
  kr_micro weight;
  int32_t platform, ready; /* the source; ready KR_NONE = beyond the horizon */
  int32_t shipment;
} member;

struct kr_arc_model {
  const kr_timeline *line;
  kr_tolls *tolls; /* for the open arcs */
  bool by_origin;  /* flows run backward, from doors to yards */
  int32_t n_members, n_commodities;
  member *members;
  int32_t *first;        /* [commodities + 1] into members */
  int64_t *capacity_row; /* [resource * n_days + day], KR_NONE where closed */
  uint8_t *reach;        /* [states] of the current commodity */
  int64_t *row;          /* [states] likewise, KR_NONE = none */
  int64_t *entry_row;
  double *entry;
};

/** One commodity while it is being told. */
typedef struct commodity {
  const member *members;
  int32_t n_members;
  const kr_lane_tolls *lane;
  double weight;
} commodity;

static int compare_keys(const member *x, const member *y) {
  if (x->cargo != y->cargo) return x->cargo < y->cargo ? -1 : 1;
  if (x->goal != y->goal) return x->goal < y->goal ? -1 : 1;
  if (x->due_step < y->due_step) return -1;
  if (x->due_step > y->due_step) return 1;
  if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
  return 0;
}

static bool same_source(const member *x, const member *y) { return x->platform == y->platform && x->ready == y->ready; }

static int compare_members(const void *a, const void *b) {
  const member *x = a, *y = b;
  int keys = compare_keys(x, y);
  if (keys != 0) return keys;
  if (x->platform != y->platform) return x->platform < y->platform ? -1 : 1;
  if (x->ready != y->ready) return x->ready < y->ready ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

static double due_of(const kr_timeline *line, const kr_shipment *s) {
  int64_t due = kr_due_step(line->corridor, s);
  return line->is_static || line->late_factor <= 0 || due >= line->n_steps ? INFINITY : (double)due;
}

static void fill_members(kr_arc_model *m, bool by_origin) {
  const kr_corridor *c = m->line->corridor;
  const kr_network *net = m->line->network;
  for (int32_t s = 0; s < m->n_members; ++s) {
    const kr_shipment *sh = &c->shipments[s];
    int64_t ready = m->line->is_static ? 0 : kr_ready_step(c, sh);
    int32_t yard = net->yard[sh->origin], door = net->door[sh->destination];
    m->members[s] = (member){.cargo = sh->cargo,
                             .goal = by_origin ? yard : door,
                             .due_step = due_of(m->line, sh),
                             .weight = sh->weight,
                             .platform = by_origin ? door : yard,
                             .ready = ready > m->line->n_steps ? KR_NONE : (int32_t)ready,
                             .shipment = s};
  }
}

/** Sorts the shipments into commodities; @return how many. */
static int32_t form_commodities(kr_arc_model *m, bool by_origin) {
  int32_t n = 0;
  m->by_origin = by_origin;
  fill_members(m, by_origin);
  if (m->n_members > 1) qsort(m->members, (size_t)m->n_members, sizeof *m->members, compare_members);
  for (int32_t i = 0; i < m->n_members; ++i)
    if (i == 0 || compare_keys(&m->members[i - 1], &m->members[i]) != 0) m->first[n++] = i;
  m->first[n] = m->n_members;
  m->n_commodities = n;
  return n;
}

static int64_t n_states(const kr_timeline *line) { return ((int64_t)line->n_steps + 1) * line->network->n_platforms; }

static kr_status allocate(kr_arc_model *m, kr_error *err) {
  const kr_timeline *line = m->line;
  size_t states = (size_t)n_states(line), most_uses = 0;
  size_t n_rows = (size_t)kr_n_resources(line->corridor) * (size_t)line->n_days;
  for (int32_t a = 0; a < line->network->n_arcs; ++a)
    if ((size_t)line->network->arcs[a].resources.count > most_uses)
      most_uses = (size_t)line->network->arcs[a].resources.count;
  m->n_members = kr_n_shipments(line->corridor);
  m->members = kr_zeros((size_t)m->n_members, sizeof *m->members);
  m->first = kr_zeros((size_t)m->n_members + 1, sizeof *m->first);
  m->capacity_row = kr_zeros(n_rows, sizeof *m->capacity_row);
  m->reach = kr_zeros(states, sizeof *m->reach);
  m->row = kr_zeros(states, sizeof *m->row);
  m->entry_row = kr_zeros(most_uses + 2, sizeof *m->entry_row);
  m->entry = kr_zeros(most_uses + 2, sizeof *m->entry);
  if (!m->members || !m->first || !m->capacity_row || !m->reach || !m->row || !m->entry_row || !m->entry)
    return kr_fail_memory(err);
  return kr_tolls_create(&m->tolls, line, err);
}

kr_status kr_arc_model_create(kr_arc_model **out, const kr_timeline *line, kr_error *err) {
  kr_arc_model *m = kr_zeros(1, sizeof *m);
  if (!m) return kr_fail_memory(err);
  m->line = line;
  kr_status status = allocate(m, err);
  if (status != KR_OK) {
    kr_arc_model_free(m);
    return status;
  }
  int32_t by_destination = form_commodities(m, false);
  if (line->is_static && form_commodities(m, true) >= by_destination) form_commodities(m, false);
  *out = m;
  return KR_OK;
}

void kr_arc_model_free(kr_arc_model *m) {
  if (!m) return;
  kr_tolls_free(m->tolls);
  free(m->members);
  free(m->first);
  free(m->capacity_row);
  free(m->reach);
  free(m->row);
  free(m->entry_row);
  free(m->entry);
  free(m);
}

int32_t kr_arc_model_commodities(const kr_arc_model *m) { return m->n_commodities; }
bool kr_arc_model_is_by_origin(const kr_arc_model *m) { return m->by_origin; }

static commodity commodity_of(const kr_arc_model *m, int32_t k) {
  const member *first = &m->members[m->first[k]];
  return (commodity){.members = first,
                     .n_members = m->first[k + 1] - m->first[k],
                     .lane = &m->tolls->of_cargo[first->cargo],
                     .weight = kr_decimal_value(first->weight)};
}

static int64_t state_of(const kr_arc_model *m, int32_t platform, int32_t tau) {
  return (int64_t)tau * m->line->network->n_platforms + platform;
}

/** A move over the i-th open arc at a boundary, in the direction that the model's flow takes. */
typedef struct move {
  int64_t from, to; /* states */
  int32_t arc, head_platform, arrival, steps;
} move;

/** False where the arc is closed on that day or arrives behind the horizon. */
static bool find_move(const kr_arc_model *m, const kr_lane_tolls *lane, int32_t i, int32_t tau, move *out) {
  int32_t day = kr_bucket(m->line, tau), steps = lane->steps ? lane->steps[(int64_t)day * lane->n_arcs + i] : 0;
  if (steps > m->line->n_steps - tau || isinf(lane->toll[(int64_t)day * lane->n_arcs + i])) return false;
  int32_t from = m->by_origin ? lane->head[i] : lane->tail[i], to = m->by_origin ? lane->tail[i] : lane->head[i];
  *out = (move){.from = state_of(m, from, tau),
                .to = state_of(m, to, tau + steps),
                .arc = lane->arc[i],
                .head_platform = to,
                .arrival = tau + steps,
                .steps = steps};
  return true;
}

/** What the sources reach from boundary `tau` on; arcs of no steps until nothing changes. */
static void sweep_forward(kr_arc_model *m, const kr_lane_tolls *lane, int32_t tau) {
  int32_t n = m->line->network->n_platforms;
  for (bool again = true; again;) {
    again = false;
    for (int32_t i = 0; i < lane->n_arcs; ++i) {
      move v;
      if (!find_move(m, lane, i, tau, &v) || !(m->reach[v.from] & FROM_SOURCE) || m->reach[v.to] & FROM_SOURCE)
        continue;
      m->reach[v.to] |= FROM_SOURCE;
      again = again || v.steps == 0;
    }
  }
  for (int32_t p = 0; p < n && tau < m->line->n_steps; ++p)
    m->reach[state_of(m, p, tau + 1)] |= m->reach[state_of(m, p, tau)] & FROM_SOURCE;
}

static void sweep_backward(kr_arc_model *m, const kr_lane_tolls *lane, int32_t tau) {
  int32_t n = m->line->network->n_platforms;
  for (int32_t p = 0; p < n && tau < m->line->n_steps; ++p)
    m->reach[state_of(m, p, tau)] |= m->reach[state_of(m, p, tau + 1)] & TO_GOAL;
  for (bool again = true; again;) {
    again = false;
    for (int32_t i = lane->n_arcs; i-- > 0;) {
      move v;
      if (!find_move(m, lane, i, tau, &v) || !(m->reach[v.to] & TO_GOAL) || m->reach[v.from] & TO_GOAL) continue;
      m->reach[v.from] |= TO_GOAL;
      again = again || v.steps == 0;
    }
  }
}

static void mark_states(kr_arc_model *m, const commodity *k) {
  memset(m->reach, 0, (size_t)n_states(m->line));
  for (int32_t i = 0; i < k->n_members; ++i)
    if (k->members[i].ready != KR_NONE)
      m->reach[state_of(m, k->members[i].platform, k->members[i].ready)] |= FROM_SOURCE;
  for (int32_t tau = 0; tau <= m->line->n_steps; ++tau) m->reach[state_of(m, k->members[0].goal, tau)] |= TO_GOAL;
  for (int32_t tau = 0; tau <= m->line->n_steps; ++tau) sweep_forward(m, k->lane, tau);
  for (int32_t tau = m->line->n_steps; tau >= 0; --tau) sweep_backward(m, k->lane, tau);
}

/** The members of the source that begins at member i: [i, end). */
static int32_t source_end(const commodity *k, int32_t i) {
  int32_t end = i + 1;
  while (end < k->n_members && same_source(&k->members[i], &k->members[end])) end++;
  return end;
}

/** Gives rows to the sources, live or not, then to the other live states. @return the first row behind them */
static int64_t number_rows(kr_arc_model *m, const commodity *k, int64_t next) {
  mark_states(m, k);
  int32_t goal = k->members[0].goal, n = m->line->network->n_platforms;
  int64_t states = n_states(m->line);
  for (int64_t s = 0; s < states; ++s) m->row[s] = KR_NONE;
  for (int32_t i = 0; i < k->n_members; i = source_end(k, i), ++next) {
    if (k->members[i].ready == KR_NONE) continue;
    int64_t s = state_of(m, k->members[i].platform, k->members[i].ready);
    if (m->reach[s] == LIVE) m->row[s] = next;
  }
  for (int64_t s = 0; s < states; ++s)
    if (m->reach[s] == LIVE && m->row[s] == KR_NONE && s % n != goal) m->row[s] = next++;
  return next;
}

static kr_status tell_capacities(kr_arc_model *m, const kr_model_sink *sink, int64_t *next, kr_error *err) {
  kr_status status = KR_OK;
  int64_t n = (int64_t)kr_n_resources(m->line->corridor) * m->line->n_days;
  for (int64_t r = 0; r < n && status == KR_OK; ++r) {
    kr_micro capacity = m->line->timetable->capacity[r];
    m->capacity_row[r] = capacity > 0 ? (*next)++ : KR_NONE;
    if (capacity > 0)
      status = sink->row(sink->context, (kr_model_row){KR_ROW_AT_MOST, kr_decimal_value(capacity)}, err);
  }
  return status;
}

static kr_status tell_rows(kr_arc_model *m, const commodity *k, const kr_model_sink *sink, int64_t *next,
                           kr_error *err) {
  kr_status status = KR_OK;
  int64_t n_rows = -*next, n_sources = 0;
  *next = number_rows(m, k, *next);
  n_rows += *next;
  for (int32_t i = 0, end; i < k->n_members; i = end, ++n_sources) {
    int64_t kg = 0;
    end = source_end(k, i);
    for (int32_t j = i; j < end; ++j) kg += m->line->corridor->shipments[k->members[j].shipment].quantity_kg;
    KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_EQUAL, (double)kg / 1e3}, err));
  }
  for (int64_t i = n_sources; i < n_rows; ++i) KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_EQUAL, 0}, err));
done:
  return status;
}

static kr_status tell_unserved(const kr_arc_model *m, const commodity *k, const kr_model_sink *sink, int64_t row,
                               kr_error *err) {
  const double one = 1;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < k->n_members; i = source_end(k, i), ++row) {
    kr_model_column column = {k->weight * m->line->unserved_h, 1, &row, &one};
    KR_TRY(sink->column(sink->context, &column, err));
  }
done:
  return status;
}

static double move_cost(const kr_arc_model *m, const commodity *k, const move *v) {
  const kr_timeline *line = m->line;
  if (line->is_static) return k->weight * line->hours[v->arc];
  double late = v->head_platform == k->members[0].goal ? fmax(0.0, v->arrival - k->members[0].due_step) : 0.0;
  return k->weight * line->step_h * (v->steps + line->late_factor * late);
}

static kr_status tell_move(kr_arc_model *m, const commodity *k, const move *v, const kr_model_sink *sink,
                           kr_error *err) {
  const kr_corridor *c = m->line->corridor;
  kr_span uses = m->line->network->arcs[v->arc].resources;
  int32_t day = kr_bucket(m->line, v->arrival - v->steps), n = 0;
  m->entry_row[n] = m->row[v->from];
  m->entry[n++] = 1;
  if (v->head_platform != k->members[0].goal) {
    m->entry_row[n] = m->row[v->to];
    m->entry[n++] = -1;
  }
  for (int32_t i = 0; i < uses.count; ++i) {
    int32_t r = c->resource_lists[uses.first + i];
    m->entry_row[n] = m->capacity_row[(int64_t)r * m->line->n_days + day];
    m->entry[n++] = 1.0 / kr_decimal_value(kr_t_per_unit(c, k->members[0].cargo, r));
  }
  kr_model_column column = {move_cost(m, k, v), n, m->entry_row, m->entry};
  return sink->column(sink->context, &column, err);
}

static kr_status tell_waits(const kr_arc_model *m, const commodity *k, int32_t tau, const kr_model_sink *sink,
                            kr_error *err) {
  static const double values[2] = {1, -1};
  kr_status status = KR_OK;
  for (int32_t p = 0; p < m->line->network->n_platforms && tau < m->line->n_steps; ++p) {
    int64_t rows[2] = {m->row[state_of(m, p, tau)], m->row[state_of(m, p, tau + 1)]};
    kr_model_column column = {k->weight * m->line->step_h, 2, rows, values};
    if (rows[0] != KR_NONE && rows[1] != KR_NONE) KR_TRY(sink->column(sink->context, &column, err));
  }
done:
  return status;
}

static kr_status tell_columns(kr_arc_model *m, const commodity *k, const kr_model_sink *sink, int64_t *next,
                              kr_error *err) {
  kr_status status = KR_OK;
  int64_t first = *next;
  *next = number_rows(m, k, first);
  KR_TRY(tell_unserved(m, k, sink, first, err));
  for (int32_t tau = 0; tau <= m->line->n_steps; ++tau) {
    for (int32_t i = 0; i < k->lane->n_arcs; ++i) {
      move v;
      if (!find_move(m, k->lane, i, tau, &v) || m->row[v.from] == KR_NONE) continue;
      if (v.head_platform != k->members[0].goal && m->row[v.to] == KR_NONE) continue;
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
  for (int32_t i = 0; i < m->n_commodities; ++i) {
    commodity k = commodity_of(m, i);
    KR_TRY(tell_rows(m, &k, sink, &next, err));
  }
  next = behind_capacities;
  for (int32_t i = 0; i < m->n_commodities; ++i) {
    commodity k = commodity_of(m, i);
    KR_TRY(tell_columns(m, &k, sink, &next, err));
  }
done:
  return status;
}
