#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/integer_internal.h"

#define DUST 1e-9 /* of a shipment: rounding */

/** A lot of the plan on the board: tonnes of a shipment on a route. */
typedef struct posted {
  int32_t shipment, arrival, n_moves;
  size_t first_move;
  double t;
} posted;

/** The best plan of all streams. Touched by one thread at a time. */
struct kr_board {
  kr_integer *home; /* whose incumbents are told */
  double objective, bound;
  bool is_closed; /* the home's tree */
  posted *lots;
  size_t n_lots, lot_room;
  kr_move *moves;
  size_t n_moves, move_room;
  kr_decisions plan; /* units; of ways only whether there is one: which, the lots say */
  kr_status status;
  kr_error err;
};

static kr_status post_lot(kr_board *b, const kr_columns *pool, int32_t column, double t) {
  const kr_column *col = &pool->columns[column];
  size_t n = (size_t)col->n_moves;
  if (!kr_grow(&b->lots, &b->lot_room, b->n_lots + 1, sizeof *b->lots)) return KR_ERR_MEMORY;
  if (!kr_grow(&b->moves, &b->move_room, b->n_moves + n + 1, sizeof *b->moves)) return KR_ERR_MEMORY;
  memcpy(b->moves + b->n_moves, pool->moves + col->first_move, n * sizeof *b->moves);
  b->lots[b->n_lots++] = (posted){col->shipment, col->arrival, col->n_moves, b->n_moves, t};
  b->n_moves += n;
  return KR_OK;
}

/** A stream's plan goes to the board if it is the best of all. */
static kr_status post(kr_board *b, kr_integer *p) {
  kr_status status = KR_OK;
  if (!(p->best_objective < b->objective)) return status;
  p->did.n_better += p->board != NULL;
  b->n_lots = b->n_moves = 0;
  for (size_t j = 0; j < p->n_best && status == KR_OK; ++j)
    if (p->best_flow[j] > DUST * p->open_t[p->lp->pool->columns[j].shipment])
      status = post_lot(b, p->lp->pool, (int32_t)j, p->best_flow[j]);
  if (status != KR_OK) return status;
  kr_integer_copy(p, &b->plan, &p->best);
  b->objective = p->best_objective;
  return p->board ? kr_integer_tell(b->home, p) : KR_OK;
}

static kr_status fetch_lot(const kr_board *b, const posted *lot, kr_integer *p) {
  int32_t j;
  kr_status status =
      kr_columns_add(p->lp->pool, lot->shipment, b->moves + lot->first_move, (size_t)lot->n_moves, lot->arrival, &j);
  if (status != KR_OK) return status;
  size_t n = p->lp->pool->n_columns;
  if (!kr_grow(&p->best_flow, &p->best_room, n + 1, sizeof *p->best_flow)) return KR_ERR_MEMORY;
  for (; p->n_best < n; ++p->n_best) p->best_flow[p->n_best] = 0;
  p->best_flow[j] = lot->t;
  bool is_way = p->best.way[lot->shipment] >= 0 && lot->t > 0.5 * p->open_t[lot->shipment];
  if (is_way) p->best.way[lot->shipment] = j;
  return KR_OK;
}

/** What the stream made better since the last exchange. */
static void cut_graft(kr_integer *p) {
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo;
  for (size_t i = 0; i < cells; ++i)
    p->graft.units[i] = p->best.units[i] != p->base.units[i] ? p->best.units[i] : KR_UNDECIDED;
  for (int32_t s = 0; s < p->n_shipments; ++s)
    p->graft.way[s] = p->best.way[s] != p->base.way[s] ? p->best.way[s] : KR_UNDECIDED;
  p->has_graft = true;
}

/** The board's plan becomes a stream's own if it is better. */
static kr_status fetch(const kr_board *b, kr_integer *p) {
  kr_status status = KR_OK;
  if (!(b->objective < p->best_objective)) return status;
  if (p->best_objective < p->base_objective && p->base_objective < INFINITY) cut_graft(p);
  kr_integer_copy(p, &p->best, &b->plan);
  for (size_t j = 0; j < p->n_best; ++j) p->best_flow[j] = 0;
  for (size_t i = 0; i < b->n_lots && status == KR_OK; ++i) status = fetch_lot(b, &b->lots[i], p);
  p->best_objective = b->objective;
  return status;
}

/** What is proven holds for all. */
static void share_bound(kr_board *b, kr_integer *p) {
  b->bound = fmax(b->bound, p->bound);
  b->is_closed = b->is_closed || p->is_closed;
  p->bound = b->bound;
  p->is_closed = b->is_closed;
}

static void mark_base(kr_integer *p) {
  if (p->best_objective == p->base_objective) return;
  kr_integer_copy(p, &p->base, &p->best);
  p->base_objective = p->best_objective;
}

/** After a trial, or before the first. @return false when the stream is to end */
static bool exchange(kr_board *b, kr_integer *p, kr_status status, const kr_error *err) {
  bool goes_on;
#pragma omp critical(kr_board)
  {
    kr_status mine = status == KR_OK ? post(b, p) : status;
    if (mine == KR_OK) mine = fetch(b, p);
    share_bound(b, p);
    if (mine == KR_OK) mark_base(p);
    if (mine != KR_OK && b->status == KR_OK) {
      b->status = mine;
      b->err = *err;
      if (status == KR_OK) kr_fail_memory(&b->err);
    }
    goes_on = b->status == KR_OK;
  }
  return goes_on;
}

static void run_stream(kr_board *b, kr_integer *p, double gap) {
  kr_error err = {0};
  kr_status status = KR_OK;
  double began_s = kr_clock_thread();
  int64_t dives = p->n_dives;
  while (exchange(b, p, status, &err) && !kr_integer_is_over(p, gap)) status = kr_integer_improve(p, &err);
  p->did.cpu_s = kr_clock_thread() - began_s;
  p->did.n_dives = p->n_dives - dives;
}

/** What a stream compares its plan with. */
static bool make_exchange(kr_integer *p) {
  p->base_objective = INFINITY;
  return kr_integer_make_decisions(p, &p->base) && kr_integer_make_decisions(p, &p->graft);
}

static kr_status create_streams(kr_integer **streams, int32_t n, kr_integer *p, const kr_settings *settings,
                                kr_error *err) {
  kr_status status = KR_OK;
  streams[0] = p;
  if (!make_exchange(p)) return kr_fail_memory(err);
  for (int32_t i = 1; i < n && status == KR_OK; ++i) {
    status = kr_integer_create_stream(&streams[i], p, settings, p->seed + (uint64_t)i, err);
    if (status == KR_OK && !make_exchange(streams[i])) status = kr_fail_memory(err);
  }
  return status;
}

static kr_status run_streams(kr_board *b, kr_integer **streams, int32_t n, double gap, kr_error *err) {
  kr_integer *p = b->home;
  if (post(b, p) != KR_OK) return kr_fail_memory(err);
  for (int32_t i = 0; i < n; ++i) streams[i]->board = b;
#pragma omp parallel for schedule(static, 1) num_threads(n)
  for (int32_t i = 0; i < n; ++i) run_stream(b, streams[i], gap);
  p->board = NULL;
  p->n_streams = n;
  for (int32_t i = 0; i < n; ++i) p->streams[i] = streams[i]->did;
  for (int32_t i = 1; i < n; ++i) p->n_dives += streams[i]->n_dives;
  kr_error none = {0};
  exchange(b, p, KR_OK, &none);
  *err = b->err;
  return b->status;
}

kr_status kr_integer_search_streams(kr_integer *p, double gap, int32_t n_streams, kr_error *err) {
  kr_settings settings = *p->lp->settings; /* progress is the board's home's to tell */
  settings.threads = 1;
  kr_board b = {.home = p, .objective = INFINITY, .bound = -INFINITY};
  kr_integer **streams = kr_zeros((size_t)n_streams, sizeof *streams);
  p->streams = kr_zeros((size_t)n_streams, sizeof *p->streams);
  kr_status status = streams && p->streams && kr_integer_make_decisions(p, &b.plan) ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = create_streams(streams, n_streams, p, &settings, err);
  if (status == KR_OK) status = run_streams(&b, streams, n_streams, gap, err);
  for (int32_t i = 1; streams && i < n_streams; ++i) kr_integer_free_stream(streams[i]);
  free(streams);
  free(b.lots);
  free(b.moves);
  kr_integer_free_decisions(&b.plan);
  return status;
}
