#define _XOPEN_SOURCE 700 /* realpath */

#include "cli/study_place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/chunks/chunk_answer.h"
#include "instances/folder.h"

/** A folder must have study.csv, be it half written, or nothing at all. */
static kr_status look_inside(const char *folder, kr_error *err) {
  DIR *dir = opendir(folder);
  if (!dir) return kr_fail(err, KR_ERR_IO, "%s: cannot be used: %s", folder, strerror(errno));
  bool has_study = faccessat(dirfd(dir), KR_STUDY_JOB_FILE, F_OK, 0) == 0;
  kr_status status = KR_OK;
  errno = 0;
  for (const char *name; !has_study && status == KR_OK && (name = kr_folder_next(dir));)
    if (*name != '.' && strncmp(name, KR_STUDY_JOB_FILE, strlen(KR_STUDY_JOB_FILE)) != 0)
      status = kr_fail(err, KR_ERR_IO, "%s: holds %s and no %s; name another folder", folder, name, KR_STUDY_JOB_FILE);
  if (!has_study && status == KR_OK && errno != 0)
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", folder, strerror(errno));
  closedir(dir);
  return status;
}

kr_status kr_study_place_make(const char *folder, bool *is_new, kr_error *err) {
  *is_new = mkdir(folder, 0777) == 0;
  if (*is_new) return KR_OK;
  if (errno != EEXIST) return kr_fail(err, KR_ERR_IO, "%s: cannot be made: %s", folder, strerror(errno));
  return look_inside(folder, err);
}

kr_status kr_study_place_name(kr_study_job *job, const kr_study *q, kr_error *err) {
  char *instance = realpath(q->instance, NULL);
  if (!instance) return kr_fail(err, KR_ERR_IO, "%s: %s", q->instance, strerror(errno));
  kr_status status;
  KR_TRY(kr_study_job_add(job, "study", "command", q->command, err));
  KR_TRY(kr_study_job_add(job, "study", "version", KERUEN_VERSION, err));
  KR_TRY(kr_study_job_add(job, "study", "instance", instance, err));
  KR_TRY(kr_study_job_add_inputs(job, q->inputs, err));
done:
  free(instance);
  return status;
}

kr_status kr_study_place_read(kr_study_job *job, const char *folder, const char *command, kr_error *err) {
  kr_status status = kr_study_job_read(job, folder, err);
  if (status != KR_OK) return status;
  const char *its_command = kr_study_job_value(job, "study", "command");
  const char *version = kr_study_job_value(job, "study", "version");
  if (strcmp(its_command, command) != 0)
    return kr_fail(err, KR_ERR_INPUT, "%s is a study of keruen %s, not of keruen %s", folder, its_command, command);
  if (strcmp(version, KERUEN_VERSION) != 0)
    return kr_fail(err, KR_ERR_INPUT, "%s was planned with version %s; this is %s; use the same everywhere", folder,
                   version, KERUEN_VERSION);
  return KR_OK;
}

static void sweep(const char *path, const char *const *files) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  kr_folder_sweep(fd, files);
  if (fd >= 0) close(fd);
}

void kr_study_place_sweep(const char *folder, int32_t n_chunks) {
  static const char *const files[] = {KR_STUDY_JOB_FILE, NULL};
  char path[KR_CHUNK_PATH];
  sweep(folder, files);
  for (int32_t i = 0; i < n_chunks; ++i) sweep(kr_chunk_path(path, folder, i, ""), files);
}
