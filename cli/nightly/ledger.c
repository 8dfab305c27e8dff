#include "cli/nightly/ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "cli/nightly/ledger_internal.h"
#include "graph/memory.h"

#define PATH_ROOM 4096

const char *kr_network_file_system(int64_t magic) {
  static const struct {
    uint32_t magic;
    const char *name;
  } systems[] = {{0x6969, "NFS"},       {0x517B, "SMB"},      {0xFF534D42, "CIFS"},   {0xFE534D42, "SMB2"},
                 {0x65735546, "FUSE"},  {0x01021997, "9P"},   {0x5346414F, "AFS"},    {0x00C36400, "Ceph"},
                 {0x73757245, "Coda"},  {0x564C, "NCP"},      {0x0BD00BD0, "Lustre"}, {0x01161970, "GFS2"},
                 {0x7461636F, "OCFS2"}, {0x47504653, "GPFS"}, {0x19830326, "BeeGFS"}};
  for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
    if (systems[i].magic == (uint32_t)magic) return systems[i].name;
  return NULL;
}

static kr_status check_disk(const char *spool, kr_error *err) {
  struct statfs info;
  if (statfs(spool, &info) != 0) return kr_fail(err, KR_ERR_IO, "%s: no spool: %s", spool, strerror(errno));
  const char *name = kr_network_file_system((int64_t)info.f_type);
  if (!name) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: on a network file system (%s), whose locks cannot be trusted; use a local disk",
                 spool, name);
}

static kr_status read_version(kr_sql *sql, int64_t *version, kr_error *err) {
  bool found;
  *version = 0;
  return kr_query_whole(kr_sql_ask(sql, "SELECT user_version FROM pragma_user_version"), version, &found, err);
}

/** Brings the schema to ours, one version after the other; another process may be doing just that. */
static kr_status migrate(kr_sql *sql, kr_error *err) {
  static const char *const steps[KR_LEDGER_SCHEMA] = {kr_ledger_schema};
  int64_t version;
  char mark[64];
  kr_status status;
  KR_TRY(kr_sql_begin(sql, err));
  KR_TRY(read_version(sql, &version, err));
  for (; version < KR_LEDGER_SCHEMA; version++) KR_TRY(kr_sql_run(sql, steps[version], err));
  snprintf(mark, sizeof mark, "PRAGMA user_version = %d", KR_LEDGER_SCHEMA);
  KR_TRY(kr_sql_run(sql, mark, err));
  KR_TRY(kr_sql_commit(sql, err));
done:
  kr_sql_rollback(sql);
  return status;
}

static kr_status check_version(kr_sql *sql, const char *path, kr_error *err) {
  int64_t version;
  kr_status status = read_version(sql, &version, err);
  if (status != KR_OK || version == KR_LEDGER_SCHEMA) return status;
  if (version < KR_LEDGER_SCHEMA) return migrate(sql, err);
  return kr_fail(err, KR_ERR_IO, "%s: schema %lld, written by a newer keruen (this one knows %d); use that one", path,
                 (long long)version, KR_LEDGER_SCHEMA);
}

bool kr_ledger_is_there(const char *spool) {
  char path[PATH_ROOM];
  struct stat info;
  snprintf(path, sizeof path, "%s/" KR_LEDGER_FILE, spool);
  return stat(path, &info) == 0;
}

static kr_status check_schema(kr_sql *sql, const char *path, kr_error *err) {
  int64_t version;
  kr_status status = read_version(sql, &version, err);
  if (status != KR_OK || version == KR_LEDGER_SCHEMA) return status;
  return kr_fail(err, KR_ERR_IO, "%s: schema %lld, this keruen reads %d; the next night brings an older one to it",
                 path, (long long)version, KR_LEDGER_SCHEMA);
}

/** How a ledger is opened: its file, and what its schema must be. */
typedef struct way_in {
  kr_status (*open)(kr_sql **out, const char *path, kr_error *err);
  kr_status (*check)(kr_sql *sql, const char *path, kr_error *err);
} way_in;

static kr_status open_by(const way_in *way, kr_ledger **out, const char *spool, kr_error *err) {
  char path[PATH_ROOM];
  kr_ledger *l = kr_zeros(1, sizeof *l);
  if (!l) return kr_fail_memory(err);
  kr_status status;
  snprintf(path, sizeof path, "%s/" KR_LEDGER_FILE, spool);
  KR_TRY(check_disk(spool, err));
  KR_TRY(way->open(&l->sql, path, err));
  KR_TRY(way->check(l->sql, path, err));
  *out = l;
  l = NULL;
done:
  kr_ledger_close(l);
  return status;
}

kr_status kr_ledger_open(kr_ledger **out, const char *spool, kr_error *err) {
  static const way_in to_write = {kr_sql_open, check_version};
  return open_by(&to_write, out, spool, err);
}

kr_status kr_ledger_open_to_read(kr_ledger **out, const char *spool, kr_error *err) {
  static const way_in to_read = {kr_sql_open_to_read, check_schema};
  return open_by(&to_read, out, spool, err);
}

void kr_ledger_close(kr_ledger *l) {
  if (!l) return;
  kr_sql_close(l->sql);
  free(l);
}

kr_status kr_ledger_begin(kr_ledger *l, kr_error *err) {
  kr_status status = kr_sql_begin(l->sql, err);
  if (status == KR_OK) l->is_open = true;
  return status;
}

kr_status kr_ledger_commit(kr_ledger *l, kr_error *err) {
  kr_status status = kr_sql_commit(l->sql, err);
  if (status == KR_OK) l->is_open = false;
  return status;
}

void kr_ledger_rollback(kr_ledger *l) {
  if (l->is_open) kr_sql_rollback(l->sql);
  l->is_open = false;
}

kr_status kr_ledger_enter(kr_ledger *l, bool *own, kr_error *err) {
  *own = !l->is_open;
  return *own ? kr_ledger_begin(l, err) : KR_OK;
}

kr_status kr_ledger_leave(kr_ledger *l, bool own, kr_status status, kr_error *err) {
  if (!own) return status;
  if (status == KR_OK) status = kr_ledger_commit(l, err);
  kr_ledger_rollback(l);
  return status;
}

const char *kr_date_text(int64_t date, char out[11]) {
  kr_date_write((kr_date)date, out);
  return out;
}

const char *kr_instant_text(int64_t minutes, char out[18]) {
  kr_instant_write(minutes, out);
  return out;
}
