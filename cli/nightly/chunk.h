#ifndef KR_NIGHTLY_CHUNK_H
#define KR_NIGHTLY_CHUNK_H

#include <signal.h>

#include "cli/chunks/chunk_answer.h"
#include "cli/nightly/spool.h"
#include "graph/result.h"

/**
 * A night's work in pieces that any machine can do which sees the spool: chunk 0 is the joint allocation, each further
 * one a what-if (cli/chunks/chunk_answer.h). A chunk needs no ledger and no lock.
 *
 *   SPOOL/nights/DATE/instance/            tonight's instance
 *   SPOOL/nights/DATE/last_lot.csv         the last number that a lot of a shipment had before, and if it is closed
 *   SPOOL/nights/DATE/chunks/N/job.csv     what to do, with which program, and the SHA-256 of what it is done with
 *   SPOOL/nights/DATE/chunks/N/answer/     a result folder; .ticket in it says to which job.csv it belongs, and its
 * end; where promises were moved, commitment.csv has those that it left in place
 */

/** What a chunk is to do. */
typedef struct kr_chunk {
  char receipt[KR_RECEIPT_ROOM]; /**< of the what-if; "" = the joint allocation */
  char inputs_sha256[65];        /**< of its instance, as kr_inputs_hash */
  char lots_sha256[65];          /**< of last_lot.csv; "" for a what-if */
  char plan[KR_NAME_ROOM];       /**< "" = base */
  bool integer;
  int64_t iteration_limit; /**< 0 = none */
  double gap, time_limit_s;
  kr_fair_kind fairness; /**< among the forwarders, of the joint allocation */
  double move_h; /**< hours per tonne that is moved of what was promised; INFINITY = nothing is, as of a what-if */
  int32_t wall_s, memory_mb; /**< of a what-if */
  char sha256[65];           /**< of job.csv; set by reading */
} kr_chunk;

/** Writes job.csv, whole or not at all; not when the same is there. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_chunk_write(const kr_chunk *chunk, const char *night, int32_t number, kr_error *err);

/**
 * Reads job.csv. @param is_there false: there is no such chunk
 * @return KR_ERR_INPUT when it is wrong or of another version of the program; KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_chunk_read(kr_chunk *out, const char *night, int32_t number, bool *is_there, kr_error *err);

/** The hash that kr_inputs_hash gives of an instance's folder, from its bytes alone. @return KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_chunk_hash_instance(const char *folder, char out[65], kr_error *err);

/** The SHA-256 of one file. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_chunk_hash_file(const char *path, char out[65], kr_error *err);

/** How chunks are to be run. All borrowed. */
typedef struct kr_chunk_orders {
  const char *program; /**< for what-ifs: `PROGRAM solve INSTANCE -o ANSWER …`, in a process of its own */
  int32_t threads;     /**< of the joint allocation; 0 = all cores; the answer does not depend on it */
  const volatile sig_atomic_t *stop; /**< not NULL: nonzero ends it, nothing is left */
  void (*beat)(void *context);       /**< called while it works; may be NULL */
  void *beat_context;
} kr_chunk_orders;

/**
 * Does a chunk's job, unless it is done.
 * @param was_done true: it was, by another or before
 * @return KR_ERR_INPUT: there is no such chunk, it is another version's, or what it is to work on is not what was
 *         planned; KR_ERR_LIMIT: stopped, nothing is left; KR_ERR_IO, KR_ERR_MEMORY, KR_ERR_SOLVER
 */
kr_status kr_chunk_run(const kr_spool *spool, const char *night, int32_t number, const kr_chunk_orders *orders,
                       bool *was_done, kr_error *err);

#endif
