#ifndef KR_INSTANCES_ATOMIC_H
#define KR_INSTANCES_ATOMIC_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/status.h"

/**
 * Results appear whole or not at all. A file is written beside its place and renamed; a folder is written as
 * `.<name>.tmp-<pid>` beside its place, synced to disk and renamed.
 *
 *   kr_folder *folder = NULL;
 *   KR_TRY(kr_folder_begin(&folder, "out", err));
 *   KR_TRY(kr_result_write(kr_folder_path(folder), …, err));
 *   … verify the files in kr_folder_path(folder) …
 *   KR_TRY(kr_folder_commit(folder, err));
 * done:
 *   kr_folder_abandon(folder);
 */
typedef struct kr_folder kr_folder;

/**
 * Makes an empty temporary folder beside `path`. The place may be free, an empty folder, or an earlier result (a
 * folder whose summary.json has our schema, holding nothing but files that keruen writes); anything else is refused.
 * @return KR_ERR_IO when the place is taken or the disk refuses, KR_ERR_MEMORY
 */
kr_status kr_folder_begin(kr_folder **out, const char *path, kr_error *err);

/** The temporary folder, to write into and to verify. */
const char *kr_folder_path(const kr_folder *folder);

/**
 * Syncs the temporary folder and renames it into place; an earlier result there changes places with it, and is removed
 * after it. (Where the file system cannot exchange names, it is moved aside first, and put back if the rename fails.)
 * Once per folder. @return KR_ERR_IO: the place is as it was; or, where only the last sync fails, of the folder beside
 * it all, whole, but perhaps not after a power cut
 */
kr_status kr_folder_commit(kr_folder *folder, kr_error *err);

/** The same without a sync, for many folders at once: the caller has synced the file system before (disk.h), and does
 * so after the last. */
kr_status kr_folder_commit_synced(kr_folder *folder, kr_error *err);

/** Frees; removes the temporary folder unless it was committed. NULL is fine. */
void kr_folder_abandon(kr_folder *folder);

/** Writes all of it, in as many calls as that takes; a signal is no reason to stop. @return false with errno */
bool kr_write_all(int fd, const char *bytes, size_t n);

/** Removes the temporary folders of all that is not committed: for a process that a library ends. Takes no memory. */
void kr_folders_remove_unfinished(void);

/** Removes all files of a folder, by its descriptor; folders in it stay. Takes no memory. */
void kr_folder_empty(int folder);

#define KR_TEMPORARY_ROOM 512

/**
 * Makes a private folder in $TMPDIR, or /tmp. @param path receives it; "" on KR_ERR_IO
 * @param is_small rather in memory, /dev/shm, where $TMPDIR is not set: each file that is written is synced, which
 * takes a disk its time
 */
kr_status kr_folder_make_temporary(char path[KR_TEMPORARY_ROOM], bool is_small, kr_error *err);

/** Writes a whole file: temporary file beside it, fsync, rename. @return KR_ERR_IO: the old file is untouched */
kr_status kr_file_replace(const char *path, const void *bytes, size_t n, kr_error *err);

#endif
