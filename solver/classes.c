#include "solver/classes.h"

#include <stdlib.h>

#include "graph/memory.h"

/** What makes shipments alike, with the due boundary and the number last. */
typedef struct kind {
  kr_micro weight;
  int64_t ready, due;
  int32_t origin, destination, cargo, group, shipment; /* group: what else keeps them apart */
} kind;

static kind kind_of(const kr_timeline *line, int32_t s, kr_merging merging) {
  const kr_shipment *sh = &line->corridor->shipments[s];
  int64_t ready = line->is_static ? 0 : kr_ready_step(line->corridor, sh);
  int32_t group = merging == KR_MERGE_BY_FORWARDER ? sh->forwarder : kr_rank_of(line->corridor, s);
  return (kind){sh->weight, ready, kr_last_in_time(line, s), sh->origin, sh->destination, sh->cargo, group, s};
}

static int compare_kinds(const kind *x, const kind *y) {
  if (x->origin != y->origin) return x->origin < y->origin ? -1 : 1;
  if (x->destination != y->destination) return x->destination < y->destination ? -1 : 1;
  if (x->cargo != y->cargo) return x->cargo < y->cargo ? -1 : 1;
  if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  return x->ready < y->ready ? -1 : x->ready > y->ready;
}

static int compare(const void *a, const void *b) {
  const kind *x = a, *y = b;
  int order = compare_kinds(x, y);
  if (order) return order;
  if (x->due != y->due) return x->due < y->due ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

/** A class of the members from place `first` up to `last`. */
static void form(kr_classes *c, double *open_t, int32_t first, int32_t last) {
  int32_t speaker = c->order[first];
  long double sum = 0;
  for (int32_t i = first; i < last; ++i) {
    sum += c->own_t[c->order[i]];
    c->speaker[c->order[i]] = speaker;
    open_t[c->order[i]] = 0;
  }
  c->count[speaker] = last - first;
  open_t[speaker] = (double)sum;
  c->n_classes++;
}

static void form_all(kr_classes *c, const kind *kinds, double *open_t, kr_merging merging) {
  for (int32_t i = 0, first = 0; i < c->n_members; ++i) {
    c->order[i] = kinds[i].shipment;
    c->place[kinds[i].shipment] = i;
    if (i + 1 < c->n_members && merging != KR_MERGE_NONE && compare_kinds(&kinds[i], &kinds[i + 1]) == 0) continue;
    for (int32_t k = first; k <= i; ++k) c->asked[kinds[k].shipment] = kinds[first].shipment;
    form(c, open_t, first, i + 1);
    first = i + 1;
  }
}

static kr_status sort_out(kr_classes *c, double *open_t, kr_merging merging) {
  kind *kinds = kr_zeros((size_t)c->n_shipments, sizeof *kinds);
  if (!kinds) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < c->n_shipments; ++s) {
    c->place[s] = c->speaker[s] = c->asked[s] = KR_NONE;
    c->own_t[s] = open_t[s];
    if (open_t[s] > 0) kinds[c->n_members++] = kind_of(c->line, s, merging);
  }
  if (c->n_members > 1) qsort(kinds, (size_t)c->n_members, sizeof *kinds, compare);
  form_all(c, kinds, open_t, merging);
  free(kinds);
  return KR_OK;
}

kr_status kr_classes_create(kr_classes **out, const kr_timeline *line, double *open_t, kr_merging merging,
                            kr_error *err) {
  kr_classes *c = kr_zeros(1, sizeof *c);
  if (!c) return kr_fail_memory(err);
  size_t n = (size_t)kr_n_shipments(line->corridor);
  c->line = line;
  c->n_shipments = (int32_t)n;
  c->order = kr_zeros(n, sizeof *c->order);
  c->place = kr_zeros(n, sizeof *c->place);
  c->count = kr_zeros(n, sizeof *c->count);
  c->speaker = kr_zeros(n, sizeof *c->speaker);
  c->asked = kr_zeros(n, sizeof *c->asked);
  c->own_t = kr_zeros(n, sizeof *c->own_t);
  bool have = c->order && c->place && c->count && c->speaker && c->asked && c->own_t;
  if (!have || sort_out(c, open_t, merging) != KR_OK) {
    kr_classes_free(c);
    return kr_fail_memory(err);
  }
  *out = c;
  return KR_OK;
}

void kr_classes_free(kr_classes *c) {
  if (!c) return;
  free(c->order);
  free(c->place);
  free(c->count);
  free(c->speaker);
  free(c->asked);
  free(c->own_t);
  free(c);
}

bool kr_classes_is_mixed(const kr_classes *c, int32_t speaker) {
  int32_t n = c->count[speaker];
  return n > 1 && kr_last_in_time(c->line, speaker) != kr_last_in_time(c->line, c->order[c->place[speaker] + n - 1]);
}

kr_status kr_classes_split(kr_classes *c, int32_t speaker, int32_t boundary, double *open_t, kr_class_told told,
                           void *context) {
  int32_t first = c->place[speaker], last = first + c->count[speaker];
  c->n_classes--;
  while (first < last) {
    int64_t due = kr_last_in_time(c->line, c->order[first]);
    int32_t end = due < boundary ? first + 1 : last;
    while (end < last && kr_last_in_time(c->line, c->order[end]) == due) end++;
    form(c, open_t, first, end);
    kr_status status = c->order[first] == speaker ? KR_OK : told(context, speaker, c->order[first]);
    if (status != KR_OK) return status;
    first = end;
  }
  return KR_OK;
}
