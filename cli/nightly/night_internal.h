#ifndef KR_NIGHTLY_NIGHT_INTERNAL_H
#define KR_NIGHTLY_NIGHT_INTERNAL_H

#include "cli/nightly/chunk.h"
#include "cli/nightly/moved.h"
#include "cli/nightly/night.h"
#include "instances/instance.h"
#include "instances/read_result.h"

#define KR_NIGHT_PATH 4096

/** A night at work. */
typedef struct kr_night {
  const kr_night_orders *orders;
  kr_spool *spool;
  kr_ledger *ledger;
  kr_date date;
  const kr_ledger_shipment *only; /**< a quote: it waits, and nothing else; NULL in a night */
  bool is_private;                /**< a quote, an answer anew: nothing will say what it read, so it is not hashed */
  char folder[KR_NIGHT_PATH];     /**< SPOOL/nights/DATE */
  double began_s;                 /**< on kr_clock_wall() */
  kr_corridor *corridor;          /**< tonight's, read back; NULL before */
  kr_inputs inputs;
  kr_allocation lots; /**< of the joint allocation's answer, read back, as its claims */
  kr_claims claims;
  kr_moved moved;          /**< what it has moved of what was promised */
  kr_timetable *timetable; /**< of tonight; NULL before there is an answer */
  double solve_s;          /**< 0 where another has solved it */
  double beat_s;           /**< when the heart beat last, on kr_clock_wall() */
  kr_night_account *account;
} kr_night;

/** Minutes since 1970 of the first midnight of tonight's horizon. */
static inline int64_t kr_night_start_min(const kr_night *n) { return (n->date + INT64_C(1)) * KR_MINUTES_PER_DAY; }

static inline bool kr_night_must_stop(const kr_night *n) {
  return n->orders->settings.stop && *n->orders->settings.stop;
}

/** Frees what a night holds, not the struct. */
void kr_night_clear(kr_night *n);

/** Sets its folder by its date. */
void kr_night_name_folder(kr_night *n);

/** Makes SPOOL/nights/DATE, and removes what killed runs left there and among the answers. */
kr_status kr_night_prepare(kr_night *n, kr_error *err);

/** Removes what killed runs left among the chunks, once all answers are there. */
void kr_night_sweep_chunks(const kr_night *n);

/** Writes tonight's instance anew and reads it back. The same ledger and corridor give the same bytes. */
kr_status kr_night_build(kr_night *n, kr_error *err);

/** Writes tonight's instance into an empty folder, and reads it back. */
kr_status kr_night_fill(kr_night *n, const char *folder, kr_error *err);

/** Reads tonight's instance, whatever was read before. @param folder where it lies */
kr_status kr_night_read(kr_night *n, const char *folder, kr_error *err);

/** Makes chunk 0 of tonight's instance. */
kr_status kr_night_plan_joint(kr_night *n, kr_error *err);

/** Makes a chunk of each what-if that is not ended; one that has a chunk of this night keeps its number. */
kr_status kr_night_plan_what_ifs(kr_night *n, kr_error *err);

/** How many chunks the night has. */
int32_t kr_night_count_chunks(const kr_night *n);

/** Which what-ifs are not ended, and the number of the chunk of each. Start from a zeroed struct. */
typedef struct kr_night_what_ifs {
  kr_receipts receipts;
  int32_t *numbers; /**< [receipts.n] 0 = it has none */
} kr_night_what_ifs;
kr_status kr_night_find_what_ifs(kr_night *n, kr_night_what_ifs *out, kr_error *err);
void kr_night_what_ifs_clear(kr_night_what_ifs *w);

/** Runs a chunk in this process. */
kr_status kr_night_run_chunk(kr_night *n, int32_t number, kr_error *err);

/** Says which chunks have no answer yet. @return KR_ERR_LIMIT when there are such */
kr_status kr_night_check_chunks(kr_night *n, bool needs_joint, kr_error *err);

/** Reads the answer of chunk 0, has it judged, and makes it the night's result; nothing is recorded. */
kr_status kr_night_take_joint(kr_night *n, kr_error *err);

/**
 * Where an answer has moved what was promised: makes NIGHT/moved, tonight's instance with the promises that were left
 * in place, reads it as tonight's from now on, and what was moved.
 */
kr_status kr_night_take_moved(kr_night *n, const char *answer, kr_error *err);

/** What was moved of a shipment and why, then another reason, as one line to be freed; "" where nothing was.
 * @return NULL without memory */
char *kr_night_moved_reason(const kr_night *n, int32_t shipment, const char *reason);

/**
 * Reads the forwarders' shares of the night's result into n->claims, where it was made with fairness and they are not
 * there yet: a night that was recorded by an earlier run.
 */
kr_status kr_night_read_shares(kr_night *n, kr_error *err);

/** A line for the log: the least share and the most; nothing without fairness. */
void kr_night_say_shares(const kr_night *n);

/** Records the outcome in the ledger. */
kr_status kr_night_decide(kr_night *n, kr_error *err);

/** Which shipments of a corridor no route can serve, were every resource open on every day: they never will be.
 * @param never out: [shipments] */
kr_status kr_night_find_hopeless(const kr_corridor *c, int32_t plan, bool *never, kr_error *err);

/** Writes the answer of each submission that the night changed anything for. */
kr_status kr_night_publish(kr_night *n, kr_error *err);

/** Ends the what-ifs that are not: publishes their answers. One that has failed costs only itself.
 * @param runs_here first has each run in this process; else all answers are there */
kr_status kr_night_end_what_ifs(kr_night *n, bool runs_here, kr_error *err);

/** SPOOL/heartbeat: date, state, seconds since the run began. */
kr_status kr_night_beat(kr_night *n, const char *state, kr_error *err);

/** SPOOL/metrics.prom, in Prometheus' text format. */
kr_status kr_night_measure(kr_night *n, kr_error *err);

/** A line for the log, as printf does. */
void kr_night_say(const kr_night *n, kr_night_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
