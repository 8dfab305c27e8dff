#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/pricing_internal.h"

/** The sort key of a shipment; made once, since due steps cost a division. */
typedef struct member_key {
  int32_t shipment, ware, node, ready;
  double due_step;
  kr_micro weight;
} member_key;

static double due_of(const kr_timeline *line, int32_t s) {
  int64_t due = kr_last_in_time(line, s);
  return due == INT64_MAX ? INFINITY : (double)due;
}

static int compare_groups(const member_key *x, const member_key *y) {
  if (x->ware != y->ware) return x->ware < y->ware ? -1 : 1;
  if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
  return x->node < y->node ? -1 : x->node > y->node;
}

static int compare_dues(const member_key *x, const member_key *y) {
  return x->due_step < y->due_step ? -1 : x->due_step > y->due_step;
}

static int compare_keys(const void *a, const void *b) {
  const member_key *x = a, *y = b;
  int order = compare_groups(x, y);
  if (!order) order = compare_dues(x, y);
  return order ? order : x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

/** Shipments that can be planned at all, as sorted keys; @return how many. */
static int32_t collect_keys(const kr_pricing *p, kr_path_tree_way way, member_key *keys) {
  const kr_corridor *c = p->line->corridor;
  int32_t n = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    const kr_shipment *sh = &c->shipments[s];
    int64_t ready = p->line->is_static ? 0 : kr_ready_step(c, sh);
    if (p->open_t[s] <= 0 || ready > p->line->n_steps) continue;
    int32_t node = way == KR_PATH_TREE_TO_DOOR ? sh->destination : sh->origin;
    keys[n++] = (member_key){s, kr_ware_of(c, s), node, (int32_t)ready, due_of(p->line, s), sh->weight};
  }
  if (n > 0) qsort(keys, (size_t)n, sizeof *keys, compare_keys);
  return n;
}

static int32_t count_groups(const member_key *keys, int32_t n) {
  int32_t groups = n > 0;
  for (int32_t i = 1; i < n; ++i) groups += compare_groups(&keys[i - 1], &keys[i]) != 0;
  return groups;
}

/** Static: trees to doors or from yards, whichever are fewer; doors when equal. Dated: always to doors. */
static int32_t choose_way(kr_pricing *p, member_key *keys) {
  p->way = KR_PATH_TREE_FROM_YARD;
  int32_t n = collect_keys(p, p->way, keys), from_yard = count_groups(keys, n);
  n = collect_keys(p, KR_PATH_TREE_TO_DOOR, keys);
  p->n_groups = count_groups(keys, n);
  if (!p->line->is_static || p->n_groups <= from_yard) {
    p->way = KR_PATH_TREE_TO_DOOR;
    return n;
  }
  p->n_groups = from_yard;
  return collect_keys(p, p->way, keys);
}

static kr_group new_group(const kr_pricing *p, const member_key *key, int32_t first) {
  const kr_network *net = p->line->network;
  return (kr_group){.root = p->way == KR_PATH_TREE_TO_DOOR ? net->door[key->node] : net->yard[key->node],
                    .ware = key->ware,
                    .first = first,
                    .first_step = INT32_MAX,
                    .weight = kr_decimal_value(key->weight),
                    .first_deadline = p->n_deadlines};
}

static kr_member new_member(const kr_pricing *p, const member_key *key) {
  const kr_shipment *sh = &p->line->corridor->shipments[key->shipment];
  const kr_network *net = p->line->network;
  int32_t leaf = p->way == KR_PATH_TREE_TO_DOOR ? net->yard[sh->origin] : net->door[sh->destination];
  return (kr_member){key->shipment, leaf, key->ready, KR_NONE, KR_NONE};
}

static void form_groups(kr_pricing *p, const member_key *keys, int32_t n) {
  int32_t n_groups = 0;
  for (int32_t i = 0; i < n; ++i) {
    p->members[i] = new_member(p, &keys[i]);
    bool new_group_here = i == 0 || compare_groups(&keys[i - 1], &keys[i]) != 0;
    if (new_group_here) p->groups[n_groups++] = new_group(p, &keys[i], i);
    kr_group *g = &p->groups[n_groups - 1];
    if (new_group_here || compare_dues(&keys[i - 1], &keys[i]) != 0) {
      p->deadlines[p->n_deadlines++] = (kr_deadline){.due_step = keys[i].due_step, .group = n_groups - 1, .first = i};
      g->n_deadlines++;
    }
    g->count++;
    p->deadlines[p->n_deadlines - 1].count++;
    if (keys[i].ready < g->first_step) g->first_step = keys[i].ready;
  }
}

/** The batch with most members first: threads should not wait for one that takes a big one last. */
static int compare_batches(const void *a, const void *b) {
  const kr_batch *x = a, *y = b;
  if (x->n_members != y->n_members) return x->n_members > y->n_members ? -1 : 1;
  return x->first < y->first ? -1 : x->first > y->first;
}

static void form_batches(kr_pricing *p) {
  for (int32_t g = 0; g < p->n_groups; ++g) {
    kr_batch *last = p->n_batches ? &p->batches[p->n_batches - 1] : NULL;
    if (!last || last->count == KR_LANES || p->groups[last->first].ware != p->groups[g].ware) {
      last = &p->batches[p->n_batches++];
      *last = (kr_batch){g, 0, 0};
    }
    last->count++;
    last->n_members += p->groups[g].count;
  }
  bool by_size = !p->line->is_static && p->n_batches > 1; /* trees share arc costs with those before them */
  if (by_size) qsort(p->batches, (size_t)p->n_batches, sizeof *p->batches, compare_batches);
}

kr_status kr_pricing_group(kr_pricing *p) {
  size_t n_shipments = (size_t)kr_n_shipments(p->line->corridor);
  member_key *keys = kr_zeros(n_shipments, sizeof *keys);
  p->members = kr_zeros(n_shipments, sizeof *p->members);
  if (!keys || !p->members) {
    free(keys);
    return KR_ERR_MEMORY;
  }
  int32_t n = choose_way(p, keys);
  p->groups = kr_zeros((size_t)p->n_groups, sizeof *p->groups);
  p->batches = kr_zeros((size_t)p->n_groups, sizeof *p->batches);
  p->deadlines = kr_zeros((size_t)n, sizeof *p->deadlines);
  bool have = p->groups && p->batches && p->deadlines;
  if (have) {
    p->n_members = n;
    form_groups(p, keys, n);
    form_batches(p);
  }
  free(keys);
  return have ? KR_OK : KR_ERR_MEMORY;
}
