#include "nightly/answer.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "instances/atomic.h"
#include "nightly/copy.h"

static kr_status copy_all(const char *from, const char *to, kr_error *err) {
  DIR *dir = opendir(from);
  if (!dir) return kr_fail(err, KR_ERR_IO, "%s: no answer can be read: %s", from, strerror(errno));
  kr_status status = KR_OK;
  for (struct dirent *entry; status == KR_OK && (entry = readdir(dir));)
    if (entry->d_name[0] != '.') status = kr_file_copy(dirfd(dir), entry->d_name, to, err);
  closedir(dir);
  return status;
}

kr_status kr_answer_copy(const kr_spool *s, const char *receipt, const char *to, kr_error *err) {
  kr_folder *folder = NULL;
  char *from = kr_spool_path(s, KR_SPOOL_OUT, receipt);
  if (!from) return kr_fail_memory(err);
  kr_status status;
  KR_TRY(kr_folder_begin(&folder, to, err));
  KR_TRY(copy_all(from, kr_folder_path(folder), err));
  KR_TRY(kr_folder_commit(folder, err));
done:
  kr_folder_abandon(folder);
  free(from);
  return status;
}
