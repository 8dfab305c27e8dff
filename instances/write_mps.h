#ifndef KR_INSTANCES_WRITE_MPS_H
#define KR_INSTANCES_WRITE_MPS_H

#include <stdint.h>

#include "graph/status.h"

/**
 * An LP as a free-format MPS file, written as it comes: min cost, all columns >= 0. Rows are R1, R2 …, columns C1, C2
 * …, the objective is `cost`. The file appears whole or not at all, in place of an earlier one.
 *
 *   kr_mps_open, kr_mps_row for every row, kr_mps_column for every column, kr_mps_commit; kr_mps_abandon in any case
 *
 * Read by `glpsol --freemps`, clp, cbc and HiGHS (the NAME line says FREE, which the COIN readers look for).
 */
typedef struct kr_mps kr_mps;

typedef enum kr_mps_sense { KR_MPS_EQUAL = 'E', KR_MPS_AT_MOST = 'L' } kr_mps_sense;

typedef struct kr_mps_size {
  int64_t rows, columns, entries;
} kr_mps_size;

/** @param title a comment; may be any text. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_mps_open(kr_mps **out, const char *path, const char *title, kr_error *err);

/** @return KR_ERR_RANGE when a column came before it or the bound is not finite; KR_ERR_MEMORY */
kr_status kr_mps_row(kr_mps *mps, kr_mps_sense sense, double bound, kr_error *err);

/** The entries of a column; rows count from 0, each at most once. */
typedef struct kr_mps_column_data {
  double cost;
  int32_t n;
  const int64_t *row;
  const double *value;
  int32_t most; /**< > 0: an integer of at most that; 0: any number >= 0 */
} kr_mps_column_data;

/** @return KR_ERR_RANGE when a row is not there or a number is not finite; KR_ERR_IO as soon as a write failed */
kr_status kr_mps_column(kr_mps *mps, const kr_mps_column_data *column, kr_error *err);

kr_mps_size kr_mps_count(const kr_mps *mps);

/** Ends the file, syncs it and renames it into place. Once. @return KR_ERR_IO, also for any write before it */
kr_status kr_mps_commit(kr_mps *mps, kr_error *err);

/** Frees; removes what was not committed. NULL is fine. */
void kr_mps_abandon(kr_mps *mps);

#endif
