#ifndef KR_NIGHTLY_COPY_H
#define KR_NIGHTLY_COPY_H

#include "graph/status.h"

/** Copies a file of an open folder into another folder, where it must not be, and syncs it. Links are not followed.
 * @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_file_copy(int folder, const char *name, const char *to, kr_error *err);

/** The same, where it is there. @return likewise */
kr_status kr_file_copy_if_there(int folder, const char *name, const char *to, kr_error *err);

/** Copies the files of a folder, but for hidden ones, into another that appears whole or not at all (atomic.h says what
 * may be in its place). @return KR_ERR_IO when it cannot be read, or the place is taken; KR_ERR_MEMORY */
kr_status kr_folder_copy(const char *from, const char *to, kr_error *err);

#endif
