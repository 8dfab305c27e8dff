#ifndef KR_NIGHTLY_LEDGER_H
#define KR_NIGHTLY_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/nightly/submission.h"
#include "graph/corridor.h"
#include "graph/timetable.h"

/**
 * What the nights know: submissions, shipments, what was promised to them and why the rest waits. One SQLite file,
 * SPOOL/ledger.db; its rules stand in schema.sql and hold whatever program writes. Any number of processes may read
 * and write at once; every function here is one transaction, or part of the caller's between kr_ledger_begin and
 * kr_ledger_commit, and leaves nothing half done.
 *
 * Errors: KR_ERR_IO for a disk that is full or fails, or a ledger locked too long; KR_ERR_MEMORY; KR_ERR_RANGE for a
 * step that the schema does not allow (its words in the text); beyond that as each function says.
 *
 * A night, in order: kr_ledger_night_plan, (claim.h), kr_ledger_night_start, kr_ledger_each_shipment and
 * kr_ledger_each_leg to make its instance, kr_ledger_night_record, … publish …, kr_ledger_night_finish. Each does
 * nothing when it was done before, so a night that was killed is simply run again.
 */
typedef struct kr_ledger kr_ledger;

#define KR_LEDGER_FILE "ledger.db"

/**
 * Opens the ledger of a spool; makes it where there is none, brings an older schema to ours.
 * @return KR_ERR_IO with a sentence also on a network file system, and for a schema newer than ours
 */
kr_status kr_ledger_open(kr_ledger **out, const char *spool, kr_error *err);
void kr_ledger_close(kr_ledger *l);

/**
 * Opens the ledger of a spool, as it is at one instant, to be read: nothing in it can be changed, and what a process
 * that was killed left to be tidied stays as it is. A night need not wait for it.
 * @return KR_ERR_IO also for another schema than ours
 */
kr_status kr_ledger_open_to_read(kr_ledger **out, const char *spool, kr_error *err);

/** Whether a spool has a ledger yet. */
bool kr_ledger_is_there(const char *spool);

/** The name of a file system on which locks cannot be trusted, by its magic number of statfs; NULL = it can be used. */
const char *kr_network_file_system(int64_t magic);

/** Many calls as one transaction. Roll back in any case at the end: after a commit it does nothing. */
kr_status kr_ledger_begin(kr_ledger *l, kr_error *err);
kr_status kr_ledger_commit(kr_ledger *l, kr_error *err);
void kr_ledger_rollback(kr_ledger *l);

/* Jobs: what becomes of a submission. */

/** received -> rejected | queued -> running -> done | failed; cancelled from queued, and from done while freight waits.
 */
typedef enum kr_job {
  KR_JOB_UNKNOWN,  /**< the ledger has no such receipt */
  KR_JOB_RECEIVED, /**< only the spool knows it */
  KR_JOB_REJECTED,
  KR_JOB_QUEUED,
  KR_JOB_RUNNING,
  KR_JOB_DONE,
  KR_JOB_FAILED,
  KR_JOB_CANCELLED
} kr_job;

/** "unknown", "received", … */
const char *kr_job_name(kr_job job);

/** The state of a submission, never KR_JOB_RECEIVED. */
kr_status kr_ledger_job(kr_ledger *l, const char *receipt, kr_job *job, kr_error *err);

/**
 * Records a submission as queued, freight with its shipments; or, when another shipment of the forwarder has one of
 * their ids already, as rejected with that reason. Nothing when the receipt is known.
 */
kr_status kr_ledger_accept(kr_ledger *l, const kr_submission *s, kr_date night, kr_error *err);

#define KR_DOUBLE_ROOM 320

/** Why the ids of freight cannot be taken; "" when they can: its forwarder used none of them before. */
kr_status kr_ledger_find_double(kr_ledger *l, const kr_submission *s, char reason[KR_DOUBLE_ROOM], kr_error *err);

/** Records a submission as rejected. Nothing when the receipt is known. */
kr_status kr_ledger_reject(kr_ledger *l, const kr_submission *s, kr_date night, const char *reason, kr_error *err);

/** One step of a what-if: running, then done or failed. Nothing when it is there already. */
kr_status kr_ledger_job_step(kr_ledger *l, const char *receipt, kr_job to, const char *reason, kr_error *err);

/** Visits the receipts of what-ifs that this night or one before it claimed and that are not ended, in order. A visitor
 * notes them down, and asks nothing else of the ledger meanwhile. */
typedef kr_status (*kr_receipt_visit)(void *context, const char *receipt, kr_error *err);
kr_status kr_ledger_each_what_if(kr_ledger *l, kr_date night, kr_receipt_visit visit, void *context, kr_error *err);

/**
 * Cancels a submission and closes what waits of its freight; promised lots stay. An unknown one is recorded as
 * cancelled, so that no night can take it.
 * @return KR_ERR_INPUT with a sentence where there is nothing to cancel or a night is at work on it
 */
kr_status kr_ledger_cancel(kr_ledger *l, const kr_submission *s, kr_error *err);

/* Nights. */

typedef enum kr_night_state {
  KR_NIGHT_NONE,
  KR_NIGHT_PLANNED, /**< submissions are being claimed */
  KR_NIGHT_RUNNING, /**< its freight is being allocated */
  KR_NIGHT_DECIDED, /**< its outcome is recorded, not yet published */
  KR_NIGHT_DONE
} kr_night_state;

kr_status kr_ledger_night(kr_ledger *l, kr_date date, kr_night_state *state, kr_error *err);

/** The last night before a date that was begun. @param found false where there is none */
kr_status kr_ledger_night_before(kr_ledger *l, kr_date date, kr_date *out, bool *found, kr_error *err);

/** Nothing where the night is planned already or further. */
kr_status kr_ledger_night_plan(kr_ledger *l, kr_date date, kr_error *err);

/** The planned night runs, and all queued freight with it. Nothing where it has gone further. */
kr_status kr_ledger_night_start(kr_ledger *l, kr_date date, kr_error *err);

/** Freight to be planned, or under way. Texts hold during the visit. */
typedef struct kr_ledger_shipment {
  const char *name, *forwarder, *own_id, *receipt, *origin, *destination, *cargo;
  int64_t quantity_kg; /**< as submitted */
  int64_t moving_kg;   /**< promised and not arrived at the instant asked for */
  int64_t waiting_kg;  /**< not promised, and not closed; tonight's quantity is moving_kg + waiting_kg */
  int64_t ready_min;   /**< since 1970 */
  int64_t due_min;     /**< likewise; KR_NO_DUE */
  kr_micro weight;
  bool splittable;
} kr_ledger_shipment;

typedef kr_status (*kr_shipment_visit)(void *context, const kr_ledger_shipment *s, kr_error *err);

/**
 * Visits, by receipt and name, every shipment of which freight waits or moves at an instant; not those still queued,
 * so that a running night sees the same however often it begins anew. A visitor asks nothing else of the ledger.
 * @param instant_min since 1970: a lot that arrives later moves
 * @cost memory of one row
 */
kr_status kr_ledger_each_shipment(kr_ledger *l, int64_t instant_min, kr_shipment_visit visit, void *context,
                                  kr_error *err);

/** A leg of a promised lot: a row of commitment.csv, but for its instants' form. */
typedef struct kr_ledger_leg {
  const char *shipment;
  int32_t lot, number;
  int64_t quantity_kg;
  const char *kind, *link, *node, *from_mode, *to_mode, *from_node, *to_node; /**< "" where the cell is blank */
  int64_t depart_min, arrive_min;                                             /**< since 1970 */
} kr_ledger_leg;

typedef kr_status (*kr_leg_visit)(void *context, const kr_ledger_leg *leg, kr_error *err);

/** Visits all legs of the lots that hold and arrive after an instant, by shipment, lot and leg: also the legs that lie
 * behind them. */
kr_status kr_ledger_each_leg(kr_ledger *l, int64_t instant_min, kr_leg_visit visit, void *context, kr_error *err);

/** The highest number that a lot of a shipment ever had, 0 without any: new lots are numbered from the next on.
 * @param is_closed receives whether it was cancelled or rejected; may be NULL */
kr_status kr_ledger_last_lot(kr_ledger *l, const char *shipment, int32_t *number, bool *is_closed, kr_error *err);

typedef struct kr_lot_key {
  const char *shipment;
  int32_t number;
} kr_lot_key;

/** What a night decided. All borrowed. */
typedef struct kr_night_outcome {
  kr_date date;
  const kr_corridor *corridor;   /**< tonight's; its shipments' ids are joint names */
  const kr_timetable *timetable; /**< says on which day a leg uses its resources */
  const kr_allocation *lots;     /**< all of tonight: those promised before, legs, times and number unchanged, and new
                                      ones under new numbers */
  const kr_lot_key *withdrawn;   /**< promised before and moved at a price: their freight is in other lots, or waits */
  size_t n_withdrawn;
  const char *const *reasons;           /**< [shipments] why freight stays or is late; "" */
  const bool *rejected;                 /**< [shipments] what waits of it is closed for good; NULL = none */
  const char *instance_sha256, *status; /**< status "optimal" or "feasible" */
  double objective, bound;              /**< not finite = unknown */
} kr_night_outcome;

/**
 * Records the outcome of the running night, all or nothing: lots, legs, capacity used, a decision for every shipment;
 * the night is decided then. The same outcome again, by instance_sha256 and objective, does nothing.
 * @return KR_ERR_VERIFY when a lot that holds and arrives after the first midnight of the corridor is missing or other
 *         than promised, and is not withdrawn; KR_ERR_RANGE when the night is not running, decided otherwise before, or
 *         more is promised than waits
 * @cost   O(legs log legs)
 */
kr_status kr_ledger_night_record(kr_ledger *l, const kr_night_outcome *o, kr_error *err);

/** All answers are published: the decided night and the freight jobs that ran in it are done. Nothing when it is. */
kr_status kr_ledger_night_finish(kr_ledger *l, kr_date date, kr_error *err);

/* Answers: what a night is to publish. */

/** Visits the receipts whose answer a decided night has changed: freight of theirs was promised, waits, or was rejected
 * in it. In order; a visitor notes them down. */
kr_status kr_ledger_each_answer(kr_ledger *l, kr_date night, kr_receipt_visit visit, void *context, kr_error *err);

/** The last night whose answer to a submission there is. @param found false: there is none */
kr_status kr_ledger_last_answer(kr_ledger *l, const char *receipt, kr_date *night, bool *found, kr_error *err);

/** Where a shipment stands. Texts hold during the visit. */
typedef struct kr_ledger_state {
  const char *name, *own_id;
  const char *closed; /**< "", "cancelled" or "rejected": why the rest waits no longer */
  const char *reason; /**< of the last night that promised something, or let something wait or rejected it */
  int64_t quantity_kg, promised_kg, waiting_kg;
  int64_t ready_min, due_min; /**< since 1970; KR_NO_DUE */
  kr_micro weight;
} kr_ledger_state;

typedef kr_status (*kr_state_visit)(void *context, const kr_ledger_state *s, kr_error *err);

/** Visits all shipments of a submission, by name. */
kr_status kr_ledger_each_state(kr_ledger *l, const char *receipt, kr_state_visit visit, void *context, kr_error *err);

/** Visits all legs of all lots of a submission that hold, arrived or not, by shipment, lot and leg. */
kr_status kr_ledger_each_leg_of(kr_ledger *l, const char *receipt, kr_leg_visit visit, void *context, kr_error *err);

/** What all nights together have come to. */
typedef struct kr_ledger_totals {
  int64_t n_promised, promised_kg; /**< shipments promised in whole or in part */
  int64_t n_waiting, waiting_kg;
  int64_t n_rejected, rejected_kg;
  int64_t n_submissions_rejected;
} kr_ledger_totals;

kr_status kr_ledger_sum(kr_ledger *l, kr_ledger_totals *out, kr_error *err);

/** What was decided in a night: "optimal" or "feasible", "" before. */
kr_status kr_ledger_night_status(kr_ledger *l, kr_date date, char out[16], kr_error *err);

/* Questions. Answers are lines of text without a newline, for people; each returns KR_ERR_INPUT with a sentence where
 * the ledger knows nothing of what is asked for. */

typedef void (*kr_line)(void *context, const char *text);

/** What became of a submission: its reason, if it has one, then a line for each shipment: promised, waiting, why.
 * Nothing when it is unknown. */
kr_status kr_ledger_tell_submission(kr_ledger *l, const char *receipt, kr_line line, void *context, kr_error *err);

/** Where a shipment is: what it asks for, its history, the decision of each night, lots with their legs. */
kr_status kr_ledger_tell_shipment(kr_ledger *l, const char *name, kr_line line, void *context, kr_error *err);

/** Who uses a resource on a day: shipment, lot, cargo, kilograms, units; and their sums. */
kr_status kr_ledger_tell_resource(kr_ledger *l, const char *resource, kr_date date, kr_line line, void *context,
                                  kr_error *err);

/** What a night changed: state and objective, then what is new against the night before: promised, withdrawn, served,
 * rejected, waiting. */
kr_status kr_ledger_tell_night(kr_ledger *l, kr_date date, kr_line line, void *context, kr_error *err);

/** Every row of every table but the clock times, in an order that only the rows decide. */
kr_status kr_ledger_dump(kr_ledger *l, kr_line line, void *context, kr_error *err);

#endif
