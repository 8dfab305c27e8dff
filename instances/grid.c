#include "instances/grid.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/csv.h"
#include "instances/import_number.h"

static kr_status add_text(kr_grid *g, kr_field f, int32_t *index) {
  bool is_guarded = f.n > 1 && f.text[0] == '\'' && strchr("=+-@\t\r", f.text[1]);
  return kr_ids_add(g->texts, f.text + is_guarded, f.n - is_guarded, index);
}

static kr_status take_header(kr_grid *g, const kr_csv *csv) {
  g->n_columns = kr_csv_n_fields(csv);
  g->names = kr_zeros((size_t)g->n_columns, sizeof *g->names);
  kr_status status = g->names ? KR_OK : KR_ERR_MEMORY;
  for (int i = 0; i < g->n_columns && status == KR_OK; ++i) status = add_text(g, kr_csv_field(csv, i), &g->names[i]);
  return status;
}

static kr_status take_row(kr_grid *g, kr_csv *csv, kr_messages *messages) {
  size_t at = (size_t)g->n_rows * (size_t)g->n_columns;
  kr_status status = KR_OK;
  if (kr_csv_n_fields(csv) != g->n_columns) {
    kr_place place = kr_csv_place(csv, 0);
    kr_messages_add(messages, KR_SEVERITY_ERROR, &place, "%d fields; the header has %d", kr_csv_n_fields(csv),
                    (int)g->n_columns);
    return KR_OK;
  }
  if (!kr_grow(&g->cells, &g->room, at + (size_t)g->n_columns, sizeof *g->cells)) return KR_ERR_MEMORY;
  if (!kr_grow(&g->lines, &g->lines_room, (size_t)g->n_rows + 1, sizeof *g->lines)) return KR_ERR_MEMORY;
  g->lines[g->n_rows] = kr_csv_place(csv, 0).line;
  for (int i = 0; i < g->n_columns && status == KR_OK; ++i)
    status = add_text(g, kr_csv_field(csv, i), &g->cells[at + (size_t)i]);
  g->n_rows += status == KR_OK;
  return status;
}

static kr_status read_records(kr_grid *g, kr_csv *csv, kr_messages *messages, kr_error *err) {
  bool more = true;
  kr_status status = KR_OK;
  while ((status = kr_csv_next(csv, &more, err)) == KR_OK && more) {
    status = g->names ? take_row(g, csv, messages) : take_header(g, csv);
    if (status != KR_OK) return kr_fail_memory(err);
  }
  return status;
}

kr_status kr_grid_read(kr_grid *grid, const char *folder, const char *file, kr_messages *messages, kr_error *err) {
  char path[4096];
  kr_csv *csv = NULL;
  int64_t before = kr_messages_errors(messages);
  kr_status status = KR_OK;
  *grid = (kr_grid){0};
  snprintf(path, sizeof path, "%s/%s", folder, file);
  if (kr_ids_create(&grid->texts) != KR_OK) return kr_fail_memory(err);
  KR_TRY(kr_csv_open(&csv, path, file, messages, NULL, err));
  KR_TRY(read_records(grid, csv, messages, err));
  if (kr_messages_errors(messages) > before) status = kr_fail(err, KR_ERR_INPUT, "%s: not in form", path);
done:
  kr_csv_close(csv);
  return status;
}

void kr_grid_clear(kr_grid *grid) {
  kr_ids_free(grid->texts);
  free(grid->cells);
  free(grid->lines);
  free(grid->names);
  *grid = (kr_grid){0};
}

const char *kr_grid_text(const kr_grid *grid, int32_t row, const char *column) {
  for (int32_t i = 0; i < grid->n_columns; ++i)
    if (strcmp(kr_ids_text(grid->texts, grid->names[i]), column) == 0)
      return kr_ids_text(grid->texts, grid->cells[(int64_t)row * grid->n_columns + i]);
  return "";
}

double kr_grid_number(const kr_grid *grid, int32_t row, const char *column) {
  const char *text = kr_grid_text(grid, row, column);
  kr_figure figure;
  if (!kr_figure_read(text, strlen(text), &figure)) return NAN;
  return kr_figure_value(&figure);
}
