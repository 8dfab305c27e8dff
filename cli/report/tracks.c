#include "cli/report/tracks.h"

#include <stdlib.h>

#include "cli/report/runs.h"
#include "graph/memory.h"

/** A link on its way into a track. */
typedef struct drawn {
  int32_t a, b, mode, link;
  bool is_run;
} drawn;

static int compare(int32_t x, int32_t y) { return (x > y) - (x < y); }

static int compare_drawn(const void *p, const void *q) {
  const drawn *x = p, *y = q;
  int by[] = {compare(x->is_run, y->is_run), compare(x->a, y->a), compare(x->b, y->b), compare(x->mode, y->mode)};
  for (int i = 0; i < 4; ++i)
    if (by[i] != 0) return by[i];
  return compare(x->link, y->link);
}

static drawn drawn_of(const kr_corridor *c, const kr_runs *runs, int32_t link) {
  kr_ride rides[KR_MOST_RIDES];
  const kr_link *l = &c->links[link];
  bool swaps = l->from_node > l->to_node;
  return (drawn){swaps ? l->to_node : l->from_node, swaps ? l->from_node : l->to_node, l->mode, link,
                 kr_runs_find(runs, link, rides) > 0};
}

static bool is_same_track(const drawn *x, const drawn *y) { return x->a == y->a && x->b == y->b && x->mode == y->mode; }

/** The way of its track that a link travelled forward goes. */
static int way_of(const kr_corridor *c, int32_t link) { return c->links[link].from_node > c->links[link].to_node; }

/** Cuts sorted links into tracks; `track_of` receives each link's, KR_NONE for runs. */
static void cut(kr_tracks *t, const drawn *sorted, int32_t n, int32_t *track_of) {
  for (int32_t i = 0; i < n; ++i) {
    const drawn *d = &sorted[i];
    t->links[i] = d->link;
    track_of[d->link] = KR_NONE;
    if (d->is_run) continue;
    if (i == 0 || !is_same_track(d, &sorted[i - 1]))
      t->tracks[t->n++] = (kr_track){.a = d->a, .b = d->b, .mode = d->mode, .first_link = i};
    kr_track *track = &t->tracks[t->n - 1];
    track->n_links++;
    track_of[d->link] = t->n - 1;
  }
}

static void fan_out(kr_tracks *t) {
  for (int32_t from = 0, to; from < t->n; from = to) {
    for (to = from; to < t->n && t->tracks[to].a == t->tracks[from].a && t->tracks[to].b == t->tracks[from].b;) ++to;
    for (int32_t i = from; i < to; ++i) {
      t->tracks[i].fan = i - from;
      t->tracks[i].n_fan = to - from;
    }
  }
}

/** Adds the freight of one direction of a link to a track that carries it. */
static void carry(kr_tracks *t, const kr_flow *f, int32_t track, int way, const int64_t *kg) {
  for (int32_t day = 0; day <= f->n_days; ++day) t->kg[way][kr_flow_at(f, track, day)] += kg[day];
}

/** What carry_ride needs of the whole. */
typedef struct loading {
  kr_tracks *t;
  const kr_flow *f;
  const kr_runs *runs;
  const int32_t *track_of;
} loading;

/** Adds freight of both ways: kg[0] travels as the ride says, kg[1] against it. A run's parts are shorter. */
static void carry_ride(const loading *to, kr_ride ride, const int64_t *const kg[2]) {
  int way = way_of(to->f->corridor, ride.link) ^ ride.backward;
  kr_ride parts[KR_MOST_RIDES];
  if (to->track_of[ride.link] != KR_NONE) {
    carry(to->t, to->f, to->track_of[ride.link], way, kg[0]);
    carry(to->t, to->f, to->track_of[ride.link], 1 - way, kg[1]);
    return;
  }
  const int64_t *const along[] = {kg[ride.backward], kg[!ride.backward]};
  int32_t n = kr_runs_find(to->runs, ride.link, parts);
  for (int32_t i = 0; i < n; ++i) carry_ride(to, parts[i], along);
}

static void carry_all(const loading *to) {
  for (int32_t link = 0; link < kr_n_links(to->f->corridor); ++link) {
    size_t at = kr_flow_at(to->f, link, 0);
    const int64_t *const kg[] = {to->f->link_kg[0] + at, to->f->link_kg[1] + at};
    carry_ride(to, (kr_ride){link, false}, kg);
  }
}

static void sum_up(kr_tracks *t, const kr_flow *f) {
  for (int32_t i = 0; i < t->n; ++i)
    for (int way = 0; way < 2; ++way) {
      int64_t kg = t->tracks[i].whole_kg[way] = t->kg[way][kr_flow_at(f, i, f->n_days)];
      if (kg > t->most_kg) t->most_kg = kg;
    }
}

static bool fill(kr_tracks *t, const kr_flow *f, const kr_runs *runs) {
  const kr_corridor *c = f->corridor;
  int32_t n = kr_n_links(c);
  drawn *sorted = kr_zeros((size_t)n, sizeof *sorted);
  int32_t *track_of = kr_zeros((size_t)n, sizeof *track_of);
  bool fine = sorted && track_of;
  if (fine) {
    for (int32_t i = 0; i < n; ++i) sorted[i] = drawn_of(c, runs, i);
    if (n > 1) qsort(sorted, (size_t)n, sizeof *sorted, compare_drawn);
    cut(t, sorted, n, track_of);
    fan_out(t);
    for (int way = 0; way < 2; ++way)
      fine &= (t->kg[way] = kr_zeros((size_t)t->n * ((size_t)f->n_days + 1), sizeof(int64_t))) != NULL;
  }
  if (fine) carry_all(&(loading){t, f, runs, track_of});
  if (fine) sum_up(t, f);
  free(sorted);
  free(track_of);
  return fine;
}

kr_status kr_tracks_create(kr_tracks **out, const kr_flow *f, kr_error *err) {
  size_t n = (size_t)kr_n_links(f->corridor);
  kr_tracks *t = kr_zeros(1, sizeof *t);
  kr_runs *runs = NULL;
  if (t) *t = (kr_tracks){.tracks = kr_zeros(n, sizeof *t->tracks), .links = kr_zeros(n, sizeof *t->links)};
  bool fine = t && t->tracks && t->links && kr_runs_create(&runs, f->corridor) == KR_OK && fill(t, f, runs);
  kr_runs_free(runs);
  if (fine) *out = t;
  if (!fine) kr_tracks_free(t);
  return fine ? KR_OK : kr_fail_memory(err);
}

void kr_tracks_free(kr_tracks *t) {
  if (!t) return;
  free(t->tracks);
  free(t->links);
  free(t->kg[0]);
  free(t->kg[1]);
  free(t);
}

int32_t kr_track_busiest(const kr_tracks *t, const kr_flow *f, int32_t track, int way, int32_t day) {
  const kr_track *x = &t->tracks[track];
  int32_t best = KR_NONE;
  for (int32_t i = 0; i < x->n_links; ++i) {
    int32_t link = t->links[x->first_link + i];
    const kr_link *l = &f->corridor->links[link];
    if (l->directed && way_of(f->corridor, link) != way) continue;
    int32_t resource = kr_flow_busiest(f, l->resources, day);
    if (resource == KR_NONE) continue;
    if (best == KR_NONE || kr_flow_utilisation(f, resource, day) > kr_flow_utilisation(f, best, day)) best = resource;
  }
  return best;
}
