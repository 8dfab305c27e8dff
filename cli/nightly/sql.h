#ifndef KR_NIGHTLY_SQL_H
#define KR_NIGHTLY_SQL_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * SQLite as this house uses it: values are bound, never written into a statement; every return code ends as a
 * kr_status with a sentence. What binding or preparing said is told by the next kr_query_next, so that a statement
 * reads as: ask, put, put, next.
 *
 *   kr_query *q = kr_sql_ask(db, "SELECT quantity_kg FROM shipment WHERE name = ?1");
 *   kr_put_text(q, 1, name);
 *   KR_TRY(kr_query_next(q, &has_row, err));
 *
 * A disk that is full, that fails, or a database locked for KR_SQL_PATIENCE_MS is KR_ERR_IO; a constraint or trigger
 * of the schema that objects is KR_ERR_RANGE, its words in the text; KR_ERR_MEMORY.
 */
typedef struct kr_sql kr_sql;
typedef struct kr_query kr_query;

#define KR_SQL_PATIENCE_MS 20000

/** Opens or makes a database file: WAL, synchronous FULL, foreign keys on. */
kr_status kr_sql_open(kr_sql **out, const char *path, kr_error *err);

/**
 * Opens a database file that is there, to read it as it is at one instant, the first statement's. Nothing is changed,
 * nor is a journal that somebody left put in order; files that SQLite needs beside it go again.
 */
kr_status kr_sql_open_to_read(kr_sql **out, const char *path, kr_error *err);
void kr_sql_close(kr_sql *db);

/** Runs fixed statements without values. */
kr_status kr_sql_run(kr_sql *db, const char *script, kr_error *err);

/** A transaction that writes, taken at once; nothing of it stays unless it is committed. */
kr_status kr_sql_begin(kr_sql *db, kr_error *err);
kr_status kr_sql_commit(kr_sql *db, kr_error *err);
void kr_sql_rollback(kr_sql *db); /**< nothing where no transaction is open */

/**
 * A statement, ready to be given values; kept until the database is closed, so that asking again costs nothing.
 * @param text static text: its address is the key. What an earlier use of it gave is over.
 */
kr_query *kr_sql_ask(kr_sql *db, const char *text);

void kr_put_text(kr_query *q, int i, const char *text); /**< copied; parameters count from 1 */
void kr_put_whole(kr_query *q, int i, int64_t value);
void kr_put_real(kr_query *q, int i, double value); /**< NULL when not finite */
void kr_put_null(kr_query *q, int i);

/** Goes to the next row. @param has_row false at the end; the statement can then be asked anew */
kr_status kr_query_next(kr_query *q, bool *has_row, kr_error *err);

/** For a loop over all rows: goes to the next one while `*status` is KR_OK. @return whether there is one */
bool kr_query_more(kr_query *q, kr_status *status, kr_error *err);

/** The first cell of a statement's only row. @param found false: there is no row, or NULL in it; then `*out` stays */
kr_status kr_query_whole(kr_query *q, int64_t *out, bool *found, kr_error *err);

/** Runs a statement that gives no rows. @param changed receives the rows it changed; may be NULL */
kr_status kr_query_run(kr_query *q, int *changed, kr_error *err);

/* Cells of the current row, from 0; texts hold until the next row. */
int kr_query_columns(const kr_query *q);
bool kr_get_is_null(kr_query *q, int column);
bool kr_get_is_real(kr_query *q, int column);
int64_t kr_get_whole(kr_query *q, int column);
double kr_get_real(kr_query *q, int column);
const char *kr_get_text(kr_query *q, int column); /**< "" for NULL */

#endif
