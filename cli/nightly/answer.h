#ifndef KR_NIGHTLY_ANSWER_H
#define KR_NIGHTLY_ANSWER_H

#include "cli/nightly/spool.h"

/**
 * Copies the answer to a submission out of the spool, into a folder that appears whole or not at all (atomic.h says
 * what may be in its place).
 * @return KR_ERR_IO when there is no answer, it cannot be read, or the place is taken; KR_ERR_MEMORY
 */
kr_status kr_answer_copy(const kr_spool *s, const char *receipt, const char *to, kr_error *err);

#endif
