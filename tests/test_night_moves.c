#include <criterion/criterion.h>

#include "tests/failing_alloc.h"
#include "tests/whole_night.h"

/**
 * Moves by hand. The first night, from the 6th, promises both trains of the 7th; then urgent freight of weight 10 is
 * handed in for the 7th. One day later a tonne of it costs 240 t*h, one of the others 24: to move 1200 t gains 1200 *
 * (240 - 24 - P), so it pays up to P = 216.
 */

TestSuite(night_moves, .init = make, .fini = drop);

/** Rows with due, weight and splittable. */
static void submit(const char *forwarder, const char *number, const char *rows) {
  char text[1024];
  snprintf(text, sizeof text, COLUMNS ",due,weight,splittable\n%s", rows);
  scratch_write(&rig.folder, "mine.csv", text);
  cr_assert_eq(night_submit(&rig, forwarder, "mine.csv", number), KR_OK, "%s", rig.err.text);
}

/** The night that finds the 7th full, and 1200 t of urgent freight. */
static void press(const char *promised, double move_h) {
  submit("KTZ", "R1", promised);
  RUNS(day);
  submit("DHL", "R2", "U,A,B,box,1200,2025-01-07,,10,1\n");
  orders.may_move = move_h > 0;
  orders.move_h = move_h;
  RUNS(day + 1);
}

#define TWO "S1,A,B,box,1200,2025-01-07,,1,1\nS2,A,B,box,1200,2025-01-07,,1,1\n"
#define SECOND "nights/2025-01-06/result/"

static const char *story(const char *shipment) {
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_shipment(ledger, shipment, tell, NULL, &rig.err), KR_OK, "%s", rig.err.text);
  return told;
}

#define OBJECTIVE(value) cr_expect(says(SECOND "summary.json", "\"objective\": " #value ","))
#define NOT_MOVED cr_expect(!scratch_has(&rig.folder, "spool/" SECOND "moved.csv"))

Test(night_moves, a_promise_moves_where_it_pays) {
  press(TWO, 215);
  OBJECTIVE(374400); /* 1200 * (24 + 48 + 10 * 24) */
  cr_expect(says(SECOND "moved.csv", ",1,1200,1200,2025-01-07T00:00Z,2025-01-08T00:00Z,2025-01-09T00:00Z,258000\n"));
  cr_expect(
      says(SECOND "allocation.csv", "DHL:U,1,1200,1,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-08T00:00Z\n"));
  cr_expect(says(SECOND "allocation.csv", ",2,1200,1,link,L,,rail,rail,A,B,2025-01-08T00:00Z,2025-01-09T00:00Z\n"));
}

Test(night_moves, and_stays_where_it_does_not) {
  press(TWO, 217);
  OBJECTIVE(633600); /* 1200 * (24 + 24 + 10 * 48) */
  NOT_MOVED;
  cr_expect(!scratch_has(&rig.folder, "spool/nights/2025-01-06/moved"));
}

Test(night_moves, nothing_moves_that_was_not_allowed_to) {
  press(TWO, 0);
  OBJECTIVE(633600);
  NOT_MOVED;
}

Test(night_moves, split_units_move_at_the_same_price) {
  orders.settings.integer = false;
  orders.settings.iteration_limit = 0;
  press(TWO, 215.999);
  OBJECTIVE(374400);
}

Test(night_moves, split_units_stay_at_the_same_price) {
  orders.settings.integer = false;
  orders.settings.iteration_limit = 0;
  press(TWO, 216.001);
  OBJECTIVE(633600);
  NOT_MOVED;
}

Test(night_moves, ledger_and_forwarder_are_told) {
  press("S1,A,B,box,1200,2025-01-07,,1,1\nS2,A,B,box,1200,2025-01-07,2025-01-08,1,1\n", 100);
  cr_expect(strstr(story("KTZ:S1"),
                   "moved for others at a price of 120000 t*h: 1200 t of lot 1 arrive by "
                   "2025-01-09T00:00Z, were promised for 2025-01-08T00:00Z"),
            "%s", told);
  cr_expect(strstr(told, "withdrawn"), "%s", told);
  cr_expect(strstr(told, "lot 2"), "%s", told);
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/allocation.csv",
                 "S1,2,1200,1,link,L,,rail,rail,A,B,2025-01-08T00:00Z,2025-01-09T00:00Z\n"));
  cr_expect(says("forwarder/KTZ/out/R1@KTZ/shipment_result.csv", "moved for others at a price of 120000 t*h"));
  cr_expect(says("nights/2025-01-06/moved/commitment.csv", "KTZ:S2,1,1200,1,"));
}

Test(night_moves, in_time_stays_in_time) {
  press("S1,A,B,box,1200,2025-01-07,2025-01-08,1,1\nS2,A,B,box,1200,2025-01-07,2025-01-08T12:00Z,1,1\n", 1);
  OBJECTIVE(633600);
  NOT_MOVED;
}

Test(night_moves, late_does_not_become_later) {
  press("S1,A,B,box,1200,2025-01-07,2025-01-07T12:00Z,1,1\nS2,A,B,box,1200,2025-01-07,2025-01-07T12:00Z,1,1\n", 1);
  NOT_MOVED;
}

Test(night_moves, a_due_that_leaves_time_does_not_hinder) {
  press("S1,A,B,box,1200,2025-01-07,2025-01-09,1,1\nS2,A,B,box,1200,2025-01-07,2025-01-08,1,1\n", 215);
  OBJECTIVE(374400);
  cr_expect(says(SECOND "moved.csv", "KTZ:S1,1,"));
}

Test(night_moves, of_a_large_lot_only_what_is_needed_is_paid_for) {
  press("S1,A,B,box,2400,2025-01-07,,1,1\n", 215);
  OBJECTIVE(374400);
  cr_expect(says(SECOND "moved.csv", "KTZ:S1,1,2400,1200,"));
  cr_expect(says(SECOND "allocation.csv", "KTZ:S1,2,1200,1,link,L,,rail,rail,A,B,2025-01-07"));
  cr_expect(says(SECOND "allocation.csv", "KTZ:S1,3,1200,1,link,L,,rail,rail,A,B,2025-01-08"));
}

/* Only as a whole: 288000 are gained by U, 2400 * (24 + P) lost, so it pays up to P = 96. */
Test(night_moves, what_may_not_be_split_moves_as_a_whole) {
  press("S1,A,B,box,2400,2025-01-07,,1,0\n", 95);
  OBJECTIVE(403200); /* 2400 * 48 + 1200 * 240 */
  cr_expect(says(SECOND "moved.csv", "KTZ:S1,1,2400,2400,"));
}

Test(night_moves, or_not_at_all) {
  press("S1,A,B,box,2400,2025-01-07,,1,0\n", 97);
  OBJECTIVE(633600);
  NOT_MOVED;
}

Test(night_moves, promises_of_what_was_cancelled_hold) {
  orders.days = 3; /* the 6th to the 8th: 2400 t leave on the 7th, the rest waits and is cancelled */
  submit("KTZ", "R1", "S1,A,B,box,7200,2025-01-07,,1,1\n");
  RUNS(day);
  cr_assert(strstr(story("KTZ:S1"), "waiting"), "%s", told);
  cr_assert_eq(kr_cancel(rig.spool, ledger, "R1@KTZ", &rig.err), KR_OK, "%s", rig.err.text);
  submit("DHL", "R2", "U,A,B,box,1200,2025-01-07,,10,1\n");
  orders.days = 0;
  orders.may_move = true;
  orders.move_h = 1;
  RUNS(day + 1);
  NOT_MOVED;
}

Test(night_moves, once_moved_it_may_be_moved_again_and_is_promised_once) {
  press(TWO, 100);
  submit("DHL", "R3", "V,A,B,box,2400,2025-01-08,,10,1\n");
  RUNS(day + 2); /* from the 8th: the train that was moved there goes to the 9th */
  cr_expect(says("nights/2025-01-07/result/moved.csv",
                 ",2,1200,1200,2025-01-08T00:00Z,2025-01-09T00:00Z,2025-01-10T00:00Z,120000\n"));
  kr_ledger_totals sum;
  cr_assert_eq(kr_ledger_sum(ledger, &sum, &rig.err), KR_OK);
  cr_expect_eq(sum.promised_kg, 6000000);
  cr_expect_eq(sum.waiting_kg, 0);
}

/* A - B - C, one train a day from B on: S1 left A on the 6th and is to leave B on the 7th, where U stands. */
Test(night_moves, what_has_departed_stays_also_where_its_next_leg_lies_ahead) {
  scratch_write(&rig.folder, "node.csv",
                "node_id,name,x_coord,y_coord,node_type,country\nA,Altynkol,80.3,44.2,dry_port,KZ\n"
                "B,Almaty,76.9,43.2,junction,KZ\nC,Shu,73.7,43.6,junction,KZ\n");
  scratch_write(&rig.folder, "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources\n"
                "L,A,B,0,rail,360,24,track\nM,B,C,0,rail,300,24,pass\n");
  scratch_write(&rig.folder, "resource.csv", "resource_id,name,unit\ntrack,Trains,train\npass,Trains,train\n");
  scratch_write(&rig.folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\n,pass,,,,1\n");
  kr_corridor_free(rig.corridor);
  cr_assert_eq(kr_instance_read(&rig.corridor, rig.folder.path, rig.messages, &rig.err), KR_OK);
  orders.corridor = rig.corridor;
  submit("KTZ", "R1", "S1,A,C,box,1200,2025-01-06,,1,1\n");
  RUNS(day);
  submit("DHL", "R2", "U,B,C,box,1200,2025-01-07,,10,1\n");
  orders.may_move = true;
  orders.move_h = 1;
  RUNS(day + 1);
  cr_expect(says(SECOND "allocation.csv", "DHL:U,1,1200,1,link,M,,rail,rail,B,C,2025-01-08T00:00Z"));
  NOT_MOVED;
}

Test(night_moves, without_memory_nothing_is_half_moved) {
  kr_status status = KR_ERR_MEMORY;
  submit("KTZ", "R1", TWO);
  RUNS(day);
  submit("DHL", "R2", "U,A,B,box,1200,2025-01-07,,10,1\n");
  orders.may_move = true;
  orders.move_h = 215;
  orders.settings.threads = 1;
  for (long n = 1; status != KR_OK; n += 1 + n / 40) {
    rig.err = (kr_error){0};
    failing_alloc_arm(n);
    status = kr_night_run(&account, rig.spool, ledger, &orders, day + 1, &rig.err);
    failing_alloc_disarm();
    cr_assert(status == KR_OK || status == KR_ERR_MEMORY, "%ld: %s", n, rig.err.text);
    cr_assert(n < 1000000);
  }
  OBJECTIVE(374400);
  cr_expect(says(SECOND "moved.csv", ",1,1200,1200,"));
}
