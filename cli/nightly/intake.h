#ifndef KR_NIGHTLY_INTAKE_H
#define KR_NIGHTLY_INTAKE_H

#include <stdint.h>

#include "graph/status.h"

/**
 * Takes what somebody hands in without following it anywhere: regular files only, by known names, no links, no folders
 * in folders, no more bytes than allowed. Every file is opened without following a link and looked at again once open,
 * so it cannot become something else in between.
 */

/**
 * Copies a file (as shipment.csv), or the files of an instance's folder, into an open folder, and syncs each. Of an
 * instance's folder datapackage.json, README.md and SOURCE.md may be there and stay behind.
 * @param path  what is handed in
 * @param to    descriptor of an empty folder
 * @param most_bytes of all files together
 * @return KR_ERR_INPUT with what is wrong with it; KR_ERR_IO when it cannot be read or the copy not written
 */
kr_status kr_intake_copy(const char *path, int to, int64_t most_bytes, kr_error *err);

/** Copies a stream to its end, as shipment.csv of an open folder. @return as above */
kr_status kr_intake_stream(int from, int to, int64_t most_bytes, kr_error *err);

/** Holds a folder that lies in the spool already to the same rules. @return as above */
kr_status kr_intake_check(const char *path, int64_t most_bytes, kr_error *err);

#endif
