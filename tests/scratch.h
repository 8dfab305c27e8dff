#ifndef KR_TESTS_SCRATCH_H
#define KR_TESTS_SCRATCH_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** A folder in $TMPDIR or /tmp for one test, and files in it. A test that cannot have it ends. */

typedef struct scratch {
  char path[64];
} scratch;

static inline scratch scratch_make(void) {
  const char *own = getenv("TMPDIR");
  bool is_fit = own && *own == '/' && strlen(own) < 40;
  scratch s;
  snprintf(s.path, sizeof s.path, "%s/keruen-test-XXXXXX", is_fit ? own : "/tmp");
  if (!mkdtemp(s.path)) abort();
  return s;
}

static inline const char *scratch_path(const scratch *s, const char *name) {
  static char path[512];
  snprintf(path, sizeof path, "%s/%s", s->path, name);
  return path;
}

/** Writes `n` bytes, which may hold NULs. */
static inline void scratch_bytes(const scratch *s, const char *name, const void *bytes, size_t n) {
  FILE *file = fopen(scratch_path(s, name), "wb");
  if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0) abort();
}

static inline void scratch_write(const scratch *s, const char *name, const char *text) {
  scratch_bytes(s, name, text, strlen(text));
}

/** The text of a file, to be freed; "" when it is not there. */
static inline char *scratch_read(const scratch *s, const char *name) {
  size_t room = 1 << 20, n = 0;
  char *text = calloc(room, 1);
  FILE *file = fopen(scratch_path(s, name), "rb");
  if (!text) abort();
  if (file) {
    n = fread(text, 1, room - 1, file);
    fclose(file);
  }
  text[n] = '\0';
  return text;
}

static inline int scratch_has(const scratch *s, const char *name) { return access(scratch_path(s, name), F_OK) == 0; }

/** Entries of a folder without . and .., or -1. */
static inline int scratch_count(const char *path) {
  DIR *dir = opendir(path);
  int n = -2;
  if (!dir) return -1;
  while (readdir(dir)) n++;
  closedir(dir);
  return n;
}

/** Removes the files of a folder and of the folders in it, then these. */
static inline void scratch_remove_path(const char *path) {
  DIR *dir = opendir(path);
  if (!dir) return;
  for (struct dirent *entry; (entry = readdir(dir));) {
    char inner[600];
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    snprintf(inner, sizeof inner, "%.300s/%.255s", path, entry->d_name);
    if (unlink(inner) != 0) scratch_remove_path(inner);
  }
  closedir(dir);
  rmdir(path);
}

static inline void scratch_remove(const scratch *s) { scratch_remove_path(s->path); }

#endif
