#include <criterion/criterion.h>

#include "tests/failing_alloc.h"
#include "tests/whole_night.h"

TestSuite(night_run, .init = make, .fini = drop);

static int count_lines(const char *name) {
  char path[400];
  snprintf(path, sizeof path, "spool/%s", name);
  char *found = scratch_read(&rig.folder, path);
  int n = 0;
  for (const char *at = found; (at = strchr(at, '\n')); at++) n++;
  free(found);
  return n;
}

Test(night_run, freight_is_promised_and_answered) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,10,2025-01-06\n");
  RUNS(day);
  cr_expect(!account.was_done);
  cr_expect_str_eq(standing("R1@KTZ"), "S1: 10 t, promised 10 t, waiting 0 t\n");
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/allocation.csv",
                 "S1,1,10,1,link,L,,rail,rail,A,B,2025-01-06T00:00Z,2025-01-07T00:00Z\n"));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/shipment_result.csv",
                 "S1,KTZ,served,10,0,2025-01-07T00:00Z,2025-01-07T00:00Z,24,0,0,0,\n"));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"weighted_tonne_hours\": 240,")); /* 10 t * 24 h */
  cr_expect(says("nights/2025-01-05/instance/shipment.csv", "KTZ:S1,KTZ,A,B,box,10,2025-01-06T00:00Z,,1,1\n"));
  cr_expect(says("nights/2025-01-05/instance/config.csv", "Tiny,1,2025-01-06,5,24,240,1\n"));
  cr_expect(says("heartbeat", "2025-01-05 done "));
  cr_expect(says("metrics.prom", "\nkeruen_tonnes_promised 10\n"));
  RUNS(day);
  cr_expect(account.was_done);
}

Test(night_run, quotas_of_the_corridor_hold_over_the_nights) {
  /* KTZ may use half a train a day, 600 t. Night 1: its 1500 t leave with 600, 600 and 300 t on the 6th, 7th and 8th;
   * DHL has no quota. Night 2 plans from the 7th: of 600 t more 300 find room on the 8th, 300 on the 9th. */
  scratch_write(&rig.folder, "quota.csv", "forwarder_id,resource_id,per_day\nKTZ,track,0.5\n");
  read_corridor();
  SUBMITS("KTZ", "R1", "S1,A,B,box,1500,2025-01-06\n");
  SUBMITS("DHL", "R2", "D1,A,B,box,1200,2025-01-06\n");
  RUNS(day);
  cr_expect(says("forwarder/DHL/out/R2@DHL/allocation.csv",
                 "D1,1,1200,1,link,L,,rail,rail,A,B,2025-01-06T00:00Z,2025-01-07T00:00Z\n"));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/allocation.csv",
                 "S1,1,600,1,link,L,,rail,rail,A,B,2025-01-06T00:00Z,2025-01-07T00:00Z\n"
                 "S1,2,600,1,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-08T00:00Z\n"
                 "S1,3,300,1,link,L,,rail,rail,A,B,2025-01-08T00:00Z,2025-01-09T00:00Z\n"));
  SUBMITS("KTZ", "R3", "S2,A,B,box,600,2025-01-06\n");
  RUNS(day + 1);
  cr_expect(says("forwarder/KTZ/out/R3@KTZ/allocation.csv",
                 "S2,1,300,1,link,L,,rail,rail,A,B,2025-01-08T00:00Z,2025-01-09T00:00Z\n"
                 "S2,2,300,1,link,L,,rail,rail,A,B,2025-01-09T00:00Z,2025-01-10T00:00Z\n"));
  cr_expect(says("nights/2025-01-06/result/quota_day.csv", "KTZ,track,2025-01-08,train,0.5,0.5,"));
}

Test(night_run, what_is_under_way_keeps_its_place_and_takes_only_what_lies_ahead) {
  /* 48 h. Night 1: 2400 t of S1 leave on the 6th, 2400 t on the 7th. Night 2 plans from the 7th: the first lot is under
   * way, the second takes the day, so S2 leaves on the 8th. Night 3, from the 8th: S1's first lot is there, S2 holds.
   */
  scratch_write(&rig.folder, "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources\n"
                "L,A,B,0,rail,360,48,track\n");
  read_corridor();
  SUBMITS("KTZ", "R1", "S1,A,B,box,4800,2025-01-06\n");
  RUNS(day);
  SUBMITS("DHL", "R2", "S2,A,B,box,2400,2025-01-06\n");
  RUNS(day + 1);
  cr_expect(says("nights/2025-01-06/instance/commitment.csv",
                 "KTZ:S1,1,2400,1,link,L,,rail,rail,A,B,2025-01-06T00:00Z,2025-01-08T00:00Z\n"
                 "KTZ:S1,2,2400,1,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-09T00:00Z\n"));
  cr_expect(says("forwarder/DHL/out/R2@DHL/allocation.csv",
                 "S2,1,2400,1,link,L,,rail,rail,A,B,2025-01-08T00:00Z,2025-01-10T00:00Z\n"));
  /* From the clipped ready, the 7th: S1's lots 24 and 48 h, S2 72 h: 2400 * 144 */
  cr_expect(says("nights/2025-01-06/result/summary.json", "\"objective\": 345600,"));
  RUNS(day + 2);
  cr_expect(says("nights/2025-01-07/instance/shipment.csv", "KTZ:S1,KTZ,A,B,box,2400,"));
  cr_expect(says("nights/2025-01-07/result/allocation.csv",
                 "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,"
                 "arrive\n"
                 "KTZ:S1,2,2400,1,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-09T00:00Z\n"
                 "DHL:S2,1,2400,1,link,L,,rail,rail,A,B,2025-01-08T00:00Z,2025-01-10T00:00Z\n"));
}

Test(night_run, nothing_is_promised_on_a_day_that_the_horizon_does_not_have) {
  /* Two days. The second half arrives when the horizon ends; unloading needs the crane then, on a day not looked at:
   * its lot is left out of the plan. */
  scratch_write(&rig.folder, "transfer.csv", "node_id,from_mode,to_mode,hours,resources\nB,rail,,0,crane\n");
  scratch_write(&rig.folder, "resource.csv", "resource_id,name,unit\ntrack,Trains,train\ncrane,Crane,train\n");
  scratch_write(&rig.folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\n,crane,,,,4\n");
  read_corridor();
  orders.days = 2;
  SUBMITS("KTZ", "R1", "S1,A,B,box,4800,2025-01-06\n");
  RUNS(day);
  cr_expect(strstr(standing("R1@KTZ"), "S1: 4800 t, promised 2400 t, waiting 2400 t; "), "%s", told);
  cr_expect(says("nights/2025-01-05/result/summary.json", "\"lots\": 1,\n    \"legs\": 2,"));
  cr_expect_eq(count_lines("nights/2025-01-05/result/allocation.csv"), 1 + 2);
  RUNS(day + 1);
  cr_expect(strstr(standing("R1@KTZ"), "S1: 4800 t, promised 4800 t, waiting 0 t"), "%s", told);
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_resource(ledger, "crane", day + 3, tell, NULL, &rig.err), KR_OK);
  cr_expect(strstr(told, "KTZ:S1 lot 2 leg 2: 2400 t of box, 2 units"), "%s", told);
}

/** 10 trains' freight, of which the corridor carries some within its days: the rest waits. */
static void leave_some_waiting(void) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,60000,2025-01-06\n");
  RUNS(day);
  cr_assert(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"state\": \"waiting\""));
}

static kr_status cancel(void) {
  rig.err = (kr_error){0};
  return kr_night_cancel(rig.spool, ledger, "R1@KTZ", &rig.err);
}

/** 5 days of 2 trains of 1200 t: 12,000 t are promised, 48,000 t waited. */
static void expect_cancelled(void) {
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"promised_t\": 12000,\n  \"waiting_t\": 0,"));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"cancelled_t\": 48000,"));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"state\": \"cancelled\""));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/shipment_result.csv", ",its forwarder withdrew it\n"));
}

Test(night_run, an_answer_says_that_what_waited_is_cancelled) {
  leave_some_waiting();
  cr_assert_eq(cancel(), KR_OK, "%s", rig.err.text);
  expect_cancelled();
  cr_expect_eq(cancel(), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "R1@KTZ: is cancelled already");
}

Test(night_run, a_cancel_that_ended_before_its_answer_is_ended_by_the_next) {
  leave_some_waiting();
  cr_assert_eq(kr_cancel(rig.spool, ledger, "R1@KTZ", &rig.err), KR_OK, "%s", rig.err.text);
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"state\": \"waiting\""));
  cr_assert_eq(cancel(), KR_OK, "%s", rig.err.text);
  expect_cancelled();
}

Test(night_run, a_cancel_without_the_nights_instance_says_that_the_answer_is_old) {
  leave_some_waiting();
  scratch_write(&rig.folder, "spool/nights/2025-01-05/instance/config.csv", "");
  cr_expect_neq(cancel(), KR_OK);
  cr_expect(strstr(rig.err.text, "R1@KTZ is cancelled, but its answer is as it was: "), "%s", rig.err.text);
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"state\": \"waiting\""));
}

Test(night_run, only_what_no_network_could_serve_is_rejected) {
  /* Ice fits no train, ever. Boxes only find the track closed until further notice. */
  scratch_write(&rig.folder, "cargo.csv", "cargo_id,name,t_per_train\nbox,Containers,1200\nice,Ice,\n");
  scratch_write(
      &rig.folder, "capacity.csv",
      "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,2025-01-31,,0\n,track,2025-02-01,,,2\n");
  read_corridor();
  SUBMITS("KTZ", "R1", "S1,A,B,box,1,2025-01-06\nS2,A,B,ice,1,2025-01-06\n");
  RUNS(day);
  cr_expect_str_eq(
      standing("R1@KTZ"),
      "S1: 1 t, promised 0 t, waiting 1 t; no route for this cargo at any time, whatever the capacities\n"
      "S2: 1 t, promised 0 t, waiting 0 t, the rest rejected; no route for this cargo at any time, whatever "
      "the capacities\n");
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/summary.json", "\"state\": \"rejected\""));
  RUNS(day + 30); /* skipped dates have no night; the 31st of January's plans from the 1st of February on … */
  cr_expect_eq(state_of(day + 29), KR_NIGHT_NONE);
  cr_expect(strstr(standing("R1@KTZ"), "S1: 1 t, promised 1 t, waiting 0 t"), "%s", told);
}

Test(night_run, the_limit_of_a_plan_may_be_more_than_the_bases) {
  scratch_write(&rig.folder, "plan.csv", "plan_id,name,base_plan_id\nmore,More,\n");
  scratch_write(&rig.folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\nmore,track,,,,4\n");
  read_corridor();
  orders.plan = "more";
  SUBMITS("KTZ", "R1", "S1,A,B,box,9600,2025-01-06\n");
  RUNS(day);
  RUNS(day + 1); /* 4800 t are promised on the 7th: more than the base has */
  cr_expect(says("nights/2025-01-06/result/allocation.csv", "KTZ:S1,2,4800,1,link,L,,rail,rail,A,B,2025-01-07"));
}

Test(night_run, what_the_judge_refuses_is_not_published) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,10,2025-01-06\n");
  is_refused = true;
  cr_expect_eq(run(day), KR_ERR_VERIFY);
  cr_expect_eq(state_of(day), KR_NIGHT_RUNNING);
  cr_expect(!scratch_has(&rig.folder, "spool/nights/2025-01-05/result"));
  cr_expect(!night_has(&rig, KR_SPOOL_OUT, "R1@KTZ"));
  is_refused = false;
  RUNS(day);
  cr_expect(night_has(&rig, KR_SPOOL_OUT, "R1@KTZ"));
}

Test(night_run, a_signal_ends_it_before_it_is_decided_and_the_next_run_goes_on) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,10,2025-01-06\n");
  stop = 1;
  cr_expect_eq(run(day), KR_ERR_LIMIT);
  cr_expect_eq(state_of(day), KR_NIGHT_RUNNING);
  cr_expect(says("heartbeat", "2025-01-05 stopped "));
  stop = 0;
  RUNS(day);
}

Test(night_run, a_night_that_was_not_ended_is_ended_first_and_none_is_before_it) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,10,2025-01-06\n");
  is_refused = true;
  run(day);
  is_refused = false;
  SUBMITS("KTZ", "R2", "S2,A,B,box,10,2025-01-06\n");
  RUNS(day + 2);
  cr_expect_eq(state_of(day), KR_NIGHT_DONE);
  cr_expect(says("nights/2025-01-07/instance/shipment.csv", "KTZ:S2"));
  cr_expect_eq(run(day + 1), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "the night of 2025-01-07 has been begun already; no earlier one can be");
}

Test(night_run, a_corridor_that_cannot_carry_what_is_promised_is_refused_and_can_be_mended) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,4800,2025-01-06\n");
  RUNS(day);
  scratch_write(&rig.folder, "capacity.csv", "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,1\n");
  read_corridor();
  cr_expect_eq(run(day + 1), KR_ERR_INPUT);
  cr_expect_eq(state_of(day + 1), KR_NIGHT_RUNNING);
  scratch_write(&rig.folder, "capacity.csv", "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\n");
  read_corridor();
  RUNS(day + 1);
}

Test(night_run, only_one_holds_the_lock) {
  int first, second;
  cr_assert_eq(kr_night_lock(rig.path, &first, &rig.err), KR_OK);
  cr_assert_geq(first, 0);
  cr_assert_eq(kr_night_lock(rig.path, &second, &rig.err), KR_OK);
  cr_expect_eq(second, -1);
  close(first);
  cr_assert_eq(kr_night_lock(rig.path, &second, &rig.err), KR_OK);
  cr_expect_geq(second, 0);
  close(second);
  cr_expect_eq(kr_night_lock("/nowhere", &first, &rig.err), KR_ERR_IO);
}

Test(night_run, starved_of_memory_it_leaves_a_night_that_can_be_ended) {
  SUBMITS("KTZ", "R1", "S1,A,B,box,10,2025-01-06\n");
  kr_status status = KR_ERR_MEMORY;
  for (long n = 1; status != KR_OK; n += 1 + n / 12) {
    failing_alloc_arm(n);
    status = run(day);
    failing_alloc_disarm();
    cr_assert(status == KR_OK || status == KR_ERR_MEMORY, "%ld: %s", n, rig.err.text);
    cr_assert(n < 1000000);
  }
  cr_expect_str_eq(standing("R1@KTZ"), "S1: 10 t, promised 10 t, waiting 0 t\n");
}
