#ifndef KR_INSTANCES_FOLDER_H
#define KR_INSTANCES_FOLDER_H

#include <dirent.h>
#include <stdbool.h>

#include "graph/status.h"

/* Folders by descriptor, never through a link. */

/** Opens a folder inside an open one, never through a link. @return a descriptor; -1 and errno */
int kr_folder_open(int in, const char *name);

/** Opens a folder; makes it, and syncs the one it is in, where it is not there. @return a descriptor; -1 and errno */
int kr_folder_make(int in, const char *name);

/** Whether a name is there. @param in an open folder, or AT_FDCWD. @return KR_ERR_IO: it is not known */
kr_status kr_folder_has(int in, const char *name, bool *has, kr_error *err);

/**
 * The next name in a folder; "." and ".." are left out.
 * @return NULL: there is no more, and errno is 0, or it cannot be read, and errno says why. Until the next call
 */
const char *kr_folder_next(DIR *dir);

/** Removes a folder and the files in it, or what else has that name but is no folder with folders in it. */
void kr_folder_discard(int in, const char *name);

/**
 * Removes what writers that were killed left: a folder being written is called `.NAME.tmp-PID`, one being replaced
 * `.NAME.old-PID`, a file `NAME.tmp-PID`. Only where nobody writes, or what is written is there already.
 * @param in an open folder, -1 = none; stays open. @param files names of files that are written here; NULL ends them
 */
void kr_folder_sweep(int in, const char *const *files);

#endif
