#ifndef KR_INSTANCES_INSTANCE_H
#define KR_INSTANCES_INSTANCE_H

#include <stdint.h>

#include "graph/corridor.h"
#include "graph/status.h"
#include "instances/messages.h"

/** How many kinds of file an instance can have. */
#define KR_INSTANCE_FILES 13

/** The i-th file of FORMAT.md, i < KR_INSTANCE_FILES. */
const char *kr_instance_file(int32_t i);

/** The files that were read, and what they were: SHA-256 of the very bytes the parser saw. */
typedef struct kr_inputs {
  struct kr_input {
    const char *name; /**< "config.csv" …, static text, in the order of FORMAT.md */
    char sha256[65];  /**< lower-case hexadecimal */
    int64_t bytes;
  } files[KR_INSTANCE_FILES];
  int32_t n_files;
} kr_inputs;

/** One hash for all of them: of the lines `hash  name`; that of a single file is its own; "" for none. */
void kr_inputs_hash(const kr_inputs *inputs, char out[65]);

/**
 * Reads and checks an instance folder as FORMAT.md defines it: every rule, all files, all errors in one pass. Files are
 * read line by line; memory is that of the corridor, plus a constant, plus a little for each irregularity.
 * @param out      receives the corridor on KR_OK only; free with kr_corridor_free
 * @param inputs   receives the hash of every file read; may be NULL
 * @param folder   path of the folder
 * @param messages receives errors and warnings (warnings also on KR_OK)
 * @return KR_OK; KR_ERR_INPUT when there was any error (see messages); KR_ERR_IO when the folder or a file in it cannot
 *         be read; KR_ERR_MEMORY
 * @cost   O(bytes + rows log rows)
 */
kr_status kr_instance_read_hashed(kr_corridor **out, kr_inputs *inputs, const char *folder, kr_messages *messages,
                                  kr_error *err);

/** kr_instance_read_hashed without the hashes (they cost about a third of the time of a large file). */
kr_status kr_instance_read(kr_corridor **out, const char *folder, kr_messages *messages, kr_error *err);

#endif
