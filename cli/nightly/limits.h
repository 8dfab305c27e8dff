#ifndef KR_NIGHTLY_LIMITS_H
#define KR_NIGHTLY_LIMITS_H

#include <stdint.h>

#include "instances/messages.h"

/** What one submission, and one forwarder, may ask of the spool: `SPOOL/spool.csv`. */
typedef struct kr_limits {
  int64_t most_bytes; /**< of one submission, all its files together; default 16 MiB */
  int32_t most_rows;  /**< shipments of one submission; default 100000 */
  int32_t most_new;   /**< submissions of one forwarder that no night has claimed yet; default 1000 */
} kr_limits;

/**
 * Reads spool.csv: one row with any of the columns most_bytes, most_rows, most_new; what is absent or blank has its
 * default, and so has everything where there is no file.
 * @return KR_ERR_INPUT when there was an error (see messages); KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_limits_read(kr_limits *out, const char *spool, kr_messages *messages, kr_error *err);

#endif
