#include "instances/write_mps.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/memory.h"
#include "instances/sink.h"

/** A row's bound that is not 0: it stands behind the columns. */
typedef struct bound {
  int64_t row;
  double value;
} bound;

struct kr_mps {
  char *path, *folder, *temp; /* temp: folder/.name.tmp-pid */
  kr_sink sink;
  kr_mps_size size;
  bound *bounds;
  size_t n_bounds, bound_room;
  bound *limits; /* of integer columns; row = the column's number */
  size_t n_limits, limit_room;
  bool in_integers;
  bool is_open;
};

static kr_status name_files(kr_mps *m, const char *path, kr_error *err) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  size_t n = slash ? (size_t)(slash - path) : 0, room = strlen(path) + 48;
  m->path = kr_copy_text(path, strlen(path));
  m->folder = slash ? kr_copy_text(path, n ? n : 1) : kr_copy_text(".", 1);
  m->temp = malloc(room);
  if (!m->path || !m->folder || !m->temp) return kr_fail_memory(err);
  snprintf(m->temp, room, "%s/.%s.tmp-%ld", m->folder, name, (long)getpid());
  return *name ? KR_OK : kr_fail(err, KR_ERR_IO, "\"%s\": is no file's name; give one, such as model.mps", path);
}

/** Comment lines, whatever the text holds. */
static void put_head(kr_mps *m, const char *title) {
  fputs("* ", m->sink.file);
  for (const char *c = title; *c; c++) fputc((unsigned char)*c < 0x20 ? ' ' : *c, m->sink.file);
  fputs("\nNAME keruen FREE\nROWS\n N cost\n", m->sink.file);
}

kr_status kr_mps_open(kr_mps **out, const char *path, const char *title, kr_error *err) {
  kr_mps *m = kr_zeros(1, sizeof *m);
  kr_status status = KR_OK;
  if (!m) return kr_fail_memory(err);
  KR_TRY(name_files(m, path, err));
  KR_TRY(kr_sink_open(&m->sink, m->folder, strrchr(m->temp, '/') + 1, err));
  m->is_open = true;
  put_head(m, title);
  *out = m;
  m = NULL;
done:
  kr_mps_abandon(m);
  return status;
}

kr_status kr_mps_row(kr_mps *m, kr_mps_sense sense, double value, kr_error *err) {
  if (m->size.columns > 0 || !isfinite(value)) return kr_fail(err, KR_ERR_RANGE, "a row behind columns, or not finite");
  fprintf(m->sink.file, " %c R%lld\n", (char)sense, (long long)++m->size.rows);
  if (value == 0) return KR_OK;
  if (!kr_grow(&m->bounds, &m->bound_room, m->n_bounds + 1, sizeof *m->bounds)) return kr_fail_memory(err);
  m->bounds[m->n_bounds++] = (bound){m->size.rows, value};
  return KR_OK;
}

/** ` R7 -1`: whole numbers take the short way, they are nearly all there are. */
static void put_entry(FILE *file, int64_t row, double value) {
  char text[KR_DECIMAL_ROOM];
  if (row < 0)
    fputs(" cost ", file);
  else
    fprintf(file, " R%lld ", (long long)row + 1);
  if (value == 1 || value == -1) {
    fputs(value > 0 ? "1" : "-1", file);
  } else {
    kr_number_write(value, text);
    fputs(text, file);
  }
}

static bool is_sound(const kr_mps *m, const kr_mps_column_data *c) {
  bool sound = isfinite(c->cost);
  for (int32_t i = 0; i < c->n; i++)
    sound = sound && isfinite(c->value[i]) && c->row[i] >= 0 && c->row[i] < m->size.rows;
  return sound;
}

/** Marks where integer columns begin and end, and keeps their bounds. */
static kr_status note_integer(kr_mps *m, int32_t most) {
  if (m->in_integers != (most > 0)) {
    m->in_integers = most > 0;
    fprintf(m->sink.file, " M%lld 'MARKER' '%s'\n", (long long)m->size.columns, most > 0 ? "INTORG" : "INTEND");
  }
  if (most <= 0) return KR_OK;
  if (!kr_grow(&m->limits, &m->limit_room, m->n_limits + 1, sizeof *m->limits)) return KR_ERR_MEMORY;
  m->limits[m->n_limits++] = (bound){m->size.columns, most};
  return KR_OK;
}

static void put_limits(const kr_mps *m) {
  if (m->n_limits > 0) fputs("BOUNDS\n", m->sink.file);
  for (size_t i = 0; i < m->n_limits; i++)
    fprintf(m->sink.file, " UP BND C%lld %lld\n", (long long)m->limits[i].row, (long long)m->limits[i].value);
}

kr_status kr_mps_column(kr_mps *m, const kr_mps_column_data *c, kr_error *err) {
  if (!is_sound(m, c)) return kr_fail(err, KR_ERR_RANGE, "a column with a row that is not there, or not finite");
  FILE *file = m->sink.file;
  if (ferror(file)) return kr_fail(err, KR_ERR_IO, "%s: cannot be written; is the disk full?", m->path);
  if (m->size.columns++ == 0) fputs("COLUMNS\n", file);
  if (note_integer(m, c->most) != KR_OK) return kr_fail_memory(err);
  /* two entries a line: the objective's, when there is one, counts as the first */
  int32_t first = c->cost != 0 || c->n == 0 ? -1 : 0;
  for (int32_t i = first; i < c->n; i++) {
    if ((i - first) % 2 == 0) fprintf(file, "%s C%lld", i > first ? "\n" : "", (long long)m->size.columns);
    put_entry(file, i < 0 ? -1 : c->row[i], i < 0 ? c->cost : c->value[i]);
  }
  fputc('\n', file);
  m->size.entries += c->n;
  return KR_OK;
}

kr_mps_size kr_mps_count(const kr_mps *m) { return m->size; }

kr_status kr_mps_commit(kr_mps *m, kr_error *err) {
  kr_status status = KR_OK;
  if (m->size.columns == 0) fputs("COLUMNS\n", m->sink.file);
  if (m->in_integers) fprintf(m->sink.file, " M%lld 'MARKER' 'INTEND'\n", (long long)m->size.columns + 1);
  fputs("RHS\n", m->sink.file);
  for (size_t i = 0; i < m->n_bounds; i++) {
    fputs(" RHS", m->sink.file);
    put_entry(m->sink.file, m->bounds[i].row - 1, m->bounds[i].value);
    fputc('\n', m->sink.file);
  }
  put_limits(m);
  fputs("ENDATA\n", m->sink.file);
  status = kr_sink_close(&m->sink, err);
  if (status == KR_OK && rename(m->temp, m->path) != 0)
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be written: %s", m->path, strerror(errno));
  if (status != KR_OK) unlink(m->temp);
  m->is_open = false;
  return status;
}

void kr_mps_abandon(kr_mps *m) {
  if (!m) return;
  if (m->is_open) {
    kr_sink_drop(&m->sink);
    unlink(m->temp);
  }
  free(m->path);
  free(m->folder);
  free(m->temp);
  free(m->bounds);
  free(m->limits);
  free(m);
}
