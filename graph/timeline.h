#ifndef KR_GRAPH_TIMELINE_H
#define KR_GRAPH_TIMELINE_H

#include "graph/network.h"
#include "graph/timetable.h"

/**
 * The network under a timetable, ready to be swept: how many steps each arc takes on each day, which cargo it is open
 * to, and what a route over it costs under tolls. The time-expanded graph itself is never made: a sweep walks the
 * boundaries τ = N … 0 and reads these tables. In the static view there is one bucket and hours instead of steps.
 *
 * A toll is a price per unit of a resource on a day (a dual variable); kr_tolls turns it into a price per tonne of
 * each cargo on each arc and day, INFINITY where the arc is closed.
 */
typedef struct kr_timeline {
  const kr_corridor *corridor; /**< borrowed, like the next two */
  const kr_timetable *timetable;
  const kr_network *network;
  bool is_static;
  int32_t n_days;  /**< buckets */
  int32_t n_steps; /**< N; 0 in the static view */
  int32_t steps_per_day;
  double step_h, late_factor, unserved_h;
  int32_t *steps;        /**< [day * n_arcs + arc]; capped at N + 1; NULL in the static view */
  double *hours;         /**< [arc] exact hours as given, static view only, else NULL */
  bool by_cargo;         /**< rows of whole-unit resources are there for each cargo, too: integer solves */
  const uint64_t *apart; /**< [base rows] not NULL: one more row each, which all cargoes use but those with their bit */
} kr_timeline;

/** @return KR_ERR_MEMORY. @cost O(arcs * days) */
kr_status kr_timeline_create(kr_timeline **out, const kr_corridor *c, const kr_timetable *t, const kr_network *net,
                             kr_error *err);
void kr_timeline_free(kr_timeline *line);

/** Rows: resource * n_days + day; with by_cargo behind them as many again for each cargo, and for `apart`. */
static inline int32_t kr_n_base_rows(const kr_timeline *line) { return kr_n_resources(line->corridor) * line->n_days; }

static inline int32_t kr_n_rows(const kr_timeline *line) {
  return kr_n_base_rows(line) * (line->by_cargo ? 1 + kr_n_cargo(line->corridor) + (line->apart != NULL) : 1);
}

static inline int32_t kr_cargo_row(const kr_timeline *line, int32_t row, int32_t cargo) {
  return kr_n_base_rows(line) * (1 + cargo) + row;
}

/** The row of all cargoes but those apart; KR_NONE where this cargo is one of them, or nothing is apart. */
static inline int32_t kr_shared_row(const kr_timeline *line, int32_t row, int32_t cargo) {
  if (!line->apart || line->apart[row] == 0 || (line->apart[row] >> cargo & 1)) return KR_NONE;
  return kr_n_base_rows(line) * (1 + kr_n_cargo(line->corridor)) + row;
}

/** The bucket of boundary τ in [0, N]: its day, the last day for τ = N. */
static inline int32_t kr_bucket(const kr_timeline *line, int32_t tau) {
  int32_t day = line->is_static ? 0 : tau / line->steps_per_day;
  return day < line->n_days ? day : line->n_days - 1;
}

/** The last boundary at which an arrival is in time; INT64_MAX where none can be late. */
static inline int64_t kr_last_in_time(const kr_timeline *line, int32_t shipment) {
  int64_t due = kr_due_step(line->corridor, &line->corridor->shipments[shipment]);
  return line->is_static || line->late_factor <= 0 || due >= line->n_steps ? INT64_MAX : due;
}

/**
 * The arcs that one ware can use on some day, with their price per tonne on each day. Sorted by what a sweep does with
 * them: first the arcs that take time, then those of no steps in the order in which a backward sweep needs them:
 * unloading, transfers, loading. In the static view all arcs count as taking time.
 */
typedef struct kr_lane_tolls {
  int32_t n_arcs;
  int32_t n_timed;      /**< arcs [0, n_timed) take one step or more */
  int32_t n_unloads;    /**< arcs [n_timed, n_unloads): zero-step unloading */
  int32_t n_transfers;  /**< arcs [n_unloads, n_transfers): zero-step transfers; the rest: zero-step loading */
  int32_t *arc;         /**< [n_arcs] network arc */
  int32_t *slot;        /**< [network arcs] i with arc[i] = a, or KR_NONE */
  int32_t *tail, *head; /**< [n_arcs] platforms */
  int32_t *steps;       /**< [day * n_arcs + i]; NULL in the static view */
  double *toll;         /**< [day * n_arcs + i] weighted hours per tonne, INFINITY on days when closed */
} kr_lane_tolls;

typedef struct kr_tolls {
  int32_t n_wares;
  kr_lane_tolls *of_ware; /**< [wares] of holders of quotas only those that they ship; the others have no arcs */
} kr_tolls;

/** Finds the open arcs of each ware; all tolls 0. @return KR_ERR_MEMORY. @cost O(wares * arcs * days) */
kr_status kr_tolls_create(kr_tolls **out, const kr_timeline *line, kr_error *err);
void kr_tolls_free(kr_tolls *tolls);

/**
 * Sets the tolls of one ware. Different wares may be set by different threads at once.
 * @param price [rows] per unit, >= 0; NULL = none
 * @cost O(arcs * days * resources per arc)
 */
void kr_tolls_set(kr_tolls *tolls, const kr_timeline *line, int32_t ware, const double *price);

/**
 * Makes every arc of one ware free where at least `need_t` tonnes of it still fit, and closed elsewhere.
 * @param room [resource * n_days + day] units left
 * @cost O(arcs * days * resources per arc)
 */
void kr_tolls_set_room(kr_tolls *tolls, const kr_timeline *line, int32_t ware, const double *room, double need_t);

#endif
