#ifndef KR_INSTANCES_SUMMARY_TEXT_H
#define KR_INSTANCES_SUMMARY_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

#define KR_SUMMARY_FILE "summary.json"
#ifdef KR_SMALL_LIMITS
#define KR_SUMMARY_BYTES ((size_t)8192)
#else
#define KR_SUMMARY_BYTES ((size_t)4194304) /* none is larger */
#endif

/**
 * The whole of a folder's summary.json as text.
 * @param n     its bytes; beyond KR_SUMMARY_BYTES when it is larger than any summary
 * @param fault why it is no file to read, or NULL
 * @return to be freed, and ends with a NUL; NULL after a failure, and with *status KR_OK: see *fault
 */
char *kr_summary_load(const char *folder, size_t *n, const char **fault, kr_status *status, kr_error *err);

/**
 * The line on which a member of a folder's summary.json stands. @param member "bound", or "counts.late" for one inside
 * @return 1 when it cannot be found
 */
int64_t kr_summary_line(const char *folder, const char *member);

#endif
