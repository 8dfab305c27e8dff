#include "instances/atomic.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/memory.h"
#include "instances/disk.h"
#include "instances/folder.h"

#define TRIES 100
#define SCHEMA_MARK "\"schema\": \"keruen."
#define SUMMARY_HEAD 4096 /* the schema is its first member */

/* What a result folder may hold: only such a folder is ever replaced. */
static const char *const our_files[] = {
    "allocation.csv", "shipment_result.csv", "resource_day.csv", "summary.json",  "report.html",    "map.svg",
    "map.geojson",    "scenarios.csv",       "groups.csv",       "shipments.csv", "input_diff.csv", "bottlenecks.csv",
    "weeks.csv",      "stress.csv",          "forwarder.csv",    "quota_day.csv", "commitment.csv", "moved.csv",
    "invest.csv",     "frontier.csv",        "compare.svg",      "pareto.svg"};

struct kr_folder {
  char *path, *parent, *name; /* where it will be */
  char *temp, *aside;         /* where it is, and where an earlier result goes meanwhile */
  bool is_made;
  kr_folder *next; /* of `unfinished` */
};

static kr_folder *unfinished; /* those that are made: what is on the disk is the process's, not the caller's */

/** What stands at a path. */
typedef enum place { PLACE_FREE, PLACE_EMPTY, PLACE_RESULT, PLACE_TAKEN } place;

static bool is_ours(const char *name) {
  for (size_t i = 0; i < sizeof our_files / sizeof *our_files; i++)
    if (strcmp(our_files[i], name) == 0) return true;
  return false;
}

/** Reads the head of summary.json in an open folder and looks for the schema. */
static bool has_schema(int folder) {
  char head[SUMMARY_HEAD + 1];
  int fd = openat(folder, "summary.json", O_RDONLY);
  if (fd < 0) return false;
  ssize_t n = read(fd, head, SUMMARY_HEAD);
  close(fd);
  if (n < 0) return false;
  head[n] = '\0';
  return strstr(head, SCHEMA_MARK) != NULL;
}

/** By the names in a folder alone. */
static place look_through(DIR *dir, const char *path, kr_error *err) {
  place found = PLACE_EMPTY;
  for (const char *name; found != PLACE_TAKEN && (name = kr_folder_next(dir));) {
    found = is_ours(name) ? PLACE_RESULT : PLACE_TAKEN;
    if (found == PLACE_TAKEN)
      kr_fail(err, KR_ERR_IO, "%s: holds %s, which is no file of a result; name another folder", path, name);
  }
  if (found == PLACE_TAKEN || errno == 0) return found;
  kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  return PLACE_TAKEN;
}

/** Says what is in the way when a folder is neither empty nor an earlier result. */
static place look_inside(const char *path, kr_error *err) {
  DIR *dir = opendir(path);
  if (!dir) {
    kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    return PLACE_TAKEN;
  }
  place found = look_through(dir, path, err);
  if (found == PLACE_RESULT && !has_schema(dirfd(dir))) {
    kr_fail(err, KR_ERR_IO, "%s: is there and is no result of ours; name another folder", path);
    found = PLACE_TAKEN;
  }
  closedir(dir);
  return found;
}

static place look_at(const char *path, kr_error *err) {
  struct stat info;
  if (lstat(path, &info) != 0) {
    if (errno == ENOENT) return PLACE_FREE;
    kr_fail(err, KR_ERR_IO, "%s: cannot be used: %s", path, strerror(errno));
    return PLACE_TAKEN;
  }
  if (S_ISDIR(info.st_mode)) return look_inside(path, err);
  kr_fail(err, KR_ERR_IO, "%s: is there and is not a folder; name another", path);
  return PLACE_TAKEN;
}

/** Splits off the last name; "/" and names like ".." cannot be renamed to. */
static kr_status split_path(kr_folder *f, const char *path, kr_error *err) {
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') n--;
  f->path = kr_copy_text(path, n);
  if (!f->path) return kr_fail_memory(err);
  const char *slash = strrchr(f->path, '/'), *name = slash ? slash + 1 : f->path;
  size_t parent_n = slash ? (size_t)(slash - f->path) : 0;
  f->name = kr_copy_text(name, strlen(name));
  if (slash)
    f->parent = kr_copy_text(f->path, parent_n ? parent_n : 1);
  else
    f->parent = kr_copy_text(".", 1);
  if (!f->name || !f->parent) return kr_fail_memory(err);
  if (*name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "\"%s\": cannot be replaced; give the name of a folder for the result", path);
}

/** `parent/.name.<word>-<pid>[-<n>]`, hidden beside the folder itself. */
static char *hidden_path(const kr_folder *f, const char *word, int n) {
  size_t room = strlen(f->parent) + strlen(f->name) + 64;
  char *path = malloc(room);
  if (!path) return NULL;
  int used = snprintf(path, room, "%s/.%s.%s-%ld", f->parent, f->name, word, (long)getpid());
  if (n > 0 && used > 0) snprintf(path + used, room - (size_t)used, "-%d", n);
  return path;
}

/** Makes the temporary folder under the first hidden name that is free. */
static kr_status make_temp(kr_folder *f, kr_error *err) {
  for (int i = 0; i < TRIES && !f->is_made; i++) {
    free(f->temp);
    free(f->aside);
    f->temp = hidden_path(f, "tmp", i);
    f->aside = hidden_path(f, "old", i);
    if (!f->temp || !f->aside) return kr_fail_memory(err);
    f->is_made = mkdir(f->temp, 0777) == 0;
    if (!f->is_made && errno != EEXIST) break;
  }
  if (f->is_made) {
    f->next = unfinished;
    unfinished = f;
    return KR_OK;
  }
  return kr_fail(err, KR_ERR_IO, "%s: cannot be made: %s", f->temp, strerror(errno));
}

kr_status kr_folder_begin(kr_folder **out, const char *path, kr_error *err) {
  kr_folder *f = kr_zeros(1, sizeof *f);
  if (!f) return kr_fail_memory(err);
  kr_status status;
  KR_TRY(split_path(f, path, err));
  if (look_at(f->path, err) == PLACE_TAKEN) {
    status = KR_ERR_IO;
    goto done;
  }
  KR_TRY(make_temp(f, err));
  *out = f;
  f = NULL;
done:
  kr_folder_abandon(f);
  return status;
}

const char *kr_folder_path(const kr_folder *f) { return f->temp; }

/** Removes a folder and the files in it; folders in it are not ours and stay. */
static void remove_folder(const char *path) {
  int folder = open(path, O_RDONLY | O_DIRECTORY);
  if (folder < 0) return;
  kr_folder_empty(folder);
  close(folder);
  rmdir(path);
}

void kr_folders_remove_unfinished(void) {
  for (const kr_folder *f = unfinished; f; f = f->next)
    if (f->is_made) remove_folder(f->temp);
}

static void forget(const kr_folder *f) {
  kr_folder **at = &unfinished;
  while (*at && *at != f) at = &(*at)->next;
  if (*at) *at = f->next;
}

static bool sync_folder(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY);
  if (fd < 0) return false;
  /* Some file systems cannot sync a folder and say EINVAL: then there is nothing to wait for. */
  bool synced = fsync(fd) == 0 || errno == EINVAL;
  return close(fd) == 0 && synced;
}

/** An earlier result is moved aside first, and put back if the rename fails. */
static kr_status move_aside(kr_folder *f, kr_error *err) {
  if (rename(f->path, f->aside) != 0)
    return kr_fail(err, KR_ERR_IO, "%s: cannot be moved aside: %s", f->path, strerror(errno));
  if (rename(f->temp, f->path) == 0) return KR_OK;
  int reason = errno;
  rename(f->aside, f->path);
  return kr_fail(err, KR_ERR_IO, "%s: cannot be renamed to: %s", f->path, strerror(reason));
}

/** @param old receives where an earlier result is now; NULL = there was none */
static kr_status take_place(kr_folder *f, const char **old, kr_error *err) {
  place before = look_at(f->path, err);
  kr_status status = KR_OK;
  *old = NULL;
  if (before == PLACE_TAKEN) return KR_ERR_IO;
  bool is_done = before == PLACE_RESULT ? kr_disk_exchange(f->temp, f->path) : rename(f->temp, f->path) == 0;
  if (is_done && before == PLACE_RESULT) *old = f->temp;
  if (!is_done && before == PLACE_RESULT && (errno == EINVAL || errno == ENOSYS)) {
    status = move_aside(f, err);
    *old = f->aside;
  } else if (!is_done) {
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be renamed to: %s", f->path, strerror(errno));
  }
  if (status == KR_OK) f->is_made = false;
  return status;
}

kr_status kr_folder_commit(kr_folder *f, kr_error *err) {
  const char *old;
  if (!sync_folder(f->temp)) return kr_fail(err, KR_ERR_IO, "%s: cannot be synced: %s", f->temp, strerror(errno));
  kr_status status = take_place(f, &old, err);
  if (status != KR_OK) return status;
  bool is_synced = sync_folder(f->parent);
  int reason = errno;
  if (old) remove_folder(old);
  return is_synced ? KR_OK : kr_fail(err, KR_ERR_IO, "%s: cannot be synced: %s", f->parent, strerror(reason));
}

kr_status kr_folder_commit_synced(kr_folder *f, kr_error *err) {
  const char *old;
  kr_status status = take_place(f, &old, err);
  if (status == KR_OK && old) remove_folder(old);
  return status;
}

void kr_folder_abandon(kr_folder *f) {
  if (!f) return;
  if (f->is_made) remove_folder(f->temp);
  forget(f);
  free(f->path);
  free(f->parent);
  free(f->name);
  free(f->temp);
  free(f->aside);
  free(f);
}
