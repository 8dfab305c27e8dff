#include <criterion/criterion.h>
#include <unistd.h>

#include "cli/judge.h"
#include "cli/nightly/chunk.h"
#include "tests/failing_alloc.h"
#include "tests/whole_night.h"

/**
 * Fair nights by hand. A horizon of one day carries 2400 t, and KTZ and DHL ask for 2400 t each, KTZ at twice the
 * weight: alone it gets all, by max-min half of what it asks for. Each result goes by the judge.
 */

static kr_status judge(const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  static kr_verdict verdict;
  return is_refused ? kr_fail(err, KR_ERR_VERIFY, "refused") : kr_judge_folder(&verdict, folder, c, gap, err);
}

static void make_fair(void) {
  make();
  orders.days = 1;
  orders.judge = judge;
}

TestSuite(night_fair, .init = make_fair, .fini = drop);

/** Rows with weight. */
static void submit(const char *forwarder, const char *number, const char *rows) {
  char text[1024];
  snprintf(text, sizeof text, COLUMNS ",weight\n%s", rows);
  scratch_write(&rig.folder, "mine.csv", text);
  cr_assert_eq(night_submit(&rig, forwarder, "mine.csv", number), KR_OK, "%s", rig.err.text);
}

static void submit_both(void) {
  submit("KTZ", "R1", "S1,A,B,box,2400,2025-01-06,2\n");
  submit("DHL", "R2", "D1,A,B,box,2400,2025-01-06,1\n");
}

/** Tonnes served of a forwarder, up to what shares lose by whole kilograms. */
static void expect_served(const char *result, const char *forwarder, double tonnes) {
  char path[400], row[40];
  double asked_t = 0, served_t = 0;
  snprintf(path, sizeof path, "spool/%sforwarder.csv", result);
  snprintf(row, sizeof row, "\n%s,", forwarder);
  char *found = scratch_read(&rig.folder, path), *at = strstr(found, row);
  cr_assert(at && sscanf(at + strlen(row), "%lf,%lf", &asked_t, &served_t) == 2, "%s", found);
  cr_expect_float_eq(served_t, tonnes, 0.0025, "%s", found);
  free(found);
}

#define FIRST "nights/2025-01-05/result/"
#define SECOND "nights/2025-01-06/result/"
#define OF_KTZ "forwarder/KTZ/out/R1@KTZ/summary.json"
#define OF_DHL "forwarder/DHL/out/R2@DHL/summary.json"

/** 1200 t of each, and each is told so. */
static void expect_halves(void) {
  cr_expect(says(FIRST "forwarder.csv", "\nKTZ,2400,1200,0.5,1,"));
  cr_expect(says(FIRST "forwarder.csv", "\nDHL,2400,1200,0.5,0,"));
  cr_expect(says(OF_KTZ, "\"promised_t\": 1200,"));
  cr_expect(says(OF_DHL, "\"promised_t\": 1200,"));
}

Test(night_fair, without_it_the_heavier_gets_all) {
  submit_both();
  RUNS(day);
  cr_expect(!scratch_has(&rig.folder, "spool/" FIRST "forwarder.csv"));
  cr_expect(says(OF_KTZ, "\"promised_t\": 2400,"));
  cr_expect(says(OF_DHL, "\"promised_t\": 0,"));
  cr_expect(!has(OF_KTZ, "share") && !has(OF_DHL, "share"));
}

Test(night_fair, maxmin_gives_each_half) {
  orders.fairness = KR_FAIR_MAXMIN;
  submit_both();
  RUNS(day);
  expect_halves();
  cr_expect(says(FIRST "summary.json", "\"fairness\": \"maxmin\""));
  /* With U = 240 h and H = 24 h: 1200 t of weight 2 stay that had gone, 1200 of weight 1 go: 1200 * (240 - 24). */
  cr_expect(says(FIRST "summary.json", "\"price_tonne_hours\": 259200,"));
}

Test(night_fair, so_does_the_lp) {
  orders.settings.integer = false;
  orders.settings.iteration_limit = 0;
  orders.fairness = KR_FAIR_MAXMIN;
  submit_both();
  RUNS(day);
  expect_served(FIRST, "KTZ", 1200);
  expect_served(FIRST, "DHL", 1200);
}

Test(night_fair, proportional_shares_of_equals_are_equal) {
  orders.fairness = KR_FAIR_PROPORTIONAL;
  submit_both();
  RUNS(day);
  expect_halves();
}

Test(night_fair, an_answer_has_its_own_share_only) {
  orders.fairness = KR_FAIR_MAXMIN;
  submit_both();
  RUNS(day);
  cr_expect(says(OF_KTZ, "\"fairness\": {\n    \"asked_t\": 2400,\n    \"served_t\": 1200,\n    \"share\": 0.5\n  },"));
  cr_expect(!has(OF_KTZ, "DHL") && !has(OF_DHL, "KTZ"));
  cr_expect(!scratch_has(&rig.folder, "spool/forwarder/KTZ/out/R1@KTZ/forwarder.csv"));
}

Test(night_fair, what_was_promised_counts_as_served) {
  /* Two days. Night 1: 2400 t of KTZ go on the 6th, 1200 on the 7th. Night 2 has room for 3600 t on the 7th and 8th:
   * of KTZ's 1200 promised and 2400 new tonnes and DHL's 3600 each gets 4800 / 2, so KTZ 1200 more. */
  orders.days = 2;
  orders.fairness = KR_FAIR_MAXMIN;
  submit("KTZ", "R0", "S0,A,B,box,3600,2025-01-06,1\n");
  RUNS(day);
  submit("KTZ", "R1", "S1,A,B,box,2400,2025-01-07,2\n");
  submit("DHL", "R2", "D1,A,B,box,3600,2025-01-07,1\n");
  RUNS(day + 1);
  expect_served(SECOND, "KTZ", 2400);
  expect_served(SECOND, "DHL", 2400);
  cr_expect(says(OF_KTZ, "\"asked_t\": 3600,"));
}

Test(night_fair, floors_keep_off_the_very_end_of_the_horizon) {
  /* Two days, unloading takes the crane: what arrives as the horizon ends waits, and the floors are those of the rest.
   */
  scratch_write(&rig.folder, "transfer.csv", "node_id,from_mode,to_mode,hours,resources\nB,rail,,0,crane\n");
  scratch_write(&rig.folder, "resource.csv", "resource_id,name,unit\ntrack,Trains,train\ncrane,Crane,train\n");
  scratch_write(&rig.folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\n,crane,,,,4\n");
  read_corridor();
  orders.days = 2;
  orders.fairness = KR_FAIR_MAXMIN;
  for (int is_lp = 0; is_lp < 2; is_lp++) {
    orders.settings.integer = !is_lp;
    submit(is_lp ? "C" : "A", "R3", is_lp ? "T1,A,B,box,2400,2025-01-08,2\n" : "S1,A,B,box,2400,2025-01-06,2\n");
    submit(is_lp ? "D" : "B", "R4", is_lp ? "T2,A,B,box,2400,2025-01-08,1\n" : "S2,A,B,box,2400,2025-01-06,1\n");
    RUNS(day + 2 * is_lp);
  }
  cr_expect(says(FIRST "summary.json", "\"served_t\": 2400,"));
  cr_expect(says(FIRST "summary.json", "\"price_tonne_hours\": 0,\n    \"short_t\": 2400\n"));
  expect_served(FIRST, "A", 2400);
  expect_served(FIRST, "B", 0);
}

Test(night_fair, nights_without_freight_or_with_nothing_new_hold) {
  orders.fairness = KR_FAIR_MAXMIN;
  orders.days = 2;
  RUNS(day);
  submit("KTZ", "R1", "S1,A,B,box,3600,2025-01-06,2\n");
  RUNS(day + 1);
  RUNS(day + 2); /* the 8th: 1200 t promised for that day, nothing new */
  RUNS(day + 3);
  cr_expect(says("nights/2025-01-07/result/forwarder.csv", "\nKTZ,1200,1200,1,"));
}

Test(night_fair, a_night_that_was_stopped_comes_to_the_same) {
  orders.fairness = KR_FAIR_MAXMIN;
  submit_both();
  stop = 1;
  cr_expect_eq(run(day), KR_ERR_LIMIT);
  stop = 0;
  is_refused = true;
  cr_expect_eq(run(day), KR_ERR_VERIFY);
  is_refused = false;
  RUNS(day);
  expect_halves();
}

Test(night_fair, what_was_recorded_and_not_published_says_the_same_share) {
  orders.fairness = KR_FAIR_MAXMIN;
  submit_both();
  char out[400], away[410];
  snprintf(out, sizeof out, "%s/forwarder/KTZ/out", rig.path);
  snprintf(away, sizeof away, "%s.away", out);
  cr_assert_eq(rename(out, away), 0);
  scratch_write(&rig.folder, "spool/forwarder/KTZ/out", "no folder");
  cr_expect_eq(run(day), KR_ERR_IO);
  kr_night_state state;
  kr_ledger_night(ledger, day, &state, &rig.err);
  cr_expect_eq(state, KR_NIGHT_DECIDED);
  cr_assert_eq(unlink(out), 0);
  cr_assert_eq(rename(away, out), 0);
  RUNS(day);
  expect_halves();
  cr_expect(says(OF_KTZ, "\"share\": 0.5"));
}

Test(night_fair, in_parts_it_is_the_same) {
  int32_t n_chunks;
  bool was_done;
  char night[400];
  kr_chunk_orders doing = {.threads = 1, .stop = &stop};
  orders.fairness = KR_FAIR_MAXMIN;
  submit_both();
  cr_assert_eq(kr_night_plan(&n_chunks, rig.spool, ledger, &orders, day, &rig.err), KR_OK, "%s", rig.err.text);
  snprintf(night, sizeof night, "%s/nights/2025-01-05", rig.path);
  cr_assert_eq(kr_chunk_run(rig.spool, night, 0, &doing, &was_done, &rig.err), KR_OK, "%s", rig.err.text);
  cr_assert_eq(kr_night_merge(&account, rig.spool, ledger, &orders, day, &rig.err), KR_OK, "%s", rig.err.text);
  expect_halves();
}

Test(night_fair, without_memory_nothing_is_half_fair) {
  kr_status status = KR_ERR_MEMORY;
  orders.fairness = KR_FAIR_MAXMIN;
  orders.settings.threads = 1;
  submit_both();
  for (long n = 1; status != KR_OK; n += 1 + n / 40) {
    rig.err = (kr_error){0};
    failing_alloc_arm(n);
    status = kr_night_run(&account, rig.spool, ledger, &orders, day, &rig.err);
    failing_alloc_disarm();
    cr_assert(status == KR_OK || status == KR_ERR_MEMORY, "%ld: %s", n, rig.err.text);
    cr_assert(n < 1000000);
  }
  expect_halves();
}
