#ifndef KR_CHUNKS_CHUNK_ANSWER_H
#define KR_CHUNKS_CHUNK_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * Work in pieces, chunks, that any machine can do which sees a folder: those of a night, and of a study. A chunk needs
 * no lock. The same job gives the same bytes, whoever does it and how often: whoever is first renames the answer into
 * place, the others find it there.
 *
 *   TOP/chunks/N/answer/     what came of chunk N; .ticket in it says to which job it belongs, and how it ended
 */
#define KR_CHUNK_PATH 4352
#define KR_CHUNK_MOST 1000000 /* of one job */
#define KR_CHUNK_REASON 2112

/** How a chunk ended. */
typedef enum kr_chunk_end {
  KR_CHUNK_OPEN,  /**< there is no answer to this job */
  KR_CHUNK_WHOLE, /**< answered */
  KR_CHUNK_CUT,   /**< answered; the time limit ended the solve */
  KR_CHUNK_FAILED /**< cannot be answered, by itself or at its limits */
} kr_chunk_end;

/** A file of a chunk: `TOP/chunks/0007/NAME`. @return out */
const char *kr_chunk_path(char out[KR_CHUNK_PATH], const char *top, int32_t number, const char *name);

/** Makes the folder of a chunk, and the one it is in, where they are not there. @return KR_ERR_IO */
kr_status kr_chunk_make(const char *top, int32_t number, kr_error *err);

/**
 * How a chunk of this job ended. @param job_sha256 64 digits of what the chunk is to do
 * @param reason of KR_CHUNK_FAILED; "" @return KR_ERR_IO
 */
kr_status kr_chunk_look(const char *top, int32_t number, const char *job_sha256, kr_chunk_end *end,
                        char reason[KR_CHUNK_REASON], kr_error *err);

/** Does the work into an empty folder. @param end, reason as kr_chunk_look tells them later */
typedef kr_status (*kr_chunk_work)(void *context, const char *to, kr_chunk_end *end, char reason[KR_CHUNK_REASON],
                                   kr_error *err);

/**
 * Has a chunk's work done, unless it is: the answer appears whole, or not at all. An answer to another job goes.
 * @param was_done true: it was, by another or before
 * @return what the work returns, nothing is left then; KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_chunk_do(const char *top, int32_t number, const char *job_sha256, kr_chunk_work work, void *context,
                      bool *was_done, kr_error *err);

#endif
