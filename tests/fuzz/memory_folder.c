#include "tests/fuzz/memory_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 24
#define NAME_MAX_BYTES 32
#define MARK "=== "

typedef struct memory_file {
  char name[NAME_MAX_BYTES];
  const char *text;
  size_t n;
} memory_file;

static memory_file files[FILES_MAX];
static size_t n_files;

void memory_folder_clear(void) { n_files = 0; }

static memory_file *find(const char *name) {
  for (size_t i = 0; i < n_files; i++)
    if (strcmp(files[i].name, name) == 0) return &files[i];
  return NULL;
}

void memory_folder_put(const char *name, const char *text, size_t n) {
  memory_file *file = find(name);
  if (strlen(name) >= NAME_MAX_BYTES || (!file && n_files == FILES_MAX)) return;
  if (!file) file = &files[n_files++];
  strcpy(file->name, name);
  file->text = text;
  file->n = n;
}

/** Where the next line `=== name` begins; `end` when there is none. */
static const char *next_mark(const char *from, const char *end) {
  while (from < end) {
    size_t left = (size_t)(end - from);
    if (left >= strlen(MARK) && memcmp(from, MARK, strlen(MARK)) == 0) return from;
    const char *newline = memchr(from, '\n', left);
    from = newline ? newline + 1 : end;
  }
  return end;
}

void memory_folder_put_all(const char *text, size_t n) {
  const char *end = text + n, *mark = next_mark(text, end);
  while (mark < end) {
    char name[NAME_MAX_BYTES] = "";
    const char *from = mark + strlen(MARK), *newline = memchr(from, '\n', (size_t)(end - from));
    size_t length = (size_t)((newline ? newline : end) - from);
    const char *body = newline ? newline + 1 : end;
    mark = next_mark(body, end);
    if (length >= NAME_MAX_BYTES) continue;
    memcpy(name, from, length);
    memory_folder_put(name, body, (size_t)(mark - body));
  }
}

const char *file_of_disk(const char *path, size_t *n) {
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  struct stat info;
  if (file && fstat(fileno(file), &info) == 0) text = malloc((size_t)info.st_size + 1);
  *n = text ? fread(text, 1, (size_t)info.st_size, file) : 0;
  if (!text || *n != (size_t)info.st_size) {
    fprintf(stderr, "%s: cannot be read; start from the repository's folder\n", path);
    exit(6);
  }
  fclose(file);
  return text;
}

/* What the linker puts in the place of the calls of the readers. */
FILE *__real_kr_regular_open(const char *path, const char **fault);
int __real_stat(const char *path, struct stat *info);
int __real_lstat(const char *path, struct stat *info);
FILE *__wrap_kr_regular_open(const char *path, const char **fault);
int __wrap_stat(const char *path, struct stat *info);
int __wrap_lstat(const char *path, struct stat *info);
int __wrap_setvbuf(FILE *file, char *buffer, int mode, size_t n);

static int is_ours(const char *path) { return strncmp(path, MEMORY_FOLDER, strlen(MEMORY_FOLDER)) == 0; }

static const memory_file *at(const char *path) {
  const char *slash = strrchr(path, '/');
  memory_file *file = slash ? find(slash + 1) : NULL;
  if (!file) errno = ENOENT;
  return file;
}

FILE *__wrap_kr_regular_open(const char *path, const char **fault) {
  if (!is_ours(path)) return __real_kr_regular_open(path, fault);
  const memory_file *file = at(path);
  *fault = NULL;
  return file ? fmemopen((void *)(uintptr_t)file->text, file->n, "r") : NULL;
}

static int look_at(const char *path, struct stat *info) {
  *info = (struct stat){.st_mode = strchr(path, '/') ? S_IFREG : S_IFDIR};
  return info->st_mode == S_IFDIR || at(path) ? 0 : -1;
}

int __wrap_stat(const char *path, struct stat *info) {
  return is_ours(path) ? look_at(path, info) : __real_stat(path, info);
}

int __wrap_lstat(const char *path, struct stat *info) {
  return is_ours(path) ? look_at(path, info) : __real_lstat(path, info);
}

/* Without a buffer of its own fmemopen would hand out byte by byte, at a quarter of all time. */
int __wrap_setvbuf(FILE *file, char *buffer, int mode, size_t n) {
  (void)file, (void)buffer, (void)mode, (void)n;
  return 0;
}
