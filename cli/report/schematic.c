#include "cli/report/schematic.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

#define PASSES 12
#define ASPECT 0.5 /* height to width */
#define UNSEEN (-1)

/** The network as neighbours, and a walk through it. */
typedef struct walk {
  const kr_corridor *c;
  int32_t *first, *neighbours; /* [nodes + 1], [2 * links] */
  int32_t *layer, *queue, *rank;
  double *row;
} walk;

static void link_up(walk *w) {
  int32_t n = kr_n_nodes(w->c), m = kr_n_links(w->c);
  for (int32_t i = 0; i < m; ++i) {
    w->first[w->c->links[i].from_node + 1]++;
    w->first[w->c->links[i].to_node + 1]++;
  }
  for (int32_t i = 0; i < n; ++i) w->first[i + 1] += w->first[i];
  for (int32_t i = 0; i < n; ++i) w->rank[i] = w->first[i];
  for (int32_t i = 0; i < m; ++i) {
    w->neighbours[w->rank[w->c->links[i].from_node]++] = w->c->links[i].to_node;
    w->neighbours[w->rank[w->c->links[i].to_node]++] = w->c->links[i].from_node;
  }
}

/** Layers of what can be reached from `start`, as queue[0 … n). @return n; the last of them is farthest */
static int32_t spread(walk *w, int32_t start, int32_t from_layer) {
  int32_t n = 0;
  w->queue[n++] = start;
  w->layer[start] = from_layer;
  for (int32_t i = 0; i < n; ++i) {
    int32_t node = w->queue[i];
    for (int32_t k = w->first[node]; k < w->first[node + 1]; ++k) {
      int32_t next = w->neighbours[k];
      if (w->layer[next] != UNSEEN) continue;
      w->layer[next] = w->layer[node] + 1;
      w->queue[n++] = next;
    }
  }
  return n;
}

/** Every part of the network starts from a node at its end. */
static void find_layers(walk *w) {
  for (int32_t start = 0; start < kr_n_nodes(w->c); ++start) {
    if (w->layer[start] != UNSEEN) continue;
    int32_t n = spread(w, start, 0), end = w->queue[n - 1];
    for (int32_t i = 0; i < n; ++i) w->layer[w->queue[i]] = UNSEEN;
    spread(w, end, 0);
  }
}

typedef struct seat {
  int32_t layer, node;
  double row;
} seat;

static int compare_seats(const void *a, const void *b) {
  const seat *x = a, *y = b;
  if (x->layer != y->layer) return x->layer < y->layer ? -1 : 1;
  if (x->row != y->row) return x->row < y->row ? -1 : 1;
  return x->node < y->node ? -1 : x->node > y->node;
}

/** Rows of each layer: evenly, in order of their wishes. */
static void seat_layers(walk *w, seat *seats) {
  int32_t n = kr_n_nodes(w->c);
  for (int32_t i = 0; i < n; ++i) seats[i] = (seat){w->layer[i], i, w->row[i]};
  if (n > 1) qsort(seats, (size_t)n, sizeof *seats, compare_seats);
  for (int32_t from = 0, to; from < n; from = to) {
    for (to = from; to < n && seats[to].layer == seats[from].layer;) ++to;
    for (int32_t i = from; i < to; ++i) w->row[seats[i].node] = (i - from + 0.5) / (to - from) - 0.5;
  }
}

static void wish_near_neighbours(walk *w) {
  for (int32_t i = 0; i < kr_n_nodes(w->c); ++i) {
    double sum = w->row[i];
    for (int32_t k = w->first[i]; k < w->first[i + 1]; ++k) sum += w->row[w->neighbours[k]];
    w->row[i] = sum / (1 + w->first[i + 1] - w->first[i]);
  }
}

static void place(walk *w, seat *seats, kr_point *at) {
  int32_t n = kr_n_nodes(w->c), most = 1;
  link_up(w);
  for (int32_t i = 0; i < n; ++i) w->layer[i] = UNSEEN;
  find_layers(w);
  for (int32_t pass = 0; pass < PASSES; ++pass) {
    seat_layers(w, seats);
    if (pass + 1 < PASSES) wish_near_neighbours(w);
  }
  for (int32_t i = 0; i < n; ++i) most = w->layer[i] > most ? w->layer[i] : most;
  for (int32_t i = 0; i < n; ++i) at[i] = (kr_point){(double)w->layer[i] / most, ASPECT * w->row[i]};
}

kr_status kr_schematic_place(const kr_corridor *c, kr_point *at) {
  size_t n = (size_t)kr_n_nodes(c), m = (size_t)kr_n_links(c);
  walk w = {.c = c,
            .first = kr_zeros(n + 1, sizeof *w.first),
            .neighbours = kr_zeros(2 * m, sizeof *w.neighbours),
            .layer = kr_zeros(n, sizeof *w.layer),
            .queue = kr_zeros(n, sizeof *w.queue),
            .rank = kr_zeros(n, sizeof *w.rank),
            .row = kr_zeros(n, sizeof *w.row)};
  seat *seats = kr_zeros(n, sizeof *seats);
  bool fine = w.first && w.neighbours && w.layer && w.queue && w.rank && w.row && seats;
  if (fine) place(&w, seats, at);
  void *own[] = {w.first, w.neighbours, w.layer, w.queue, w.rank, w.row, seats};
  for (size_t i = 0; i < sizeof own / sizeof *own; ++i) free(own[i]);
  return fine ? KR_OK : KR_ERR_MEMORY;
}
