#include "cli/nightly/sql.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "graph/memory.h"

#define QUERIES_MAX 64
#define PAUSE_MS 20

struct kr_query {
  kr_sql *db;
  const char *text;
  sqlite3_stmt *statement;
  int code; /* the first that was not SQLITE_OK since it was asked */
};

struct kr_sql {
  sqlite3 *handle;
  char *path;
  kr_query queries[QUERIES_MAX];
  int n_queries;
};

static kr_status fail(const kr_sql *db, int code, kr_error *err) {
  const char *said = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_NOMEM: return kr_fail_memory(err);
    case SQLITE_CONSTRAINT: return kr_fail(err, KR_ERR_RANGE, "%s: refused: %s", db->path, said);
    case SQLITE_FULL:
      return kr_fail(err, KR_ERR_IO, "%s: the disk is full; nothing was changed; make room and call again", db->path);
    case SQLITE_BUSY:
      return kr_fail(err, KR_ERR_IO, "%s: another process has held it for %d s; call again later", db->path,
                     KR_SQL_PATIENCE_MS / 1000);
    case SQLITE_NOTADB: return kr_fail(err, KR_ERR_IO, "%s: not a database; is it the right file?", db->path);
    default: {
      const char *closer = sqlite3_errstr(db->handle ? sqlite3_extended_errcode(db->handle) : code);
      if (strcmp(said, closer) == 0)
        return kr_fail(err, KR_ERR_IO, "%s: cannot be read or written: %s", db->path, said);
      return kr_fail(err, KR_ERR_IO, "%s: cannot be read or written: %s (%s)", db->path, said, closer);
    }
  }
}

kr_status kr_sql_run(kr_sql *db, const char *script, kr_error *err) {
  int code = sqlite3_exec(db->handle, script, NULL, NULL, NULL);
  return code == SQLITE_OK ? KR_OK : fail(db, code, err);
}

void kr_sql_close(kr_sql *db) {
  if (!db) return;
  for (int i = 0; i < db->n_queries; i++) sqlite3_finalize(db->queries[i].statement);
  sqlite3_close(db->handle);
  sqlite3_free(db->path);
  free(db);
}

kr_status kr_sql_begin(kr_sql *db, kr_error *err) { return kr_sql_run(db, "BEGIN IMMEDIATE", err); }

kr_status kr_sql_commit(kr_sql *db, kr_error *err) { return kr_sql_run(db, "COMMIT", err); }

void kr_sql_rollback(kr_sql *db) {
  for (int i = 0; i < db->n_queries; i++)
    if (db->queries[i].statement) sqlite3_reset(db->queries[i].statement);
  if (!sqlite3_get_autocommit(db->handle)) sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

kr_query *kr_sql_ask(kr_sql *db, const char *text) {
  int i = 0;
  while (i < db->n_queries && db->queries[i].text != text) i++;
  if (i == QUERIES_MAX) i = 0; /* the oldest makes room */
  kr_query *q = &db->queries[i];
  if (i == db->n_queries) db->n_queries++;
  if (q->text == text && q->statement) {
    sqlite3_reset(q->statement);
    q->code = sqlite3_clear_bindings(q->statement);
    return q;
  }
  sqlite3_finalize(q->statement);
  *q = (kr_query){.db = db, .text = text};
  q->code = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &q->statement, NULL);
  return q;
}

static void note(kr_query *q, int code) {
  if (q->code == SQLITE_OK) q->code = code;
}

void kr_put_text(kr_query *q, int i, const char *text) {
  note(q, sqlite3_bind_text(q->statement, i, text, -1, SQLITE_TRANSIENT));
}

void kr_put_whole(kr_query *q, int i, int64_t value) { note(q, sqlite3_bind_int64(q->statement, i, value)); }

void kr_put_real(kr_query *q, int i, double value) {
  if (isfinite(value))
    note(q, sqlite3_bind_double(q->statement, i, value));
  else
    kr_put_null(q, i);
}

void kr_put_null(kr_query *q, int i) { note(q, sqlite3_bind_null(q->statement, i)); }

kr_status kr_query_next(kr_query *q, bool *has_row, kr_error *err) {
  int code = q->code == SQLITE_OK ? sqlite3_step(q->statement) : q->code;
  *has_row = code == SQLITE_ROW;
  if (*has_row) return KR_OK;
  kr_status status = code == SQLITE_DONE ? KR_OK : fail(q->db, code, err);
  if (q->statement) sqlite3_reset(q->statement);
  return status;
}

bool kr_query_more(kr_query *q, kr_status *status, kr_error *err) {
  bool has_row = false;
  if (*status == KR_OK) *status = kr_query_next(q, &has_row, err);
  return has_row;
}

kr_status kr_query_whole(kr_query *q, int64_t *out, bool *found, kr_error *err) {
  bool has_row;
  kr_status status = kr_query_next(q, &has_row, err);
  *found = has_row && !kr_get_is_null(q, 0);
  if (*found) *out = kr_get_whole(q, 0);
  return has_row ? kr_query_next(q, &has_row, err) : status;
}

kr_status kr_query_run(kr_query *q, int *changed, kr_error *err) {
  bool has_row;
  kr_status status = kr_query_next(q, &has_row, err);
  if (status == KR_OK && changed) *changed = sqlite3_changes(q->db->handle);
  return status;
}

int kr_query_columns(const kr_query *q) { return sqlite3_column_count(q->statement); }

bool kr_get_is_null(kr_query *q, int column) { return sqlite3_column_type(q->statement, column) == SQLITE_NULL; }

bool kr_get_is_real(kr_query *q, int column) { return sqlite3_column_type(q->statement, column) == SQLITE_FLOAT; }

int64_t kr_get_whole(kr_query *q, int column) { return sqlite3_column_int64(q->statement, column); }

double kr_get_real(kr_query *q, int column) { return sqlite3_column_double(q->statement, column); }

const char *kr_get_text(kr_query *q, int column) {
  const unsigned char *text = sqlite3_column_text(q->statement, column);
  return text ? (const char *)text : "";
}

/** The first processes to open a new file stand in each other's way here, and SQLite's own patience does not reach. */
static kr_status switch_to_wal(kr_sql *db, kr_error *err) {
  const struct timespec pause = {0, PAUSE_MS * 1000000L};
  int code = SQLITE_BUSY;
  for (int waited_ms = 0; (code & 0xff) == SQLITE_BUSY && waited_ms < KR_SQL_PATIENCE_MS; waited_ms += PAUSE_MS) {
    if (waited_ms > 0) nanosleep(&pause, NULL);
    code = sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
  }
  return code == SQLITE_OK ? KR_OK : fail(db, code, err);
}

/** A file system without shared memory leaves the journal as it was: then readers and a writer would not go together.
 */
static kr_status set_up(kr_sql *db, kr_error *err) {
  bool has_row, is_wal;
  kr_status status = switch_to_wal(db, err);
  if (status != KR_OK) return status;
  kr_query *q = kr_sql_ask(db, "PRAGMA journal_mode");
  KR_TRY(kr_query_next(q, &has_row, err));
  is_wal = has_row && strcmp(kr_get_text(q, 0), "wal") == 0;
  if (has_row) KR_TRY(kr_query_next(q, &has_row, err));
  if (!is_wal) return kr_fail(err, KR_ERR_IO, "%s: the file system has no shared memory; use a local disk", db->path);
  status = kr_sql_run(db, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON", err);
done:
  return status;
}

/** Whether a journal lies beside the file: somebody has it open, or was killed. */
static bool has_journal(const char *path) {
  struct stat info;
  char *journal = sqlite3_mprintf("%s-wal", path);
  bool has = journal && stat(journal, &info) == 0;
  sqlite3_free(journal);
  return has;
}

/** The last to close would otherwise write the journal into the file, and remove it. */
static kr_status set_up_to_read(kr_sql *db, kr_error *err) {
  if (has_journal(db->path)) sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return kr_sql_run(db, "PRAGMA query_only = ON; BEGIN", err);
}

static kr_status open_with(kr_sql **out, const char *path, int flags, kr_status (*set)(kr_sql *db, kr_error *err),
                           kr_error *err) {
  kr_sql *db = kr_zeros(1, sizeof *db);
  if (!db) return kr_fail_memory(err);
  kr_status status = KR_OK;
  db->path = sqlite3_mprintf("%s", path);
  if (!db->path) {
    status = kr_fail_memory(err);
    goto done;
  }
  int code = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK) {
    status = fail(db, code, err);
    goto done;
  }
  sqlite3_busy_timeout(db->handle, KR_SQL_PATIENCE_MS);
  KR_TRY(set(db, err));
  *out = db;
  db = NULL;
done:
  kr_sql_close(db);
  return status;
}

kr_status kr_sql_open(kr_sql **out, const char *path, kr_error *err) {
  return open_with(out, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, set_up, err);
}

kr_status kr_sql_open_to_read(kr_sql **out, const char *path, kr_error *err) {
  return open_with(out, path, SQLITE_OPEN_READWRITE, set_up_to_read, err);
}
