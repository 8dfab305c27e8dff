#include "solver/key_lookup.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

static bool make_room(kr_key_lookup *l, const kr_key_lp *lp) {
  size_t rows = (size_t)lp->n_rows + 1, blocks = (size_t)lp->n_blocks + 1, columns = (size_t)lp->n_columns;
  size_t entries = (size_t)lp->first_entry[columns];
  return kr_grow(&l->first_of_row, &l->row_room, rows + 1, sizeof *l->first_of_row) &&
         kr_grow(&l->first_of_block, &l->block_room, blocks + 1, sizeof *l->first_of_block) &&
         kr_grow(&l->of_row, &l->of_row_room, entries + 1, sizeof *l->of_row) &&
         kr_grow(&l->of_block, &l->of_block_room, columns + 1, sizeof *l->of_block);
}

/** Counts at i + 2 become starts at i + 1, which filling moves on to where i + 1 begins. */
static void add_up(int64_t *first, int64_t n) {
  for (int64_t i = 2; i <= n + 1; ++i) first[i] += first[i - 1];
}

kr_status kr_key_lookup_make(kr_key_lookup *l, const kr_key_lp *lp) {
  if (!make_room(l, lp)) return KR_ERR_MEMORY;
  memset(l->first_of_row, 0, ((size_t)lp->n_rows + 2) * sizeof *l->first_of_row);
  memset(l->first_of_block, 0, ((size_t)lp->n_blocks + 2) * sizeof *l->first_of_block);
  for (int64_t p = 0; p < lp->n_columns; ++p) l->first_of_block[lp->block[p] + 2]++;
  for (int64_t e = 0; e < lp->first_entry[lp->n_columns]; ++e) l->first_of_row[lp->entry_row[e] + 2]++;
  add_up(l->first_of_row, lp->n_rows);
  add_up(l->first_of_block, lp->n_blocks);
  for (int64_t p = 0; p < lp->n_columns; ++p) {
    l->of_block[l->first_of_block[lp->block[p] + 1]++] = p;
    for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
      l->of_row[l->first_of_row[lp->entry_row[e] + 1]++] = p;
  }
  return KR_OK;
}

void kr_key_lookup_clear(kr_key_lookup *l) {
  free(l->first_of_row);
  free(l->first_of_block);
  free(l->of_row);
  free(l->of_block);
  *l = (kr_key_lookup){0};
}
