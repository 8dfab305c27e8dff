#ifndef KR_INSTANCES_TABLE_H
#define KR_INSTANCES_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"
#include "instances/csv.h"
#include "instances/instance.h"
#include "instances/messages.h"

/**
 * A CSV file as rows of named cells. A reader is a list of columns and a function for one row; opening, header, field
 * counts and their messages are done here.
 */
typedef struct kr_table kr_table;

/** Whether a column must be there and be filled. */
typedef enum kr_need {
  KR_FILLED,  /**< the column is there and no cell is blank */
  KR_PRESENT, /**< the column is there; cells may be blank */
  KR_OPTIONAL /**< the column may be left out; then every cell is blank */
} kr_need;

typedef struct kr_column {
  const char *name;
  kr_need need;
} kr_column;

#define KR_TABLE_COLUMNS_MAX 16
#define KR_COLUMN_EXTRA (KR_TABLE_COLUMNS_MAX - 1) /**< the column last chosen with kr_table_choose */

/** What a file looks like and who reads its rows. */
typedef struct kr_sheet {
  const char *file; /**< "node.csv" */
  const kr_column *columns;
  int n_columns;
  bool is_optional;     /**< the file may be left out */
  bool has_apostrophes; /**< one leading ' of a cell is not part of it (results, which spreadsheets may have touched) */
  void (*row)(kr_table *t); /**< failures go to t->status; faults of the data to the messages */
  /** Takes a column that `columns` does not name; false = nobody knows it. May be NULL. */
  bool (*extra)(kr_table *t, int field, kr_field name);
} kr_sheet;

/** Where files come from and what is said goes to. */
typedef struct kr_source {
  const char *folder;
  kr_messages *messages;
  kr_inputs *inputs; /**< may be NULL */
} kr_source;

struct kr_table {
  const kr_sheet *sheet;
  void *reader; /**< the row function's own data */
  kr_messages *messages;
  kr_csv *csv;
  int at[KR_TABLE_COLUMNS_MAX]; /**< field of each column, -1 where it is absent */
  const char *extra_name;       /**< of KR_COLUMN_EXTRA */
  int n_header;                 /**< fields of the header */
  int64_t header_line;
  int64_t n_rows;      /**< rows handed to the row function */
  bool is_muted;       /**< this row's form is already reported: cells say nothing more */
  bool has_lost_ids;   /**< a row could not say what it defines */
  bool is_complete;    /**< every row could be read as far as its id */
  int64_t search_left; /**< how many more ids may be compared for suggestions */
  kr_status status;
};

/**
 * Reads one file of a folder, row by row.
 * @param is_complete receives false when the file or rows of it could not be read, so that what they define may seem
 *        unknown elsewhere; may be NULL
 * @param n_rows receives the number of rows; may be NULL
 * @return KR_OK, also when the data are wrong (see messages); KR_ERR_IO; KR_ERR_MEMORY; what the row function left
 */
kr_status kr_sheet_read(const kr_sheet *sheet, const kr_source *source, void *reader, bool *is_complete,
                        int64_t *n_rows, kr_error *err);

/** Makes field `field` readable as KR_COLUMN_EXTRA; for columns whose names the data choose. */
void kr_table_choose(kr_table *t, int field, const char *name);

#endif
