#ifndef KR_NIGHTLY_NIGHT_H
#define KR_NIGHTLY_NIGHT_H

#include "cli/nightly/ledger.h"
#include "cli/nightly/spool.h"
#include "graph/result.h"
#include "solver/settings.h"

/**
 * A night: what was handed in is claimed, allocated together with all that waits around all that is promised, recorded,
 * published. The ledger says how far it is, so a night that was stopped at any moment is simply run again, and comes to
 * the same end.
 *
 *   SPOOL/nightly.lock              held while a night runs
 *   SPOOL/nights/DATE/instance/     tonight's instance: the corridor's network, freight and commitments of the ledger
 *   SPOOL/nights/DATE/chunks/       its work in pieces, and their answers (chunk.h)
 *   SPOOL/nights/DATE/moved/        … and the same with the promises that were left in place, where some were moved
 *   SPOOL/nights/DATE/result/       the corridor's own answer, lots numbered as in the ledger
 *   SPOOL/forwarder/F/out/RECEIPT/  each submission's answer
 *   SPOOL/heartbeat, metrics.prom   for those who watch
 *
 * The night of D plans from midnight after D. An earlier night that was begun and not ended is ended first; a date on
 * which none was begun gets none, its freight goes with the next.
 */

typedef enum kr_night_level { KR_NIGHT_NOTE, KR_NIGHT_WARNING, KR_NIGHT_TROUBLE } kr_night_level;

/** One line for the log. @param event one word */
typedef void (*kr_night_log)(void *context, kr_night_level level, kr_date night, const char *event, const char *text);

/** Judges a result folder before it is published: KR_ERR_VERIFY when it does not hold. */
typedef kr_status (*kr_night_judge)(const char *folder, const kr_corridor *c, double gap, kr_error *err);

/** How what-ifs are run: `PROGRAM solve INSTANCE -o ANSWER …`, each in a process of its own. */
typedef struct kr_what_if_rules {
  const char *program;
  bool integer;
  int64_t iteration_limit; /**< 0 = none */
  int32_t wall_s, memory_mb;
} kr_what_if_rules;

/* What a night's integer solve may do where nobody says: dives and nodes, and seconds all the same. */
#define KR_NIGHT_ITERATIONS 40
#define KR_NIGHT_TIME_S 150.0

/** What nights are asked to do. All borrowed. */
typedef struct kr_night_orders {
  const char *folder;          /**< of the corridor: its network, plans, capacities and times; not its freight */
  const kr_corridor *corridor; /**< the same, read */
  int32_t days;                /**< of the horizon; 0 = the corridor's */
  const char *plan;            /**< "" = base */
  kr_settings settings;        /**< but for the plan; the stop flag ends a night before it is decided */
  kr_fair_kind fairness;       /**< among the forwarders (solver/fair.h) */
  bool may_move;               /**< what was promised and has not departed may be moved (moves.h) … */
  double move_h;               /**< … at so many hours per tonne, >= 0; not with fairness */
  kr_what_if_rules what_if;
  kr_night_judge judge;
  kr_night_log log;
  void *log_context;
} kr_night_orders;

/** What came of it. */
typedef struct kr_night_account {
  bool was_done;    /**< the night was done before: only what-ifs that were left have run */
  bool time_struck; /**< the time limit ended a solve: the plan holds, but other runs may find another */
  bool was_stopped; /**< a signal came after the night was decided: the rest is done by the next run */
} kr_night_account;

/** Takes the lock of a spool. @param fd receives it, close() lets go; -1: another night is running. @return KR_ERR_IO
 */
kr_status kr_night_lock(const char *spool, int *fd, kr_error *err);

/**
 * Runs the night of a date, after an earlier one that is not ended. The lock is held.
 * @return KR_ERR_INPUT for a date before the last night, and a corridor that cannot carry what is promised or lacks its
 *         places; KR_ERR_LIMIT when the stop flag came before the night was decided; KR_ERR_VERIFY: nothing is
 *         published; KR_ERR_IO, KR_ERR_MEMORY, KR_ERR_SOLVER. Whatever it is, run it again
 */
kr_status kr_night_run(kr_night_account *out, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                       kr_date date, kr_error *err);

/* The same in parts, for more than one machine: plan, run each chunk anywhere (chunk.h), merge. Each may be called
 * again at any time, and does what is left; the outcome is that of kr_night_run, byte for byte. */

/**
 * Claims, builds tonight's instance, writes the chunks. The lock is held.
 * @param n_chunks how many there are: 0 … n_chunks - 1
 * @return as kr_night_run; KR_ERR_INPUT also for an earlier night that is not ended
 */
kr_status kr_night_plan(int32_t *n_chunks, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                        kr_date date, kr_error *err);

/**
 * Takes the answers of all chunks in: judges, records, publishes. The lock is held.
 * @return as kr_night_run; KR_ERR_INPUT for a night that is not planned; KR_ERR_LIMIT: an answer is not there yet, and
 *         nothing was done
 */
kr_status kr_night_merge(kr_night_account *out, kr_spool *spool, kr_ledger *ledger, const kr_night_orders *orders,
                         kr_date date, kr_error *err);

/**
 * Cancels a submission (claim.h); where it has an answer, that is published anew, whole or not at all: what waited is
 * withdrawn there too. Called again after a run that was killed in between, it publishes.
 * @return as kr_cancel; KR_ERR_INPUT also for one that is cancelled already and says so; KR_ERR_IO: nothing is changed,
 *         or the text says that it is cancelled: again publishes
 */
kr_status kr_night_cancel(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_error *err);

#endif
