#include "graph/quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define NAME_ROOM 256

static int by_pair(const void *a, const void *b) {
  const kr_quota *x = a, *y = b;
  if (x->forwarder != y->forwarder) return x->forwarder < y->forwarder ? -1 : 1;
  return (x->resource > y->resource) - (x->resource < y->resource);
}

/** Each pair of holder and resource once, holders in order. */
static kr_status list_pairs(kr_corridor *c, const kr_quota_row *rows, int32_t n) {
  c->quotas = kr_zeros((size_t)n, sizeof *c->quotas);
  c->holder_rank = kr_zeros((size_t)kr_ids_count(c->forwarder_ids), sizeof *c->holder_rank);
  if (!c->quotas || !c->holder_rank) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n; ++i)
    c->quotas[i] = (kr_quota){.forwarder = rows[i].forwarder, .resource = rows[i].resource};
  if (n > 1) qsort(c->quotas, (size_t)n, sizeof *c->quotas, by_pair);
  for (int32_t i = 0; i < n; ++i) {
    if (i > 0 && by_pair(&c->quotas[i], &c->quotas[c->n_quotas - 1]) == 0) continue;
    kr_quota *q = &c->quotas[c->n_quotas++];
    *q = c->quotas[i];
    if (c->holder_rank[q->forwarder] == 0) c->holder_rank[q->forwarder] = ++c->n_holders;
    q->rank = c->holder_rank[q->forwarder];
  }
  return KR_OK;
}

static kr_status add_resources(kr_corridor *c, int32_t n_before) {
  kr_resource *all = realloc(c->resources, (size_t)(n_before + c->n_quotas) * sizeof *all);
  if (!all) return KR_ERR_MEMORY;
  c->resources = all;
  for (int32_t i = 0; i < c->n_quotas; ++i) {
    const kr_quota *q = &c->quotas[i];
    char name[NAME_ROOM];
    int32_t index;
    int length = snprintf(name, sizeof name, KR_QUOTA_NAME, kr_ids_text(c->forwarder_ids, q->forwarder),
                          kr_ids_text(c->resource_ids, q->resource));
    if (length >= NAME_ROOM) length = NAME_ROOM - 1;
    if (kr_ids_add(c->resource_ids, name, (size_t)length, &index) != KR_OK) return KR_ERR_MEMORY;
    all[index] = (kr_resource){.name = "", .unit = all[q->resource].unit};
  }
  return KR_OK;
}

static kr_status add_rows(kr_corridor *c, const kr_quota_row *rows, int32_t n, int32_t n_before) {
  kr_capacity *all = realloc(c->capacities, (size_t)(c->n_capacities + n) * sizeof *all);
  if (!all) return KR_ERR_MEMORY;
  c->capacities = all;
  for (int32_t i = 0; i < n; ++i) {
    kr_quota key = {.forwarder = rows[i].forwarder, .resource = rows[i].resource};
    const kr_quota *q = bsearch(&key, c->quotas, (size_t)c->n_quotas, sizeof *c->quotas, by_pair);
    all[c->n_capacities] = rows[i].capacity;
    all[c->n_capacities++].resource = n_before + (int32_t)(q - c->quotas);
  }
  return KR_OK;
}

/** A list of resources being written anew, each followed by its quotas. */
typedef struct lists {
  const kr_corridor *c;
  int32_t first_quota;
  int32_t *items;
  size_t n, room;
} lists;

static bool push(lists *l, int32_t resource) {
  if (!kr_grow(&l->items, &l->room, l->n + 1, sizeof *l->items)) return false;
  l->items[l->n++] = resource;
  return true;
}

static kr_status extend(lists *l, kr_span *span) {
  kr_span old = *span;
  span->first = (int32_t)l->n;
  for (int32_t i = 0; i < old.count; ++i)
    if (!push(l, l->c->resource_lists[old.first + i])) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < old.count; ++i)
    for (int32_t q = 0; q < l->c->n_quotas; ++q)
      if (l->c->quotas[q].resource == l->c->resource_lists[old.first + i] && !push(l, l->first_quota + q))
        return KR_ERR_MEMORY;
  span->count = (int32_t)l->n - span->first;
  return KR_OK;
}

static kr_status extend_lists(kr_corridor *c, int32_t n_before) {
  lists l = {.c = c, .first_quota = n_before};
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_n_links(c) && status == KR_OK; ++i) status = extend(&l, &c->links[i].resources);
  for (int32_t i = 0; i < c->n_transfers && status == KR_OK; ++i) status = extend(&l, &c->transfers[i].resources);
  if (status != KR_OK) {
    free(l.items);
    return status;
  }
  free(c->resource_lists);
  c->resource_lists = l.items;
  c->n_resource_lists = (int32_t)l.n;
  return KR_OK;
}

kr_status kr_quotas_lay(kr_corridor *c, const kr_quota_row *rows, int32_t n) {
  int32_t n_before = kr_n_resources(c);
  if (n == 0) return KR_OK;
  kr_status status = list_pairs(c, rows, n);
  if (status == KR_OK) status = add_resources(c, n_before);
  if (status == KR_OK) status = add_rows(c, rows, n, n_before);
  return status == KR_OK ? extend_lists(c, n_before) : status;
}
