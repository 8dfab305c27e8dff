#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_node.h"

#define LEAST_BREACH 0.01 /* of one shipment: a cut must be broken by so much */
#define MOST_PER_ROW 4    /* covers of up to so many shipments and one */
#define MOST_CUTS 2000
#define MARGIN 1e-9 /* relative: loads so near the threshold are not members */

double kr_node_load(const kr_node_lp *n, int32_t s, int32_t row) {
  const kr_corridor *c = n->p->line->corridor;
  kr_micro per = kr_t_per_unit(c, c->shipments[s].cargo, row / n->p->line->n_days);
  return per > 0 ? n->p->open_t[s] / kr_decimal_value(per) : 0;
}

bool kr_cut_has(const kr_node_lp *n, const kr_cut *cut, int32_t s) {
  if (!(n->p->open_t[s] > 0) || n->p->line->corridor->shipments[s].splittable) return false;
  if (cut->members) return cut->members[s / 64] >> (s % 64) & 1;
  return kr_node_load(n, s, cut->row) > cut->least_load * (1 + MARGIN);
}

static bool is_known(const kr_node_lp *n, const kr_cut *cut) {
  for (int32_t i = n->newest_cut[cut->row]; i != KR_NONE; i = n->cuts[i].next)
    if (!n->cuts[i].members && n->cuts[i].most == cut->most) return true;
  return false;
}

static bool add_cut(kr_node_lp *n, kr_cut cut, int32_t *n_added) {
  if (!kr_grow(&n->cuts, &n->cut_room, (size_t)n->n_cuts + 1, sizeof *n->cuts)) return false;
  cut.next = n->newest_cut[cut.row];
  n->newest_cut[cut.row] = n->n_cuts;
  n->cuts[n->n_cuts++] = cut;
  ++*n_added;
  return true;
}

/** How often unsplittable shipments go over each row: z by shipment of one row. */
static void count_crossings(const kr_node_lp *n, int32_t row, double *z) {
  const kr_columns *store = n->p->lp->pool;
  for (int32_t s = 0; s < n->p->n_shipments; ++s) z[s] = 0;
  for (size_t j = 0; j < n->n_flow; ++j) {
    const kr_column *col = &store->columns[j];
    for (int32_t k = 0; k < col->n_uses && n->flow[j] > 0; ++k) {
      kr_use use = store->uses[col->first_use + (size_t)k];
      if (use.row == row) z[col->shipment] += n->flow[j] * use.per_t / kr_node_load(n, col->shipment, row);
    }
  }
}

/* ---- rows that a route goes over once ---- */

/** No route takes both arcs: it visits no platform twice, since waiting is free and going in a circle is not. */
static bool exclude_each_other(const kr_arc *a, const kr_arc *b) {
  return a->tail == b->tail || a->head == b->head || (a->tail == b->head && a->head == b->tail);
}

/** Arcs by the resources they go over: those of r are arcs[first[r]] … arcs[first[r + 1]]. */
static void list_arcs(const kr_node_lp *n, int32_t *first, int32_t *arcs) {
  const kr_network *net = n->line.network;
  const int32_t *lists = n->line.corridor->resource_lists;
  int32_t n_resources = n->p->n_rows / n->line.n_days;
  for (int32_t a = 0; a < net->n_arcs; ++a)
    for (int32_t k = 0; k < net->arcs[a].resources.count; ++k) first[lists[net->arcs[a].resources.first + k]]++;
  for (int32_t r = 0; r < n_resources; ++r) first[r + 1] += first[r];
  for (int32_t a = net->n_arcs - 1; a >= 0; --a) /* first[r] is the end of its run, until it is filled */
    for (int32_t k = 0; k < net->arcs[a].resources.count; ++k)
      arcs[--first[lists[net->arcs[a].resources.first + k]]] = a;
}

static bool is_taken_once(const kr_node_lp *n, const int32_t *arcs, int32_t count) {
  const kr_arc *all = n->line.network->arcs;
  for (int32_t i = 0; i < count; ++i)
    for (int32_t j = 0; j < i; ++j)
      if (!exclude_each_other(&all[arcs[i]], &all[arcs[j]])) return false;
  return true;
}

kr_status kr_node_find_once(kr_node_lp *n) {
  int32_t n_resources = n->p->n_rows / n->line.n_days;
  size_t most = 0;
  for (int32_t a = 0; a < n->line.network->n_arcs; ++a) most += (size_t)n->line.network->arcs[a].resources.count;
  int32_t *first = kr_zeros((size_t)n_resources + 1, sizeof *first), *arcs = kr_zeros(most, sizeof *arcs);
  n->is_taken_once = kr_zeros((size_t)n_resources, sizeof *n->is_taken_once);
  bool have = first && arcs && n->is_taken_once;
  if (have) list_arcs(n, first, arcs);
  for (int32_t r = 0; r < n_resources && have; ++r)
    n->is_taken_once[r] = is_taken_once(n, arcs + first[r], first[r + 1] - first[r]);
  free(first);
  free(arcs);
  return have ? KR_OK : KR_ERR_MEMORY;
}

/* ---- the heavy ---- */

static bool cut_heavy(kr_node_lp *n, int32_t row, const double *z, int32_t *n_added) {
  for (int32_t most = 1; most <= MOST_PER_ROW; ++most) {
    kr_cut cut = {row, most, n->p->capacity[row] / (most + 1), NULL, KR_NONE};
    double sum = 0;
    if (is_known(n, &cut)) continue;
    for (int32_t s = 0; s < n->p->n_shipments; ++s)
      if (z[s] > 0 && kr_cut_has(n, &cut, s)) sum += z[s];
    if (sum > most + LEAST_BREACH && !add_cut(n, cut, n_added)) return false;
  }
  return true;
}

/* ---- covers ---- */

typedef struct item {
  int32_t shipment;
  double load, z, order;
} item;

static int by_order(const void *a, const void *b) {
  const item *x = a, *y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

/** Unsplittable shipments that go over the row, those first that are most there for their weight. @return how many */
static int32_t list_items(const kr_node_lp *n, int32_t row, const double *z, item *items) {
  int32_t count = 0;
  for (int32_t s = 0; s < n->p->n_shipments; ++s) {
    if (!(z[s] > KR_NEARLY) || n->p->line->corridor->shipments[s].splittable) continue;
    double load = kr_node_load(n, s, row);
    items[count++] = (item){s, load, z[s], (1 - z[s]) / load};
  }
  if (count > 1) qsort(items, (size_t)count, sizeof *items, by_order);
  return count;
}

/** Items [0, result) are a cover, none of which can be left out; 0 where all together are none. */
static int32_t find_cover(item *items, int32_t count, double capacity) {
  double sum = 0, over = capacity * (1 + MARGIN) + MARGIN;
  int32_t size = 0;
  while (size < count && sum <= over) sum += items[size++].load;
  if (sum <= over) return 0;
  for (int32_t i = size - 1; i >= 0; --i) {
    if (sum - items[i].load <= over) continue;
    sum -= items[i].load;
    items[i] = items[--size];
  }
  return size;
}

/** The members of a cover's cut: also all that weigh as much as its heaviest. @param sum what the point has of them */
static bool extend(const kr_node_lp *n, int32_t row, const item *cover, int32_t size, const double *z,
                   uint64_t *members, double *sum) {
  double heaviest = 0;
  *sum = 0;
  for (int32_t i = 0; i < size; ++i) heaviest = fmax(heaviest, cover[i].load);
  for (int32_t i = 0; i < size; ++i) members[cover[i].shipment / 64] |= UINT64_C(1) << (cover[i].shipment % 64);
  for (int32_t s = 0; s < n->p->n_shipments; ++s) {
    bool may_split = n->p->line->corridor->shipments[s].splittable || !(n->p->open_t[s] > 0);
    if (!may_split && kr_node_load(n, s, row) >= heaviest) members[s / 64] |= UINT64_C(1) << (s % 64);
    if (members[s / 64] >> (s % 64) & 1) *sum += z[s];
  }
  return *sum > size - 1 + LEAST_BREACH;
}

static bool cut_cover(kr_node_lp *n, int32_t row, const double *z, item *items, int32_t *n_added) {
  int32_t count = list_items(n, row, z, items), size = find_cover(items, count, n->p->capacity[row]);
  double sum;
  if (size < 2 || !n->is_taken_once[row / n->p->line->n_days]) return true;
  uint64_t *members = kr_zeros((size_t)n->p->n_shipments / 64 + 1, sizeof *members);
  if (!members) return false;
  if (extend(n, row, items, size, z, members, &sum) &&
      add_cut(n, (kr_cut){row, size - 1, 0, members, KR_NONE}, n_added))
    return true;
  bool have = sum <= size - 1 + LEAST_BREACH;
  free(members);
  return have;
}

kr_status kr_node_cut(kr_node_lp *n, int32_t *n_added) {
  const kr_integer *p = n->p;
  double *z = kr_zeros((size_t)p->n_shipments, sizeof *z);
  item *items = kr_zeros((size_t)p->n_shipments, sizeof *items);
  bool have = z && items;
  *n_added = 0;
  for (int32_t r = 0; r < p->n_rows && n->n_cuts < MOST_CUTS && have; ++r) {
    if (!(p->capacity[r] > 0)) continue;
    count_crossings(n, r, z);
    have = cut_heavy(n, r, z, n_added) && cut_cover(n, r, z, items, n_added);
  }
  free(z);
  free(items);
  return have ? KR_OK : KR_ERR_MEMORY;
}
