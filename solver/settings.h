#ifndef KR_SOLVER_SETTINGS_H
#define KR_SOLVER_SETTINGS_H

#include <signal.h>
#include <stdint.h>

#include "graph/timetable.h"
#include "solver/stay.h"
#include "solver/warm.h"

/** Where a solve stands; passed to the progress callback after every round. */
typedef struct kr_progress {
  const char *phase;       /**< what it is doing: static text */
  int64_t round;           /**< passes of pricing so far, those of the ascent included */
  double objective, bound; /**< best known; INFINITY and -INFINITY while unknown */
  double gap;
  int64_t n_columns;
  int32_t n_tight; /**< resource-days with a price */
  double elapsed_s;
} kr_progress;

typedef void (*kr_progress_call)(void *context, const kr_progress *progress);

/** How the restricted master is solved; KR_MASTER_AUTO picks by view and number of shipments. */
typedef enum kr_master_kind { KR_MASTER_AUTO, KR_MASTER_INTERIOR, KR_MASTER_GLPK, KR_MASTER_KEY } kr_master_kind;

#define KR_INTEGER_GAP 1e-3 /* what integer solves are asked for where nobody says */

/** What a solve is asked to do. Start from kr_settings_default(). */
typedef struct kr_settings {
  int32_t plan; /**< index into corridor->plans */
  kr_view view;
  int32_t threads;     /**< 0 = all cores; the answer does not depend on it */
  double gap;          /**< relative gap at which to stop, > 0; default 1e-6 */
  double time_limit_s; /**< INFINITY = none */
  kr_master_kind master;
  bool integer;            /**< whole units, and shipments that may not be split */
  int64_t iteration_limit; /**< integer: dives and nodes, after which it stops whatever the time; 0 = none */
  uint64_t seed;           /**< integer: which chances the search takes; any number is as good */
  bool apart;          /**< the LP keeps shipments apart that it might treat as one: for comparisons; same optimum */
  const kr_warm *warm; /**< not NULL: start from an earlier solve; the answer is as good, not the same bytes */
  const kr_stay_limits *stay; /**< not NULL: limits on what may stay; LP only, and only from an earlier solve */
  const int64_t *most_kg;     /**< [shipments] no more of it may move, promised lots included; NULL = all may */
  const double *stay_fee; /**< [forwarders] weighted hours per tonne that staying costs more, >= 0; NULL = nothing */
  const volatile sig_atomic_t *stop; /**< not NULL: stop soon after it becomes nonzero, with the plan so far */
  kr_progress_call progress;         /**< may be NULL */
  void *progress_context;
} kr_settings;

kr_settings kr_settings_default(void);

#endif
