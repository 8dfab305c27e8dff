#include <criterion/criterion.h>

#include "cli/nightly/ledger_internal.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static kr_ledger *ledger;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  cr_assert_eq(kr_ledger_open(&ledger, folder.path, &err), KR_OK, "%s", err.text);
}

static void drop(void) {
  kr_ledger_close(ledger);
  scratch_remove(&folder);
}

TestSuite(ledger, .init = make, .fini = drop);

static kr_status run(const char *sql) { return kr_sql_run(ledger->sql, sql, &err); }

/** A statement that the schema must not allow, and its words. */
static void refused(const char *sql, const char *words) {
  err.text[0] = '\0';
  cr_expect_eq(run(sql), KR_ERR_RANGE, "%s", sql);
  cr_expect(strstr(err.text, words), "%s: %s", sql, err.text);
}

#define SEED                                                                                                    \
  "INSERT INTO night (date, state) VALUES (20000, 'planned');"                                                  \
  "INSERT INTO submission VALUES ('R@F', 'F', 'freight', 'abc', 'queued', 20000, '');"                          \
  "INSERT INTO shipment (name, forwarder, own_id, receipt, origin, destination, cargo, quantity_kg, ready_min," \
  " weight_u, splittable) VALUES ('F:S', 'F', 'S', 'R@F', 'A', 'B', 'box', 1000, 0, 1000000, 1);"               \
  "INSERT INTO lot VALUES ('F:S', 1, 20000, 600, 0, 10, NULL);"                                                 \
  "INSERT INTO leg VALUES ('F:S', 1, 1, 'link', 'L', '', 'rail', 'rail', 'A', 'B', 0, 10);"                     \
  "INSERT INTO capacity_used VALUES ('track', 20000, 'F:S', 1, 1, 600, 1000000);"                               \
  "INSERT INTO decision VALUES (20000, 'F:S', 600, 400, 'partial', 'none');"

Test(ledger, nothing_is_ever_deleted) {
  static const char *const tables[] = {"night",         "submission", "shipment", "lot",  "leg",
                                       "capacity_used", "decision",   "history",  "clock"};
  cr_assert_eq(run(SEED), KR_OK, "%s", err.text);
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    char sql[64];
    snprintf(sql, sizeof sql, "DELETE FROM %s", tables[i]);
    refused(sql, "never deleted");
  }
  refused("REPLACE INTO history SELECT * FROM history", "never deleted");
}

Test(ledger, nothing_of_the_past_is_changed) {
  cr_assert_eq(run(SEED), KR_OK, "%s", err.text);
  refused("UPDATE history SET text = 'x'", "history is never changed");
  refused("UPDATE clock SET at = 'x'", "clock times are never changed");
  refused("UPDATE decision SET reason = 'x'", "decisions are never changed");
  refused("UPDATE leg SET link = 'M'", "legs are never changed");
  refused("UPDATE capacity_used SET kg = 1", "use is never changed");
  refused("UPDATE lot SET quantity_kg = 1", "a lot can only be withdrawn, once");
  refused("UPDATE shipment SET quantity_kg = 1", "a shipment can only be closed, once");
  refused("UPDATE shipment SET due_min = 1", "a shipment can only be closed, once");
  refused("UPDATE submission SET sha256 = 'x'", "a submission cannot take that step");
}

Test(ledger, steps_are_those_of_the_state_machine) {
  static const char *const states[] = {"rejected", "queued", "running", "done", "failed", "cancelled"};
  static const char *const allowed[] = {"queued-running", "queued-cancelled", "running-done", "running-failed",
                                        "done-cancelled"};
  static const char *const way[] = {"", "", "running", "running,done", "running,failed", "cancelled"};
  cr_assert_eq(run("INSERT INTO night (date, state) VALUES (1, 'planned')"), KR_OK);
  refused("UPDATE night SET state = 'done'", "a night goes from planned to running");
  refused("INSERT INTO night (date, state) VALUES (2, 'done')", "a night begins as planned");
  refused("INSERT INTO submission VALUES ('X', 'F', 'freight', '', 'done', 1, '')", "begins as queued");
  for (int from = 0; from < 6; from++)
    for (int to = 0; to < 6; to++) {
      char sql[200], pair[40];
      snprintf(sql, sizeof sql, "INSERT INTO submission VALUES ('%d-%d', 'F', 'freight', '', '%s', 1, '')", from, to,
               from == 0 ? "rejected" : "queued");
      cr_assert_eq(run(sql), KR_OK, "%s", err.text);
      snprintf(pair, sizeof pair, "%s", way[from]);
      for (char *step = strtok(pair, ","); step; step = strtok(NULL, ",")) {
        snprintf(sql, sizeof sql, "UPDATE submission SET state = '%s' WHERE receipt = '%d-%d'", step, from, to);
        cr_assert_eq(run(sql), KR_OK, "%s", err.text);
      }
      snprintf(pair, sizeof pair, "%s-%s", states[from], states[to]);
      bool may = false;
      for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) may |= strcmp(pair, allowed[i]) == 0;
      snprintf(sql, sizeof sql, "UPDATE submission SET state = '%s' WHERE receipt = '%d-%d'", states[to], from, to);
      cr_expect_eq(run(sql), may ? KR_OK : KR_ERR_RANGE, "%s", pair);
    }
}

Test(ledger, no_more_is_promised_than_waits) {
  cr_assert_eq(run(SEED), KR_OK, "%s", err.text);
  refused("INSERT INTO lot VALUES ('F:S', 2, 20000, 401, 0, 10, NULL)",
          "more is promised than the shipment has waiting");
  cr_expect_eq(run("INSERT INTO lot VALUES ('F:S', 2, 20000, 400, 0, 10, NULL)"), KR_OK);
  refused("INSERT INTO lot VALUES ('F:S', 3, 20000, 1, 0, 10, NULL)", "more is promised");
  cr_expect_eq(run("UPDATE lot SET withdrawn = 20000 WHERE number = 1"), KR_OK);
  cr_expect_eq(run("INSERT INTO lot VALUES ('F:S', 3, 20000, 600, 0, 10, NULL)"), KR_OK);
  refused("INSERT INTO lot VALUES ('F:T', 1, 20000, 1, 0, 10, NULL)", "FOREIGN KEY");
}

Test(ledger, what_was_committed_is_there_when_it_is_opened_again) {
  kr_night_state state;
  cr_assert_eq(kr_ledger_night_plan(ledger, 20000, &err), KR_OK);
  kr_ledger_close(ledger);
  cr_assert_eq(kr_ledger_open(&ledger, folder.path, &err), KR_OK, "%s", err.text);
  cr_assert_eq(kr_ledger_night(ledger, 20000, &state, &err), KR_OK);
  cr_expect_eq(state, KR_NIGHT_PLANNED);
  cr_assert_eq(kr_ledger_night(ledger, 20001, &state, &err), KR_OK);
  cr_expect_eq(state, KR_NIGHT_NONE);
}

Test(ledger, what_is_rolled_back_never_was) {
  kr_night_state state;
  cr_assert_eq(kr_ledger_begin(ledger, &err), KR_OK);
  cr_assert_eq(kr_ledger_night_plan(ledger, 20000, &err), KR_OK);
  kr_ledger_rollback(ledger);
  cr_assert_eq(kr_ledger_night(ledger, 20000, &state, &err), KR_OK);
  cr_expect_eq(state, KR_NIGHT_NONE);
}

Test(ledger, a_newer_schema_is_refused) {
  char text[300];
  cr_assert_eq(run("PRAGMA user_version = 2"), KR_OK);
  kr_ledger *other = NULL;
  cr_expect_eq(kr_ledger_open(&other, folder.path, &err), KR_ERR_IO);
  snprintf(text, sizeof text, "%s/ledger.db: schema 2, written by a newer keruen (this one knows 1); use that one",
           folder.path);
  cr_expect_str_eq(err.text, text);
}

Test(ledger, what_is_no_database_is_refused) {
  kr_ledger *other = NULL;
  scratch place = scratch_make();
  scratch_write(&place, "ledger.db",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t\n"
                "S1,KTZ,A,B,box,12.5\nS2,KTZ,A,B,box,12.5\nS3,KTZ,A,B,box,12.5\n");
  cr_expect_eq(kr_ledger_open(&other, place.path, &err), KR_ERR_IO);
  cr_expect(strstr(err.text, "ledger.db: not a database; is it the right file?"), "%s", err.text);
  scratch_remove(&place);
  cr_expect_eq(kr_ledger_open(&other, "/nowhere/at/all", &err), KR_ERR_IO);
}

Test(ledger, network_file_systems_are_known_by_their_magic) {
  cr_expect_str_eq(kr_network_file_system(0x6969), "NFS");
  cr_expect_str_eq(kr_network_file_system((int64_t)(int32_t)0xFF534D42), "CIFS");
  cr_expect_str_eq(kr_network_file_system(0x65735546), "FUSE");
  cr_expect_null(kr_network_file_system(0xEF53));
}

Test(ledger, a_full_disk_is_an_io_failure_and_changes_nothing) {
  kr_night_state state;
  cr_assert_eq(run("PRAGMA max_page_count = 1"), KR_OK); /* it holds as many as it has, and no more */
  kr_status status = KR_OK;
  cr_assert_eq(kr_ledger_begin(ledger, &err), KR_OK);
  for (kr_date d = 1; d < 10000 && status == KR_OK; d++) status = kr_ledger_night_plan(ledger, d, &err);
  cr_expect_eq(status, KR_ERR_IO);
  cr_expect(strstr(err.text, "ledger.db: the disk is full; nothing was changed; make room and call again"), "%s",
            err.text);
  kr_ledger_rollback(ledger);
  cr_assert_eq(kr_ledger_night(ledger, 1, &state, &err), KR_OK);
  cr_expect_eq(state, KR_NIGHT_NONE);
  cr_assert_eq(run("PRAGMA max_page_count = 100000"), KR_OK);
  cr_expect_eq(kr_ledger_night_plan(ledger, 1, &err), KR_OK);
}

Test(ledger, two_writers_take_turns) {
  kr_ledger *other = NULL;
  kr_night_state state;
  cr_assert_eq(kr_ledger_open(&other, folder.path, &err), KR_OK);
  cr_assert_eq(kr_ledger_begin(ledger, &err), KR_OK);
  cr_assert_eq(kr_ledger_night_plan(ledger, 7, &err), KR_OK);
  cr_assert_eq(kr_ledger_night(other, 7, &state, &err), KR_OK); /* readers are not held up */
  cr_expect_eq(state, KR_NIGHT_NONE);
  cr_assert_eq(kr_sql_run(other->sql, "PRAGMA busy_timeout = 10", &err), KR_OK);
  cr_expect_eq(kr_ledger_night_plan(other, 8, &err), KR_ERR_IO);
  cr_expect(strstr(err.text, "another process has held it"), "%s", err.text);
  cr_assert_eq(kr_ledger_commit(ledger, &err), KR_OK);
  cr_expect_eq(kr_ledger_night_plan(other, 8, &err), KR_OK);
  kr_ledger_close(other);
}

Test(ledger, starved_of_memory_it_says_so) {
  kr_ledger *other = NULL;
  failing_alloc_arm(1);
  kr_status status = kr_ledger_open(&other, folder.path, &err);
  cr_assert(failing_alloc_disarm());
  cr_expect_eq(status, KR_ERR_MEMORY);
  cr_expect_null(other);
}
