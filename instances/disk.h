#ifndef KR_INSTANCES_DISK_H
#define KR_INSTANCES_DISK_H

#include <stdbool.h>

#include "graph/status.h"

/** What Linux offers beyond POSIX for files that must outlive a power cut. */

/**
 * Whether one kr_disk_sync tells of every write to a file system that has failed: on ext2 to ext4, XFS, Btrfs, F2FS and
 * tmpfs, from Linux 5.8 on. Before, syncfs told of a bad descriptor only; over other file systems (FUSE, overlays) it
 * may not hear of a failure below. There each file is to be synced on its own. @param fd anything on it
 * @source syncfs(2)
 */
bool kr_disk_tells_all(int fd);

/**
 * Syncs the whole file system, also what others have written there: all that was written and renamed before is on disk.
 * @param fd   opened before the first write that it is to tell of
 * @param path for the message
 * @return KR_ERR_IO when any write to the file system has failed since `fd` was opened or last synced
 * @cost   one flush, however many files
 */
kr_status kr_disk_sync(int fd, const char *path, kr_error *err);

/** Two names change places at once: no reader finds either missing. @return false and errno; EINVAL or ENOSYS where the
 * file system cannot */
bool kr_disk_exchange(const char *a, const char *b);

#endif
