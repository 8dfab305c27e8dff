#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/lib/handles.h"
#include "graph/memory.h"
#include "instances/atomic.h"

/** The text of one file so far. */
typedef struct table {
  char *text;
  size_t n, room;
} table;

struct kr_builder {
  table tables[KR_INSTANCE_FILES];
};

kr_builder *kr_builder_create(void) { return calloc(1, sizeof(kr_builder)); }

void kr_builder_free(kr_builder *b) {
  for (int32_t i = 0; b && i < KR_INSTANCE_FILES; ++i) free(b->tables[i].text);
  free(b);
}

static table *table_of(kr_builder *b, const char *file) {
  for (int32_t i = 0; b && file && i < KR_INSTANCE_FILES; ++i)
    if (strcmp(file, kr_instance_file(i)) == 0) return &b->tables[i];
  return NULL;
}

/** Where it must be between quotes, those within doubled (RFC 4180). The room is there. */
static size_t put_cell(char *to, const char *cell) {
  size_t n = 0;
  bool is_plain = !strpbrk(cell, ",\"\r\n");
  if (!is_plain) to[n++] = '"';
  for (; *cell; ++cell) {
    if (*cell == '"') to[n++] = '"';
    to[n++] = *cell;
  }
  if (!is_plain) to[n++] = '"';
  return n;
}

int kr_builder_row(kr_builder *b, const char *file, const char *const *cells, size_t n) {
  table *t = table_of(b, file);
  size_t most = 0;
  if (!t || !cells || n == 0) return KR_MISUSE;
  for (size_t i = 0; i < n; ++i) {
    if (!cells[i]) return KR_MISUSE;
    most += 2 * strlen(cells[i]) + 3; /* quotes around it, and a comma or line end */
  }
  if (!kr_grow(&t->text, &t->room, t->n + most, 1)) return KR_NO_MEMORY;
  for (size_t i = 0; i < n; ++i) {
    t->n += put_cell(t->text + t->n, cells[i]);
    t->text[t->n++] = i + 1 < n ? ',' : '\n';
  }
  return KR_DONE;
}

#define PATH_ROOM (KR_TEMPORARY_ROOM + 64)

static kr_status write_tables(const kr_builder *b, const char *folder, kr_error *err) {
  char path[PATH_ROOM];
  kr_status status = KR_OK;
  for (int32_t i = 0; i < KR_INSTANCE_FILES && status == KR_OK; ++i) {
    snprintf(path, sizeof path, "%s/%s", folder, kr_instance_file(i));
    if (b->tables[i].n > 0) status = kr_file_replace(path, b->tables[i].text, b->tables[i].n, err);
  }
  return status;
}

static void remove_tables(const char *folder) {
  char path[PATH_ROOM];
  for (int32_t i = 0; i < KR_INSTANCE_FILES; ++i) {
    snprintf(path, sizeof path, "%s/%s", folder, kr_instance_file(i));
    unlink(path);
  }
  rmdir(folder);
}

kr_instance *kr_builder_finish(const kr_builder *b) {
  char folder[KR_TEMPORARY_ROOM];
  kr_error err = {0};
  if (!b) return NULL;
  if (kr_folder_make_temporary(folder, true, &err) != KR_OK) return kr_instance_refused(&err);
  kr_status status = write_tables(b, folder, &err);
  kr_instance *i = status == KR_OK ? kr_instance_of(folder) : kr_instance_refused(&err);
  remove_tables(folder);
  return i;
}
