#ifndef KR_NIGHTLY_NIGHT_INTERNAL_H
#define KR_NIGHTLY_NIGHT_INTERNAL_H

#include "instances/instance.h"
#include "nightly/night.h"
#include "solver/solve.h"

#define KR_NIGHT_PATH 4096

/** A night at work. */
typedef struct kr_night {
  const kr_night_orders *orders;
  kr_spool *spool;
  kr_ledger *ledger;
  kr_date date;
  const kr_ledger_shipment *only; /**< a quote: it waits, and nothing else; NULL in a night */
  char folder[KR_NIGHT_PATH];     /**< SPOOL/nights/DATE */
  double began_s;                 /**< on kr_clock_wall() */
  kr_corridor *corridor;          /**< tonight's, read back; NULL before */
  kr_inputs inputs;
  kr_solution *solution; /**< lots numbered as in the ledger; NULL before */
  double solve_s;
  bool time_struck; /**< the time limit ended its solve */
  double beat_s;    /**< when the heart beat last, on kr_clock_wall() */
  kr_night_account *account;
} kr_night;

/** Minutes since 1970 of the first midnight of tonight's horizon. */
static inline int64_t kr_night_start_min(const kr_night *n) { return (n->date + INT64_C(1)) * KR_MINUTES_PER_DAY; }

static inline bool kr_night_must_stop(const kr_night *n) {
  return n->orders->settings.stop && *n->orders->settings.stop;
}

/** Makes SPOOL/nights/DATE, and removes what killed runs left there and among the answers. */
kr_status kr_night_prepare(kr_night *n, kr_error *err);

/** Writes tonight's instance anew and reads it back. The same ledger and corridor give the same bytes. */
kr_status kr_night_build(kr_night *n, kr_error *err);

/** Writes tonight's instance into an empty folder, and reads it back. */
kr_status kr_night_fill(kr_night *n, const char *folder, kr_error *err);

/** Solves it, and numbers the lots as the ledger does. @param settings but for the plan, which is the orders' */
kr_status kr_night_allocate(kr_night *n, kr_settings settings, kr_error *err);

/** Solves it, numbers the lots, writes the result, has it judged; nothing is recorded. */
kr_status kr_night_solve(kr_night *n, kr_error *err);

/** Records the outcome in the ledger. */
kr_status kr_night_decide(kr_night *n, kr_error *err);

/** Which shipments of a corridor no route can serve, were every resource open on every day: they never will be.
 * @param never out: [shipments] */
kr_status kr_night_find_hopeless(const kr_corridor *c, int32_t plan, bool *never, kr_error *err);

/** Writes the answer of each submission that the night changed anything for. */
kr_status kr_night_publish(kr_night *n, kr_error *err);

/** Runs the what-ifs that are not ended; one that fails costs only itself. */
kr_status kr_night_run_what_ifs(kr_night *n, kr_error *err);

/** SPOOL/heartbeat: date, state, seconds since the run began. */
kr_status kr_night_beat(kr_night *n, const char *state, kr_error *err);

/** SPOOL/metrics.prom, in Prometheus' text format. */
kr_status kr_night_measure(kr_night *n, kr_error *err);

/** A line for the log, as printf does. */
void kr_night_say(const kr_night *n, kr_night_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
