#ifndef KR_INSTANCES_GRID_H
#define KR_INSTANCES_GRID_H

#include "graph/ids.h"
#include "instances/messages.h"

/** A CSV file as a grid of texts under named columns: for files of our own that only want showing. */
typedef struct kr_grid {
  kr_ids *texts;  /**< each text once */
  int32_t *cells; /**< [n_rows * n_columns] index into texts */
  int32_t *names; /**< [n_columns] the header, likewise */
  int64_t *lines; /**< [n_rows] of the file, from 1 */
  int32_t n_columns, n_rows;
  size_t room, lines_room; /**< of cells, of lines */
} kr_grid;

/**
 * Reads `folder/file`. A record with another number of fields than the header has is an error.
 * @param grid receives it; kr_grid_clear() whatever the status
 * @param messages receives what is not CSV
 * @return KR_OK; KR_ERR_INPUT after such a message; KR_ERR_IO; KR_ERR_MEMORY. @cost O(bytes)
 */
kr_status kr_grid_read(kr_grid *grid, const char *folder, const char *file, kr_messages *messages, kr_error *err);
void kr_grid_clear(kr_grid *grid);

/** The text of a cell without the apostrophe that guards it against spreadsheets; "" where there is no such column. */
const char *kr_grid_text(const kr_grid *grid, int32_t row, const char *column);

/** The number in a cell; NAN where it is blank or none. */
double kr_grid_number(const kr_grid *grid, int32_t row, const char *column);

#endif
