#include "solver/integer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/result.h"
#include "solver/clock.h"
#include "solver/integer_branch.h"

#define DIVE_GAP 1e-5  /* of the LPs within a dive: a trial need not be exact to be compared */
#define DIVE_STEPS 400 /* beyond that many a dive is given up */
#define WORTH 1e-9     /* relative: what counts as better */
#define WINDOW_DAYS 7  /* at most */
#define SHAKE 0.35     /* at most, of a unit */
#define FIRST_DIVES 20
#define SMALL_SHIPMENTS 60
#define MOST_NODES 200000
#define MOST_ROWS 5      /* static: so many resources are thought over at once, at most */
#define OTHERS 0.3       /* … and this part as many of other shipments */
#define FIRST_REACH 60.0 /* shipments thought over at once … */
#define LEAST_REACH 4.0
#define MOST_REACH 400.0
#define GROW 1.1 /* … more after a success, fewer after a failure */
#define SHRINK 0.98
#define MOVES 6 /* units moved at once, at most */

static void free_decisions(kr_decisions *d) {
  free(d->units);
  free(d->way);
}

void kr_integer_free(kr_integer *p) {
  if (!p) return;
  free_decisions(&p->now);
  free_decisions(&p->best);
  free(p->is_whole);
  free(p->there);
  free(p->capacity);
  free(p->promised);
  free(p->open_t);
  free(p->held);
  free(p->root_toll);
  free(p->used);
  free(p->best_flow);
  free(p->incumbents);
  kr_tolls_free(p->tolls);
  kr_search_free(p->search);
  free(p->route.moves);
  free(p);
}

static bool make_decisions(const kr_integer *p, kr_decisions *d) {
  size_t n = (size_t)p->n_rows * (size_t)p->n_cargo;
  d->units = kr_zeros(n, sizeof *d->units);
  d->way = kr_zeros((size_t)p->n_shipments, sizeof *d->way);
  if (!d->units || !d->way) return false;
  for (size_t i = 0; i < n; ++i) d->units[i] = KR_UNDECIDED;
  for (int32_t s = 0; s < p->n_shipments; ++s) d->way[s] = KR_UNDECIDED;
  return true;
}

static void copy_decisions(const kr_integer *p, kr_decisions *to, const kr_decisions *from) {
  memcpy(to->units, from->units, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *to->units);
  memcpy(to->way, from->way, (size_t)p->n_shipments * sizeof *to->way);
}

static bool allocate(kr_integer *p) {
  size_t rows = (size_t)p->n_rows, cells = rows * (size_t)p->n_cargo, n = (size_t)p->n_shipments;
  p->is_whole = kr_zeros(rows, sizeof *p->is_whole);
  p->there = kr_zeros(rows, sizeof *p->there);
  p->capacity = kr_zeros(rows, sizeof *p->capacity);
  p->promised = kr_zeros(cells, sizeof *p->promised);
  p->open_t = kr_zeros(n, sizeof *p->open_t);
  p->held = kr_zeros(cells, sizeof *p->held);
  p->root_toll = kr_zeros(rows, sizeof *p->root_toll);
  p->used = kr_zeros(cells, sizeof *p->used);
  bool have = p->is_whole && p->there && p->capacity && p->promised && p->open_t && p->root_toll && p->held && p->used;
  return have && make_decisions(p, &p->now) && make_decisions(p, &p->best);
}

/** Units that promised lots hold, by cargo. */
static void count_promised(kr_integer *p, const kr_allocation *taken) {
  const kr_corridor *c = p->line->corridor;
  for (size_t i = 0; i < taken->n_lots; ++i)
    for (int32_t k = 0; k < taken->lots[i].n_legs; ++k) {
      const kr_leg *leg = &taken->legs[taken->lots[i].first_leg + (size_t)k];
      int32_t day = kr_day_of(c, p->line->timetable, leg->depart_min),
              cargo = c->shipments[taken->lots[i].shipment].cargo;
      kr_span span = kr_leg_resources(c, leg);
      for (int32_t j = 0; j < span.count && day >= 0; ++j) {
        int32_t r = c->resource_lists[span.first + j];
        p->promised[((int64_t)r * p->line->n_days + day) * p->n_cargo + cargo] +=
            (double)taken->lots[i].quantity_kg * 1e-3 / kr_decimal_value(kr_t_per_unit(c, cargo, r));
      }
    }
}

/** Only whole units are there; for the LP likewise. */
static void count_units(kr_integer *p) {
  const kr_corridor *c = p->line->corridor;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    kr_micro capacity = p->line->timetable->capacity[r];
    p->capacity[r] = p->lp->capacity[r];
    p->is_whole[r] = c->resources[r / p->line->n_days].whole_units;
    if (!p->is_whole[r]) continue;
    int64_t units = capacity / KR_MICRO,
            promised = 0; /* a row that promised lots fill counts as one without capacity */
    for (int32_t k = 0; k < p->n_cargo; ++k) promised += kr_units_needed(p->promised[(int64_t)r * p->n_cargo + k]);
    if (units < promised) units = promised;
    p->there[r] = units > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)units;
    p->capacity[r] = fmax(0, p->lp->capacity[r] - kr_decimal_value(capacity % KR_MICRO));
  }
}

kr_status kr_integer_create(kr_integer **out, kr_lp *lp, kr_timeline *line, const kr_allocation *taken, kr_error *err) {
  kr_integer *p = kr_zeros(1, sizeof *p);
  if (!p) return kr_fail_memory(err);
  p->lp = lp;
  p->line = line;
  p->n_rows = kr_n_base_rows(lp->line);
  p->n_cargo = kr_n_cargo(lp->line->corridor);
  p->n_shipments = kr_n_shipments(lp->line->corridor);
  p->best_objective = INFINITY;
  p->reach = FIRST_REACH;
  p->bound = -INFINITY;
  p->seed = UINT64_C(0x2545F4914F6CDD1D);
  kr_status status = allocate(p) ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = kr_tolls_create(&p->tolls, line, err);
  if (status == KR_OK) status = kr_search_create(&p->search, line, err);
  if (status != KR_OK) {
    kr_integer_free(p);
    return status;
  }
  memcpy(p->open_t, lp->open_t, (size_t)p->n_shipments * sizeof *p->open_t);
  count_promised(p, taken);
  count_units(p);
  kr_integer_apply(p);
  *out = p;
  return KR_OK;
}

/* ---- plans ---- */

static double objective_now(const kr_integer *p) { return p->lp->objective + p->fixed_cost; }

static void report(const kr_integer *p, double began) {
  const kr_settings *s = p->lp->settings;
  if (!s->progress) return;
  kr_progress progress = {"dive",
                          p->n_dives,
                          p->best_objective,
                          p->bound,
                          kr_relative_gap(p->best_objective, p->bound),
                          (int64_t)p->lp->pool->n_columns,
                          p->lp->master ? kr_master_last(p->lp->master).n_tight : 0,
                          kr_clock_wall() - began};
  s->progress(s->progress_context, &progress);
}

kr_status kr_integer_note_best(kr_integer *p, double objective) {
  if (!kr_grow(&p->incumbents, &p->incumbent_room, p->n_incumbents + 1, sizeof *p->incumbents)) return KR_ERR_MEMORY;
  p->best_objective = objective;
  p->incumbents[p->n_incumbents++] = (kr_incumbent){kr_clock_wall() - p->began_s, objective, p->bound};
  return KR_OK;
}

/** The way that an unsplittable shipment takes in the flow, which is a plan. */
static int32_t way_taken(const kr_integer *p, int32_t s) {
  const kr_columns *pool = p->lp->pool;
  if (!(p->open_t[s] > 0) || p->line->corridor->shipments[s].splittable) return KR_UNDECIDED;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous)
    if ((size_t)j < p->lp->n_flow && p->lp->flow[j] > 0.5 * p->open_t[s]) return j;
  return KR_REJECTED;
}

/** The flow and the ways of unsplittable shipments become the best plan. */
static kr_status keep_best(kr_integer *p) {
  size_t n = p->lp->pool->n_columns;
  if (!kr_grow(&p->best_flow, &p->best_room, n + 1, sizeof *p->best_flow)) return KR_ERR_MEMORY;
  for (size_t j = 0; j < n; ++j) p->best_flow[j] = j < p->lp->n_flow ? p->lp->flow[j] : 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    if (p->now.way[s] >= 0) p->best_flow[p->now.way[s]] = p->open_t[s];
    if (p->now.way[s] == KR_UNDECIDED) p->now.way[s] = way_taken(p, s);
  }
  p->n_best = n;
  copy_decisions(p, &p->best, &p->now);
  return kr_integer_note_best(p, objective_now(p));
}

static kr_status solve_now(kr_integer *p, kr_error *err) {
  kr_integer_apply(p);
  kr_status status = kr_lp_again(p->lp, DIVE_GAP, p->deadline_s, err);
  p->is_stopped = p->is_stopped || p->lp->is_stopped;
  return status;
}

/**
 * From what is decided to a plan. Given up where even the LP of what is decided costs more than the best plan.
 * @param is_plan whether one was reached that is worth keeping
 */
static kr_status dive(kr_integer *p, bool *is_plan, kr_error *err) {
  *is_plan = false;
  p->n_dives++;
  for (int step = 0; step < DIVE_STEPS; ++step) {
    kr_status status = solve_now(p, err);
    if (status != KR_OK || p->is_stopped) return status;
    if (objective_now(p) > p->best_objective - WORTH * fabs(p->best_objective)) return KR_OK;
    int32_t n;
    if (kr_integer_decide(p, &n) != KR_OK) return kr_fail_memory(err);
    if (n > 0) continue;
    *is_plan = true;
    return keep_best(p) == KR_OK ? KR_OK : kr_fail_memory(err);
  }
  return KR_OK;
}

/* ---- the search ---- */

static bool uses_days(const kr_integer *p, int32_t column, int32_t from, int32_t to) {
  const kr_column *col = &p->lp->pool->columns[column];
  for (int32_t k = 0; k < col->n_uses; ++k) {
    int32_t row = p->lp->pool->uses[col->first_use + (size_t)k].row;
    if (row < p->n_rows && kr_day_of_row(p, row) >= from && kr_day_of_row(p, row) < to) return true;
  }
  return false;
}

/** Takes back what is decided in some days. */
static void take_back_days(kr_integer *p) {
  int32_t days = p->line->n_days, length = 1 + (int32_t)(kr_integer_random(p) * WINDOW_DAYS);
  int32_t from = (int32_t)(kr_integer_random(p) * (days + length - 1)) - length + 1, to = from + length;
  double share = kr_integer_random(p) < 0.5 ? 1.0 : 0.5;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int32_t day = kr_day_of_row(p, r);
    if (day < from || day >= to || !p->is_whole[r] || kr_integer_random(p) > share) continue;
    for (int32_t k = 0; k < p->n_cargo; ++k) *kr_units_at(p, &p->now, r, k) = KR_UNDECIDED;
  }
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    int32_t way = p->now.way[s];
    if (way == KR_REJECTED || (way >= 0 && uses_days(p, way, from, to))) p->now.way[s] = KR_UNDECIDED;
  }
}

static bool uses_row(const kr_integer *p, int32_t column, int32_t row) {
  const kr_column *col = &p->lp->pool->columns[column];
  for (int32_t k = 0; k < col->n_uses; ++k)
    if (p->lp->pool->uses[col->first_use + (size_t)k].row == row) return true;
  return false;
}

/** A row that had a toll at the root, by lot; KR_NONE where none had. */
static int32_t draw_tolled_row(kr_integer *p) {
  int32_t n = 0, row = KR_NONE;
  for (int32_t r = 0; r < p->n_rows; ++r)
    if (p->root_toll[r] > 0 && kr_integer_random(p) * ++n < 1) row = r;
  return row;
}

static int32_t count_users(const kr_integer *p, int32_t row) {
  int32_t n = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) n += p->now.way[s] >= 0 && uses_row(p, p->now.way[s], row);
  return n;
}

/** Static: takes back ways over a few dear resources, some others, and what was rejected: about p->reach of them. */
static void take_back_rows(kr_integer *p) {
  int32_t n = 1 + (int32_t)(kr_integer_random(p) * MOST_ROWS);
  double others = OTHERS * p->reach / p->n_shipments;
  for (int32_t s = 0; s < p->n_shipments; ++s)
    if (p->now.way[s] == KR_REJECTED || kr_integer_random(p) < others) p->now.way[s] = KR_UNDECIDED;
  for (int32_t i = 0; i < n; ++i) {
    int32_t row = draw_tolled_row(p);
    if (row == KR_NONE) return;
    double share = p->reach / n / (count_users(p, row) + 1);
    for (int32_t k = 0; k < p->n_cargo; ++k) *kr_units_at(p, &p->now, row, k) = KR_UNDECIDED;
    for (int32_t s = 0; s < p->n_shipments; ++s)
      if (p->now.way[s] >= 0 && kr_integer_random(p) < share && uses_row(p, p->now.way[s], row))
        p->now.way[s] = KR_UNDECIDED;
  }
}

static void take_back(kr_integer *p) {
  if (p->line->n_days > 1) {
    take_back_days(p);
  } else {
    take_back_rows(p);
  }
}

/** A unit from the cargo to which it is worth least to the one to which it is worth most. @return what it might save */
static double best_move(const kr_integer *p, const double *toll, int32_t row, int32_t *from, int32_t *to) {
  double most = -INFINITY, least = INFINITY;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int32_t y = *kr_units_at(p, &p->now, row, k);
    if (y == KR_UNDECIDED) return 0;
    double price = toll[kr_cargo_row(p->line, row, k)];
    if (price > most) {
      most = price;
      *to = k;
    }
    bool may_give = y > 0 && p->held[(int64_t)row * p->n_cargo + k] <= y - 1 + KR_NEARLY;
    if (may_give && price < least) {
      least = price;
      *from = k;
    }
  }
  return most > least ? most - least : 0;
}

/** Moves some of the units that seem to be worth most elsewhere. @return how many */
static int32_t move_units(kr_integer *p) {
  const double *toll = kr_master_last(p->lp->master).toll;
  int32_t wanted = 1 + (int32_t)(kr_integer_random(p) * MOVES), n = 0;
  double best = 0;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int32_t from = 0, to = 0;
    if (p->is_whole[r]) best = fmax(best, best_move(p, toll, r, &from, &to));
  }
  for (int32_t r = 0; r < p->n_rows && n < wanted && best > 0; ++r) {
    int32_t from = 0, to = 0;
    double gain = p->is_whole[r] ? best_move(p, toll, r, &from, &to) : 0;
    if (!(gain > 0) || from == to || gain < best * kr_integer_random(p)) continue;
    --*kr_units_at(p, &p->now, r, from);
    ++*kr_units_at(p, &p->now, r, to);
    n++;
  }
  return n;
}

static kr_status improve(kr_integer *p, double began, kr_error *err) {
  bool is_better;
  copy_decisions(p, &p->now, &p->best);
  p->shake = SHAKE * kr_integer_random(p);
  if (p->n_dives % 2 == 0 || move_units(p) == 0) take_back(p);
  kr_status status = dive(p, &is_better, err);
  p->reach = fmin(MOST_REACH, fmax(LEAST_REACH, p->reach * (is_better ? GROW : SHRINK)));
  if (status == KR_OK && is_better) report(p, began);
  return status;
}

/** Small enough for branch and price. */
static bool is_small(const kr_integer *p) {
  int32_t n = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) n += p->open_t[s] > 0;
  return n <= SMALL_SHIPMENTS && p->n_cargo <= 64;
}

static bool is_over(kr_integer *p, double gap) {
  const kr_settings *s = p->lp->settings;
  p->is_stopped = p->is_stopped || kr_lp_must_stop(p->lp, p->deadline_s); /* a trial may be too short to look */
  return p->is_stopped || p->is_closed || kr_relative_gap(p->best_objective, p->bound) <= gap ||
         (s->iteration_limit > 0 && p->n_dives + p->n_nodes >= s->iteration_limit);
}

static int64_t nodes_left(const kr_integer *p) {
  int64_t limit = p->lp->settings->iteration_limit;
  return limit > 0 ? limit - p->n_dives : MOST_NODES;
}

kr_status kr_integer_search(kr_integer *p, double gap, double deadline_s, kr_error *err) {
  double began = p->began_s = kr_clock_wall();
  bool is_plan;
  p->deadline_s = deadline_s;
  kr_status status = kr_lp_solve(p->lp, 0.01 * gap, deadline_s, err);
  if (status != KR_OK) return status;
  p->is_stopped = p->lp->is_stopped;
  p->bound = p->lp->bound;
  memcpy(p->root_toll, p->lp->toll, (size_t)p->n_rows * sizeof *p->root_toll);
  if (!p->is_stopped) status = dive(p, &is_plan, err);
  if (status == KR_OK) report(p, began);
  for (int i = 0; i < FIRST_DIVES && status == KR_OK && is_small(p) && !is_over(p, gap); ++i)
    status = improve(p, began, err);
  if (status == KR_OK && is_small(p) && !is_over(p, gap)) status = kr_integer_branch(p, gap, nodes_left(p), err);
  while (status == KR_OK && !is_over(p, gap)) status = improve(p, began, err);
  return status;
}

kr_incumbent *kr_integer_take_incumbents(kr_integer *p, size_t *n) {
  kr_incumbent *all = p->incumbents;
  *n = p->n_incumbents;
  p->incumbents = NULL;
  p->n_incumbents = p->incumbent_room = 0;
  return all;
}

kr_integer_plan kr_integer_best(const kr_integer *p) {
  bool have = p->best_objective < INFINITY;
  return (kr_integer_plan){have ? p->best_flow : p->lp->flow,
                           have ? p->n_best : p->lp->n_flow,
                           p->best_objective,
                           p->bound,
                           p->n_dives,
                           p->n_nodes,
                           p->is_stopped};
}
