#include "cli/report/runs.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define MOST_TRIES 10000 /* parallel links that lead nowhere multiply */

struct kr_runs {
  const kr_corridor *c;
  int32_t *first; /* [nodes + 1] */
  int32_t *links; /* [2 * links] at each node, those that touch it */
};

static void list_links(kr_runs *r) {
  int32_t n = kr_n_nodes(r->c), m = kr_n_links(r->c);
  for (int32_t i = 0; i < m; ++i) {
    r->first[r->c->links[i].from_node]++;
    r->first[r->c->links[i].to_node]++;
  }
  for (int32_t i = 0, sum = 0; i <= n; ++i) r->first[i] = sum += i < n ? r->first[i] : 0;
  for (int32_t i = m; i-- > 0;) {
    r->links[--r->first[r->c->links[i].to_node]] = i;
    r->links[--r->first[r->c->links[i].from_node]] = i;
  }
}

kr_status kr_runs_create(kr_runs **out, const kr_corridor *c) {
  kr_runs *r = kr_zeros(1, sizeof *r);
  if (r)
    *r = (kr_runs){c, kr_zeros((size_t)kr_n_nodes(c) + 1, sizeof *r->first),
                   kr_zeros(2 * (size_t)kr_n_links(c), sizeof *r->links)};
  if (!r || !r->first || !r->links) {
    kr_runs_free(r);
    return KR_ERR_MEMORY;
  }
  list_links(r);
  *out = r;
  return KR_OK;
}

void kr_runs_free(kr_runs *r) {
  if (r) free(r->first);
  if (r) free(r->links);
  free(r);
}

/** A search in depth for the rest of a run. */
typedef struct search {
  const kr_runs *runs;
  const kr_link *run;
  kr_ride *out;
  int32_t left; /* links that may still be tried */
} search;

/** Whether `span` is the run's resources from the `done`-th on, but not all of them. */
static bool fits(const search *s, kr_span span, int32_t done) {
  const int32_t *lists = s->runs->c->resource_lists;
  if (span.count == 0 || span.count == s->run->resources.count || done + span.count > s->run->resources.count)
    return false;
  return memcmp(lists + span.first, lists + s->run->resources.first + done, (size_t)span.count * sizeof *lists) == 0;
}

/** @return rides in all, 0 = no way on */
static int32_t go_on(search *s, int32_t node, int32_t done, int32_t n) {
  const kr_corridor *c = s->runs->c;
  if (done == s->run->resources.count) return node == s->run->to_node ? n : 0;
  if (n == KR_MOST_RIDES) return 0;
  for (int32_t k = s->runs->first[node]; k < s->runs->first[node + 1] && s->left-- > 0; ++k) {
    const kr_link *link = &c->links[s->runs->links[k]];
    bool backward = link->from_node != node;
    if (link->mode != s->run->mode || (backward && link->directed) || !fits(s, link->resources, done)) continue;
    s->out[n] = (kr_ride){s->runs->links[k], backward};
    int32_t found = go_on(s, backward ? link->from_node : link->to_node, done + link->resources.count, n + 1);
    if (found > 0) return found;
  }
  return 0;
}

int32_t kr_runs_find(const kr_runs *runs, int32_t link, kr_ride out[KR_MOST_RIDES]) {
  const kr_link *run = &runs->c->links[link];
  search s = {runs, run, out, MOST_TRIES};
  return run->resources.count < 2 ? 0 : go_on(&s, run->from_node, 0, 0);
}
