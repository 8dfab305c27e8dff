#include "cli/report/runs.h"

#include <math.h>
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

/** What of the run is behind. */
typedef struct progress {
  int32_t node, n, n_resources;
  double length_km;
} progress;

/** Lengths in kilometres may be rounded. */
static double slack_of(const kr_link *run) { return 0.5 + 0.002 * run->length_km; }

/** Lengths tell a run where they are known; else only resources do, of which each part must have some. */
static bool is_shorter(const search *s, const kr_link *part, const progress *at) {
  if (isnan(s->run->length_km)) return part->resources.count > 0 && part->resources.count < s->run->resources.count;
  return part->length_km < s->run->length_km && at->length_km + part->length_km <= s->run->length_km + slack_of(s->run);
}

/** Whether the part's resources are the run's next ones. */
static bool has_next(const search *s, const kr_link *part, const progress *at) {
  const int32_t *lists = s->runs->c->resource_lists;
  if (at->n_resources + part->resources.count > s->run->resources.count) return false;
  return memcmp(lists + part->resources.first, lists + s->run->resources.first + at->n_resources,
                (size_t)part->resources.count * sizeof *lists) == 0;
}

static bool is_there(const search *s, const progress *at) {
  return at->node == s->run->to_node && at->n > 1 && at->n_resources == s->run->resources.count &&
         (isnan(s->run->length_km) || at->length_km >= s->run->length_km - slack_of(s->run));
}

/** @return rides in all, 0 = no way on */
static int32_t go_on(search *s, progress at) {
  const kr_corridor *c = s->runs->c;
  if (is_there(s, &at)) return at.n;
  if (at.n == KR_MOST_RIDES) return 0;
  for (int32_t k = s->runs->first[at.node]; k < s->runs->first[at.node + 1] && s->left-- > 0; ++k) {
    const kr_link *link = &c->links[s->runs->links[k]];
    bool backward = link->from_node != at.node;
    if (link->mode != s->run->mode || (backward && link->directed)) continue;
    if (!is_shorter(s, link, &at) || !has_next(s, link, &at)) continue;
    s->out[at.n] = (kr_ride){s->runs->links[k], backward};
    progress next = {backward ? link->from_node : link->to_node, at.n + 1, at.n_resources + link->resources.count,
                     at.length_km + link->length_km};
    int32_t found = go_on(s, next);
    if (found > 0) return found;
  }
  return 0;
}

int32_t kr_runs_find(const kr_runs *runs, int32_t link, kr_ride out[KR_MOST_RIDES]) {
  const kr_link *run = &runs->c->links[link];
  search s = {runs, run, out, MOST_TRIES};
  return go_on(&s, (progress){.node = run->from_node});
}
