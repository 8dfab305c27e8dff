#ifndef KR_INSTANCES_READ_SUMMARY_H
#define KR_INSTANCES_READ_SUMMARY_H

#include "instances/instance.h"
#include "instances/read_result.h"

/**
 * Reads summary.json into the claims' plain members. A `bound` or `gap` of null is -INFINITY and INFINITY.
 * @return KR_OK, also when the file is wrong (see messages; what could not be read stays zero); KR_ERR_IO,
 * KR_ERR_MEMORY
 */
kr_status kr_summary_read(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                          kr_error *err);

#define KR_MEMBER_ROOM 200

/**
 * One plain member of a folder's summary.json, whatever its schema: a text as it is, a number, true or false as JSON
 * writes it.
 * @param out "" when the file or the member is missing, is not JSON, or does not fit
 * @return KR_OK; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_summary_member(const char *folder, const char *key, char out[KR_MEMBER_ROOM], kr_error *err);

/** A file of the instance that is another one than a result was made from. */
typedef struct kr_changed_input {
  const char *name;       /**< static text */
  char then[65], now[65]; /**< SHA-256; "" where there is no such file */
} kr_changed_input;

typedef struct kr_changed_inputs {
  int32_t n;
  bool is_json; /**< false: there is no summary to ask, kr_summary_read says why */
  bool is_told; /**< false: the summary does not say what it was made from */
  kr_changed_input files[KR_INSTANCE_FILES];
} kr_changed_inputs;

/** All of them, in the order of FORMAT.md. @param inputs what the instance is now. @return KR_ERR_IO; KR_ERR_MEMORY */
kr_status kr_summary_list_changed(const char *folder, const kr_inputs *inputs, kr_changed_inputs *out, kr_error *err);

/**
 * The first of them: a file of the instance that is not what a folder's summary.json, whatever its schema, says it was
 * made from: another content, there and not then, or then and not there.
 * @param name static text; NULL = all are the same, or the summary names none
 * @return KR_OK; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_summary_find_changed(const char *folder, const kr_inputs *inputs, const char **name, kr_error *err);

#endif
