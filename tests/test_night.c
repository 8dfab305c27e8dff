#include <criterion/criterion.h>

#include "cli/nightly/answer.h"
#include "tests/night_ledger.h"

/** The joint night from claim to cancel, its outcome written by hand: track carries 2 trains of 1200 t a day. */

TestSuite(night, .init = make, .fini = drop);

/** Tonight's instance: the tiny one, its freight that of the ledger. */
static kr_status put_shipment(void *context, const kr_ledger_shipment *s, kr_error *err) {
  kr_corridor *c = context;
  int32_t i, forwarder;
  (void)err;
  cr_assert_eq(kr_ids_add(c->shipment_ids, s->name, strlen(s->name), &i), KR_OK);
  cr_assert_eq(kr_ids_add(c->forwarder_ids, s->forwarder, strlen(s->forwarder), &forwarder), KR_OK);
  c->shipments = realloc(c->shipments, (size_t)(i + 1) * sizeof *c->shipments);
  c->shipments[i] = (kr_shipment){.forwarder = forwarder,
                                  .origin = 0,
                                  .destination = 1,
                                  .cargo = 0,
                                  .quantity_kg = s->moving_kg + s->waiting_kg,
                                  .weight = s->weight};
  return KR_OK;
}

static kr_corridor *tonight(kr_date night) {
  kr_corridor *c = NULL;
  cr_assert_eq(kr_instance_read(&c, rig.folder.path, rig.messages, &rig.err), KR_OK);
  kr_ids_free(c->shipment_ids);
  cr_assert_eq(kr_ids_create(&c->shipment_ids), KR_OK);
  c->start = night;
  cr_assert_eq(kr_ledger_each_shipment(ledger, (int64_t)night * KR_MINUTES_PER_DAY, put_shipment, c, &rig.err), KR_OK);
  return c;
}

/** A lot of the i-th shipment on the link, departing on a day of the horizon. */
static void put_lot(kr_allocation *a, int32_t shipment, int32_t number, int64_t kg, int32_t on_day) {
  kr_leg leg = {.kind = KR_LEG_LINK, .depart_min = on_day * 1440, .arrive_min = (on_day + 1) * 1440};
  cr_assert_eq(kr_allocation_add(a, shipment, number, kg, &leg, 1), KR_OK);
}

static kr_status record(kr_date night, const kr_corridor *c, const kr_allocation *a) {
  static const char *const reasons[] = {"", "others hold the capacity they need", ""};
  kr_timetable *t = NULL;
  cr_assert_eq(kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_DATED, &rig.err), KR_OK);
  kr_night_outcome o = {.date = night,
                        .corridor = c,
                        .timetable = t,
                        .lots = a,
                        .reasons = reasons,
                        .instance_sha256 = "abc",
                        .status = "optimal",
                        .objective = 1.5,
                        .bound = 1.5};
  kr_status status = kr_ledger_night_record(ledger, &o, &rig.err);
  kr_timetable_free(t);
  return status;
}

/** S1 of 10 t and S2 of 4 t, claimed and running. */
static kr_corridor *begin_two(void) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,10,2025-01-06\nS2,A,B,box,4,2025-01-06\n"), KR_OK);
  claim(day);
  cr_assert_eq(kr_ledger_night_start(ledger, day, &rig.err), KR_OK);
  return tonight(day);
}

/** … S1 served, 1 t of S2. */
static void decide_two(void) {
  kr_allocation a = {0};
  kr_corridor *c = begin_two();
  put_lot(&a, 0, 1, 10000, 0);
  put_lot(&a, 1, 1, 1000, 1);
  cr_assert_eq(record(day, c, &a), KR_OK, "%s", rig.err.text);
  cr_assert_eq(kr_ledger_night_finish(ledger, day, &rig.err), KR_OK);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
}

Test(night, what_comes_while_a_night_runs_is_for_the_next) {
  kr_corridor *before = begin_two(), *after;
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R2", "S3,A,B,box,1,2025-01-06\n"), KR_OK);
  kr_claimed claimed = claim(day);
  cr_expect_eq(claimed.accepted + claimed.rejected, 0);
  cr_expect_eq(job_of("R2@KTZ"), KR_JOB_RECEIVED);
  cr_expect_eq(claim(day + 1).accepted, 1); /* even if the next is planned already */
  after = tonight(day);
  cr_expect_eq(kr_n_shipments(after), kr_n_shipments(before));
  kr_corridor_free(before);
  kr_corridor_free(after);
  cr_expect_eq(kr_claim(rig.spool, ledger, day + 2, rig.corridor, &claimed, &rig.err), KR_ERR_RANGE);
}

Test(night, an_outcome_is_kept) {
  /* 20094 is 2025-01-06, 28935360 its first minute; the hash is sha256sum's of the file */
  decide_two();
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_DONE);
  cr_expect_str_eq(
      dump(),
      "night|20094|done|abc|optimal|1.5|1.5\n"
      "submission|R1@KTZ|KTZ|freight|3b2e89e7ffaa862168acf42c25b57542a7dfc69c952f7f432e5596850a5d6693|done|20094|\n"
      "shipment|KTZ:S1|KTZ|S1|R1@KTZ|A|B|box|10000|28935360||1000000|1|\n"
      "shipment|KTZ:S2|KTZ|S2|R1@KTZ|A|B|box|4000|28935360||1000000|1|\n"
      "lot|KTZ:S1|1|20094|10000|28935360|28936800|\n"
      "lot|KTZ:S2|1|20094|1000|28936800|28938240|\n"
      "leg|KTZ:S1|1|1|link|L||rail|rail|A|B|28935360|28936800\n"
      "leg|KTZ:S2|1|1|link|L||rail|rail|A|B|28936800|28938240\n"
      "capacity_used|track|20094|KTZ:S1|1|1|10000|1200000000\n"
      "capacity_used|track|20095|KTZ:S2|1|1|1000|1200000000\n"
      "decision|20094|KTZ:S1|10000|0|served|\n"
      "decision|20094|KTZ:S2|1000|3000|partial|others hold the capacity they need\n"
      "history|1|20094|night|planned|\n"
      "history|2|20094|R1@KTZ|queued|\n"
      "history|3|20094|KTZ:S1|queued|R1@KTZ\n"
      "history|4|20094|KTZ:S2|queued|R1@KTZ\n"
      "history|5|20094|night|running|\n"
      "history|6|20094|R1@KTZ|running|\n"
      "history|7|20094|KTZ:S1|promised|lot 1, 10000 kg\n"
      "history|8|20094|KTZ:S2|promised|lot 1, 1000 kg\n"
      "history|9|20094|night|decided|optimal\n"
      "history|10|20094|night|done|optimal\n"
      "history|11|20094|R1@KTZ|done|\n");
}

Test(night, each_question_has_its_answer) {
  decide_two();
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_resource(ledger, "track", day + 1, tell, NULL, &rig.err), KR_OK);
  cr_expect_str_eq(told,
                   "KTZ:S2 lot 1 leg 1: 1 t of box, 0.000833 units, promised in the night of 2025-01-06\n"
                   "box together: 1 t, 0.000833 units\n");
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_night(ledger, day, tell, NULL, &rig.err), KR_OK);
  cr_expect_str_eq(told,
                   "night 2025-01-06: done optimal, objective 1.5, bound 1.5\n"
                   "newly promised                2            11 t\n"
                   "withdrawn                     0             0 t\n"
                   "served to the last            1            10 t\n"
                   "rejected                      0             0 t\n"
                   "waiting, new                  1             3 t\n"
                   "waiting, since before         0             0 t\n"
                   "  partial KTZ:S2, 3 t: others hold the capacity they need\n"
                   "  promised KTZ:S1, 10 t\n"
                   "  promised KTZ:S2, 1 t\n");
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_submission(ledger, "R1@KTZ", tell, NULL, &rig.err), KR_OK);
  cr_expect_str_eq(told,
                   "S1: 10 t, promised 10 t, waiting 0 t\n"
                   "S2: 4 t, promised 1 t, waiting 3 t; others hold the capacity they need\n");
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_shipment(ledger, "KTZ:S2", tell, NULL, &rig.err), KR_OK);
  cr_expect(strstr(told, "KTZ:S2: 4 t of box from A to B, ready 2025-01-06T00:00Z, due none; receipt R1@KTZ\n"), "%s",
            told);
  cr_expect(strstr(told,
                   "  lot 1: 1 t, promised in the night of 2025-01-06\n"
                   "    2025-01-07T00:00Z  2025-01-08T00:00Z  link     L A - B\n"),
            "%s", told);
  cr_expect_eq(kr_ledger_tell_shipment(ledger, "KTZ:S9", tell, NULL, &rig.err), KR_ERR_INPUT);
  cr_expect_eq(kr_ledger_tell_night(ledger, day + 1, tell, NULL, &rig.err), KR_ERR_INPUT);
}

Test(night, the_same_outcome_again_changes_nothing_and_another_is_refused) {
  kr_allocation a = {0};
  kr_corridor *c = begin_two();
  put_lot(&a, 0, 1, 10000, 0);
  cr_assert_eq(record(day, c, &a), KR_OK, "%s", rig.err.text);
  char *before = strdup(dump());
  cr_expect_eq(record(day, c, &a), KR_OK);
  cr_expect_str_eq(dump(), before);
  kr_night_outcome other = {.date = day, .corridor = c, .lots = &a, .instance_sha256 = "xyz", .status = "optimal"};
  cr_expect_eq(kr_ledger_night_record(ledger, &other, &rig.err), KR_ERR_RANGE);
  cr_expect_str_eq(rig.err.text, "the night is decided already, and otherwise");
  other.date = day + 1;
  cr_expect_eq(kr_ledger_night_record(ledger, &other, &rig.err), KR_ERR_RANGE);
  cr_expect_str_eq(rig.err.text, "the night is not running");
  cr_expect_str_eq(dump(), before);
  free(before);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
}

Test(night, more_than_waits_is_refused_whole) {
  kr_allocation a = {0};
  kr_corridor *c = begin_two();
  char *before = strdup(dump());
  put_lot(&a, 0, 1, 10000, 0);
  put_lot(&a, 1, 1, 4001, 0);
  cr_expect_eq(record(day, c, &a), KR_ERR_RANGE);
  cr_expect(strstr(rig.err.text, "more is promised than the shipment has waiting"), "%s", rig.err.text);
  cr_expect_str_eq(dump(), before);
  free(before);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
}

static kr_status count_leg(void *context, const kr_ledger_leg *leg, kr_error *err) {
  (void)err;
  *(int64_t *)context += leg->quantity_kg;
  return KR_OK;
}

Test(night, the_next_night_has_what_waits_and_what_moves) {
  /* At midnight of the 7th S1 has arrived; 1 t of S2 departs then, 3 t wait. */
  int64_t kg = 0;
  decide_two();
  kr_corridor *c = tonight(day + 1);
  cr_assert_eq(kr_n_shipments(c), 1);
  cr_expect_str_eq(kr_ids_text(c->shipment_ids, 0), "KTZ:S2");
  cr_expect_eq(c->shipments[0].quantity_kg, 4000);
  cr_assert_eq(kr_ledger_each_leg(ledger, (int64_t)(day + 1) * 1440, count_leg, &kg, &rig.err), KR_OK);
  cr_expect_eq(kg, 1000);
  kr_corridor_free(c);
}

/** The second night, in which S2's first lot is promised before. */
static kr_status second(int32_t on_day, int64_t kg, bool has_first) {
  kr_allocation a = {0};
  int32_t last;
  claim(day + 1);
  cr_assert_eq(kr_ledger_night_start(ledger, day + 1, &rig.err), KR_OK);
  cr_assert_eq(kr_ledger_last_lot(ledger, "KTZ:S2", &last, NULL, &rig.err), KR_OK);
  cr_assert_eq(last, 1);
  kr_corridor *c = tonight(day + 1);
  if (has_first) put_lot(&a, 0, 1, kg, on_day);
  put_lot(&a, 0, 2, 3000, 1);
  kr_status status = record(day + 1, c, &a);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
  return status;
}

Test(night, a_promise_that_is_kept_goes_on_beside_new_lots) {
  decide_two();
  cr_expect_eq(second(0, 1000, true), KR_OK, "%s", rig.err.text);
  cr_expect(strstr(dump(), "decision|20095|KTZ:S2|3000|0|served|"), "%s", told);
}

Test(night, a_promise_that_is_moved_is_refused) {
  decide_two();
  cr_expect_eq(second(1, 1000, true), KR_ERR_VERIFY);
  cr_expect_str_eq(rig.err.text, "lot 1 of KTZ:S2 is not as it was promised");
}

Test(night, a_promise_that_is_made_smaller_is_refused) {
  decide_two();
  cr_expect_eq(second(0, 999, true), KR_ERR_VERIFY);
}

Test(night, a_promise_that_is_left_out_is_refused) {
  decide_two();
  cr_expect_eq(second(0, 0, false), KR_ERR_VERIFY);
  cr_expect_str_eq(rig.err.text, "1 promised lots are under way, the outcome has 0 of them");
}

Test(night, a_promise_moved_at_its_price_is_withdrawn_and_told) {
  kr_allocation a = {0};
  const kr_lot_key moved[] = {{"KTZ:S2", 1}};
  const char *const reasons[] = {""};
  kr_timetable *t = NULL;
  decide_two();
  claim(day + 1);
  cr_assert_eq(kr_ledger_night_start(ledger, day + 1, &rig.err), KR_OK);
  kr_corridor *c = tonight(day + 1);
  put_lot(&a, 0, 2, 4000, 2);
  cr_assert_eq(kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_DATED, &rig.err), KR_OK);
  kr_night_outcome o = {.date = day + 1,
                        .corridor = c,
                        .timetable = t,
                        .lots = &a,
                        .withdrawn = moved,
                        .n_withdrawn = 1,
                        .reasons = reasons,
                        .instance_sha256 = "abd",
                        .status = "feasible"};
  cr_expect_eq(kr_ledger_night_record(ledger, &o, &rig.err), KR_OK, "%s", rig.err.text);
  cr_expect(strstr(dump(), "lot|KTZ:S2|1|20094|1000|28936800|28938240|20095\n"), "%s", told);
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_resource(ledger, "track", day + 1, tell, NULL, &rig.err), KR_OK);
  cr_expect_str_eq(told, "nothing is promised on track on 2025-01-07\n");
  kr_allocation_clear(&a);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

static kr_status cancel(const char *receipt) {
  rig.err.text[0] = '\0';
  return kr_cancel(rig.spool, ledger, receipt, &rig.err);
}

Test(night, a_cancelled_submission_is_taken_by_no_night) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_assert_eq(cancel("R1@KTZ"), KR_OK, "%s", rig.err.text);
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_CANCELLED);
  kr_claimed claimed = claim(day);
  cr_expect_eq(claimed.accepted + claimed.rejected, 0);
  cr_expect_eq(cancel("R1@KTZ"), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "R1@KTZ: is cancelled already");
  cr_expect_eq(cancel("R2@KTZ"), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "no submission has the receipt \"R2@KTZ\"");
}

Test(night, while_a_night_is_at_work_nothing_of_it_is_cancelled) {
  kr_corridor_free(begin_two());
  cr_expect_eq(cancel("R1@KTZ"), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "R1@KTZ: a night is at work on it; cancel what waits afterwards");
}

Test(night, what_waits_can_be_cancelled_and_what_is_promised_stays) {
  decide_two();
  cr_assert_eq(cancel("R1@KTZ"), KR_OK, "%s", rig.err.text);
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_submission(ledger, "R1@KTZ", tell, NULL, &rig.err), KR_OK);
  cr_expect(strstr(told, "S2: 4 t, promised 1 t, waiting 0 t, the rest cancelled"), "%s", told);
  kr_corridor *c = tonight(day + 1);
  cr_assert_eq(kr_n_shipments(c), 1);
  cr_expect_eq(c->shipments[0].quantity_kg, 1000);
  kr_corridor_free(c);
}

static kr_status note_receipt(void *context, const char *receipt, kr_error *err) {
  (void)err;
  strcat(context, receipt);
  return KR_OK;
}

Test(night, a_what_if_runs_apart_and_ends_done_or_failed) {
  char found[400] = "";
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "own"), 0777), 0);
  static const char *const files[] = {"config.csv", "node.csv",     "link.csv",     "transfer.csv",
                                      "cargo.csv",  "resource.csv", "capacity.csv", "shipment.csv"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char to[64], *text = scratch_read(&rig.folder, files[i]);
    snprintf(to, sizeof to, "own/%s", files[i]);
    scratch_write(&rig.folder, to, text);
    free(text);
  }
  cr_assert_eq(night_submit(&rig, "DHL", "own", "W1"), KR_OK, "%s", rig.err.text);
  cr_expect_eq(claim(day).accepted, 1);
  cr_assert_eq(kr_ledger_night_start(ledger, day, &rig.err), KR_OK);
  cr_expect_eq(job_of("W1@DHL"), KR_JOB_QUEUED);
  cr_assert_eq(kr_ledger_each_what_if(ledger, day, note_receipt, found, &rig.err), KR_OK);
  cr_expect_str_eq(found, "W1@DHL");
  cr_expect_eq(kr_ledger_job_step(ledger, "W1@DHL", KR_JOB_FAILED, "no memory", &rig.err), KR_ERR_RANGE);
  cr_expect_eq(kr_ledger_job_step(ledger, "W1@DHL", KR_JOB_RUNNING, "", &rig.err), KR_OK);
  cr_expect_eq(kr_ledger_job_step(ledger, "W1@DHL", KR_JOB_RUNNING, "", &rig.err), KR_OK);
  cr_expect_eq(kr_ledger_job_step(ledger, "W1@DHL", KR_JOB_FAILED, "no memory", &rig.err), KR_OK);
  cr_expect_eq(job_of("W1@DHL"), KR_JOB_FAILED);
}

Test(night, an_answer_is_copied_whole_or_not_at_all) {
  char to[128];
  snprintf(to, sizeof to, "%s/answer", rig.folder.path);
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_expect_eq(kr_answer_copy(rig.spool, "R1@KTZ", to, &rig.err), KR_ERR_IO);
  cr_expect(!scratch_has(&rig.folder, "answer"));
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "spool/forwarder/KTZ/out/R1@KTZ"), 0777), 0);
  scratch_write(&rig.folder, "spool/forwarder/KTZ/out/R1@KTZ/summary.json", "{}\n");
  cr_expect_eq(kr_answer_copy(rig.spool, "R1@KTZ", to, &rig.err), KR_OK, "%s", rig.err.text);
  char *text = scratch_read(&rig.folder, "answer/summary.json");
  cr_expect_str_eq(text, "{}\n");
  free(text);
}
