#include <string.h>

#include "cli/nightly/ledger_internal.h"

static const char *const names[] = {[KR_NIGHT_NONE] = "",
                                    [KR_NIGHT_PLANNED] = "planned",
                                    [KR_NIGHT_RUNNING] = "running",
                                    [KR_NIGHT_DECIDED] = "decided",
                                    [KR_NIGHT_DONE] = "done"};

kr_status kr_ledger_night(kr_ledger *l, kr_date date, kr_night_state *state, kr_error *err) {
  bool has_row;
  kr_query *q = kr_sql_ask(l->sql, "SELECT state FROM night WHERE date = ?1");
  kr_put_whole(q, 1, date);
  kr_status status = kr_query_next(q, &has_row, err);
  *state = KR_NIGHT_NONE;
  if (status != KR_OK || !has_row) return status;
  for (int i = KR_NIGHT_PLANNED; i <= KR_NIGHT_DONE; i++)
    if (strcmp(names[i], kr_get_text(q, 0)) == 0) *state = (kr_night_state)i;
  return kr_query_next(q, &has_row, err);
}

kr_status kr_ledger_night_before(kr_ledger *l, kr_date date, kr_date *out, bool *found, kr_error *err) {
  int64_t before;
  kr_query *q = kr_sql_ask(l->sql, "SELECT max(date) FROM night WHERE date < ?1");
  kr_put_whole(q, 1, date);
  kr_status status = kr_query_whole(q, &before, found, err);
  if (*found) *out = (kr_date)before;
  return status;
}

kr_status kr_ledger_night_plan(kr_ledger *l, kr_date date, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql,
                           "INSERT INTO night (date, state) SELECT ?1, 'planned'"
                           " WHERE NOT EXISTS (SELECT 1 FROM night WHERE date = ?1)");
  kr_put_whole(q, 1, date);
  return kr_query_run(q, NULL, err);
}

/** A statement about a night, whose only value is its date. */
static kr_status run_for(kr_ledger *l, const char *text, kr_date date, int *changed, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql, text);
  kr_put_whole(q, 1, date);
  return kr_query_run(q, changed, err);
}

/** A step of a night, and where it was one, of the freight jobs in it. */
static kr_status run_both(kr_ledger *l, const char *night, const char *jobs, kr_date date, kr_error *err) {
  bool own;
  int changed;
  kr_status status = kr_ledger_enter(l, &own, err);
  if (status != KR_OK) return status;
  KR_TRY(run_for(l, night, date, &changed, err));
  if (changed > 0) status = run_for(l, jobs, date, NULL, err);
done:
  return kr_ledger_leave(l, own, status, err);
}

kr_status kr_ledger_night_start(kr_ledger *l, kr_date date, kr_error *err) {
  return run_both(l, "UPDATE night SET state = 'running' WHERE date = ?1 AND state = 'planned'",
                  "UPDATE submission SET state = 'running'"
                  " WHERE kind = 'freight' AND state = 'queued' AND night <= ?1",
                  date, err);
}

kr_status kr_ledger_night_finish(kr_ledger *l, kr_date date, kr_error *err) {
  return run_both(l, "UPDATE night SET state = 'done' WHERE date = ?1 AND state <> 'done'",
                  "UPDATE submission SET state = 'done'"
                  " WHERE kind = 'freight' AND state = 'running' AND night <= ?1",
                  date, err);
}
