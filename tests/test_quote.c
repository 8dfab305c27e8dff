#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

#include "cli/nightly/quote.h"
#include "tests/failing_alloc.h"
#include "tests/whole_night.h"

static kr_quoted quoted;

static void make_quote(void) {
  make_spool();
  orders.settings.iteration_limit = KR_NIGHT_ITERATIONS;
  quoted = (kr_quoted){0};
}

static void drop_quote(void) {
  kr_quote_clear(&quoted);
  drop();
}

TestSuite(quote, .init = make_quote, .fini = drop_quote);

static void run_night(kr_date date, const char *number, const char *rows) {
  if (!ledger) open_ledger();
  SUBMITS("KTZ", number, rows);
  RUNS(date);
}

static kr_status ask(kr_date date, const char *row) {
  kr_quote_request q = {
      .spool = rig.spool, .ledger = ledger, .orders = &orders, .date = date, .forwarder = "DHL", .row = row};
  kr_quote_clear(&quoted);
  rig.err = (kr_error){0};
  return kr_quote_make(&quoted, &q, rig.messages, &rig.err);
}

#define ASKS(date, row) cr_assert_eq(ask(date, row), KR_OK, "%s", rig.err.text)

static kr_tally tally(void) {
  kr_tally all[16] = {0};
  cr_assert_leq(kr_n_shipments(quoted.corridor), 16);
  kr_tally_sum(quoted.corridor, quoted.solution->timetable, &quoted.solution->result.allocation, all, NULL);
  return all[quoted.shipment];
}

Test(quote, it_takes_what_the_promised_leave) {
  /* 2400 t of S1 leave on each of the 6th and the 7th: what comes on the 7th leaves on the 8th. */
  run_night(day, "R1", "S1,A,B,box,4800,2025-01-06\n");
  ASKS(day + 1, "Q1,A,B,box,3600,2025-01-07");
  cr_expect_eq(tally().served_kg, 3600000);
  cr_expect_eq(tally().first_arrival_min, 2 * KR_MINUTES_PER_DAY); /* since the 7th */
  cr_expect_eq(tally().last_arrival_min, 3 * KR_MINUTES_PER_DAY);
  cr_expect_eq(quoted.waiting_kg, 0);
  cr_expect_eq(quoted.price_t_h, 0);
}

Test(quote, what_waits_does_not_stand_in_its_way_but_makes_its_price) {
  /* S1 fills the five days and 3600 t wait, of which the 11th takes 2400. A tonne more there would arrive on the 12th,
   * 120 h after the 7th, and not stay at 240: a train is worth 1200 * 120. */
  run_night(day, "R1", "S1,A,B,box,15600,2025-01-06\n");
  ASKS(day + 1, "Q1,A,B,box,1200,2025-01-07");
  cr_expect_eq(tally().served_kg, 1200000);
  cr_expect_eq(tally().last_arrival_min, 5 * KR_MINUTES_PER_DAY);
  cr_expect_eq(quoted.waiting_kg, 3600000);
  cr_expect_float_eq(quoted.price_t_h, 144000, 0.1);
  ASKS(day + 1, "Q1,A,B,box,600,2025-01-07");
  cr_expect_float_eq(quoted.price_t_h, 72000, 0.1);
}

Test(quote, a_train_that_another_cargo_has_begun_is_taken) {
  scratch_write(&rig.folder, "cargo.csv", "cargo_id,name,t_per_train\nbox,Containers,1200\nore,Ore,1200\n");
  scratch_write(&rig.folder, "resource.csv", "resource_id,name,unit,whole_units\ntrack,Trains,train,1\n");
  read_corridor();
  run_night(day, "R1", "S1,A,B,ore,100,2025-01-07\n");
  ASKS(day + 1, "Q1,A,B,box,2400,2025-01-07"); /* a train on the 7th, one on the 8th */
  cr_expect_eq(tally().hours_kg_h, 1200000 * (24 + 48));
  cr_expect(quoted.solution->result.is_optimal);
  ASKS(day + 1, "Q1,A,B,box,2400,2025-01-07,,1,0"); /* not to be split: both on the 8th */
  cr_expect_eq(tally().hours_kg_h, 2400000 * 48.0);
}

Test(quote, a_spool_without_a_night_promises_nothing) {
  ASKS(day, "Q1,A,B,box,1200,2025-01-06,2025-01-07,2,0");
  cr_expect_eq(tally().last_arrival_min, KR_MINUTES_PER_DAY);
  cr_expect(!scratch_has(&rig.folder, "spool/ledger.db"));
  cr_expect_eq(scratch_count(rig.path), 0);
}

Test(quote, what_no_network_could_serve_would_be_rejected) {
  scratch_write(&rig.folder, "cargo.csv", "cargo_id,name,t_per_train\nbox,Containers,1200\nice,Ice,\n");
  read_corridor();
  ASKS(day, "Q1,A,B,ice,1,2025-01-06");
  cr_expect(quoted.is_hopeless);
  cr_expect_eq(tally().served_kg, 0);
  ASKS(day, "Q1,A,B,box,1,2025-01-31");
  cr_expect(!quoted.is_hopeless);
  cr_expect_eq(tally().served_kg, 0);
}

Test(quote, it_is_refused_as_the_night_would_refuse_it) {
  run_night(day, "R1", "S1,A,B,box,10,2025-01-06\n");
  cr_expect_eq(ask(day, "Q1,A,B,box,1,2025-01-06"), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "the night of 2025-01-05 has been begun already; ask for a later one");
  cr_expect_eq(ask(day + 1, "Q1,A,C,box,1,2025-01-06"), KR_ERR_INPUT);
  cr_expect_eq(ask(day + 1, "Q1,A,B,box,1"), KR_ERR_INPUT);
  cr_expect_eq(ask(day + 1, "Q1,A,B,box,1,2025-01-06,,1,1,more"), KR_ERR_INPUT);
  cr_expect_eq(ask(day + 1, "Q1,A,B,box,1,2025-01-06\nQ2,A,B,box,1,2025-01-06"), KR_ERR_INPUT);
  cr_expect_eq(ask(day + 1, ""), KR_ERR_INPUT);
}

Test(quote, an_id_is_used_once) {
  ledger = NULL;
  run_night(day, "R1", "S1,A,B,box,10,2025-01-06\n");
  kr_quote_request q = {.spool = rig.spool,
                        .ledger = ledger,
                        .orders = &orders,
                        .date = day + 1,
                        .forwarder = "KTZ",
                        .row = "S1,A,B,box,1,2025-01-07"};
  cr_expect_eq(kr_quote_make(&quoted, &q, rig.messages, &rig.err), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "shipment_id \"S1\": handed in before with receipt R1@KTZ; give it another id");
}

Test(quote, while_a_night_is_at_work_there_is_none) {
  cr_assert_eq(kr_ledger_open(&ledger, rig.path, &rig.err), KR_OK);
  cr_assert_eq(kr_ledger_night_plan(ledger, day, &rig.err), KR_OK);
  cr_expect_eq(ask(day + 1, "Q1,A,B,box,1,2025-01-06"), KR_ERR_LIMIT);
}

Test(quote, a_ledger_opened_to_be_read_cannot_be_written) {
  kr_ledger *reader = NULL;
  run_night(day, "R1", "S1,A,B,box,10,2025-01-06\n");
  cr_assert_eq(kr_ledger_open_to_read(&reader, rig.path, &rig.err), KR_OK, "%s", rig.err.text);
  cr_expect_neq(kr_ledger_night_plan(reader, day + 1, &rig.err), KR_OK);
  kr_ledger_close(reader);
  reader = NULL;
  cr_expect_eq(kr_ledger_open_to_read(&reader, rig.folder.path, &rig.err), KR_ERR_IO);
  cr_expect_null(reader);
}

Test(quote, starved_of_memory_it_says_so) {
  run_night(day, "R1", "S1,A,B,box,15600,2025-01-06\n");
  kr_status status = KR_ERR_MEMORY;
  for (long n = 1; status != KR_OK; n += 1 + n / 12) {
    failing_alloc_arm(n);
    status = ask(day + 1, "Q1,A,B,box,1200,2025-01-07");
    failing_alloc_disarm();
    cr_assert(status == KR_OK || status == KR_ERR_MEMORY, "%ld: %s", n, rig.err.text);
    cr_assert(n < 1000000);
  }
  cr_expect_float_eq(quoted.price_t_h, 144000, 0.1);
}
