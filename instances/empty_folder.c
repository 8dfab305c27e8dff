#define _GNU_SOURCE /* getdents64 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "instances/atomic.h"

/* opendir would need memory, and this is also how what was begun is taken back when there is none. */
void kr_folder_empty(int folder) {
  _Alignas(struct dirent64) char entries[4096];
  for (ssize_t n; (n = getdents64(folder, entries, sizeof entries)) > 0;)
    for (ssize_t at = 0; at < n;) {
      const struct dirent64 *entry = (const void *)(entries + at);
      at += entry->d_reclen;
      if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) unlinkat(folder, entry->d_name, 0);
    }
}
