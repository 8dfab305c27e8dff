#include <criterion/criterion.h>
#include <signal.h>

#include "cli/nightly/chunk.h"
#include "cli/nightly/night.h"
#include "instances/write_reason.h"
#include "tests/night_rig.h"

/** A night in parts over the tiny corridor, and a what-if whose program is a script. */

typedef struct office {
  night_rig rig;
  kr_ledger *ledger;
  kr_night_orders orders;
  kr_date day; /* 2025-01-05 */
  char program[200], night[200];
} office;

static volatile sig_atomic_t stop;

static kr_status judge(const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  (void)folder, (void)c, (void)gap, (void)err;
  return KR_OK;
}

/** Freight of two and a what-if; S1 leaves something for lots to come. */
static office make(void) {
  office o = {.rig = night_rig_make()};
  o.day = o.rig.corridor->start - 1;
  cr_assert_eq(kr_ledger_open(&o.ledger, o.rig.path, &o.rig.err), KR_OK);
  snprintf(o.program, sizeof o.program, "%s/program", o.rig.folder.path);
  snprintf(o.night, sizeof o.night, "%s/nights/2025-01-05", o.rig.path);
  scratch_write(&o.rig.folder, "program", "#!/bin/sh\necho answered > \"$4/allocation.csv\"\n");
  cr_assert_eq(chmod(o.program, 0755), 0);
  night_copy_instance(&o.rig.folder);
  cr_assert_eq(night_submit_rows(&o.rig, "KTZ", "R1", "S1,A,B,box,14400,2025-01-06\n"), KR_OK);
  cr_assert_eq(night_submit_rows(&o.rig, "DHL", "R2", "S2,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_assert_eq(night_submit(&o.rig, "DHL", "own", "W1"), KR_OK, "%s", o.rig.err.text);
  return o;
}

/** After make, for the address of the program to hold. */
static void order(office *o) {
  stop = 0;
  o->orders = (kr_night_orders){.folder = o->rig.folder.path,
                                .corridor = o->rig.corridor,
                                .plan = "",
                                .settings = kr_settings_default(),
                                .what_if = {.program = o->program, .wall_s = 20, .memory_mb = 64},
                                .judge = judge};
  o->orders.settings.integer = true;
  o->orders.settings.iteration_limit = 20;
  o->orders.settings.stop = &stop;
}

static void drop(office *o) {
  kr_ledger_close(o->ledger);
  night_rig_drop(&o->rig);
}

static void tell(void *context, const char *text) {
  FILE *to = context;
  fprintf(to, "%s\n", text);
}

/** The ledger's dump, to be freed. */
static char *dump(office *o) {
  char *text = NULL;
  size_t n = 0;
  FILE *to = open_memstream(&text, &n);
  cr_assert_eq(kr_ledger_dump(o->ledger, tell, to, &o->rig.err), KR_OK);
  fclose(to);
  return text;
}

static int32_t plan(office *o, kr_date date) {
  int32_t n = 0;
  cr_assert_eq(kr_night_plan(&n, o->rig.spool, o->ledger, &o->orders, date, &o->rig.err), KR_OK, "%s", o->rig.err.text);
  return n;
}

static kr_status run_chunk(office *o, int32_t number, bool *was_done) {
  kr_chunk_orders orders = {.program = o->program, .threads = 1, .stop = &stop};
  return kr_chunk_run(o->rig.spool, o->night, number, &orders, was_done, &o->rig.err);
}

static void do_chunk(office *o, int32_t number) {
  bool was_done = true;
  cr_assert_eq(run_chunk(o, number, &was_done), KR_OK, "%s", o->rig.err.text);
  cr_expect(!was_done);
}

static kr_status merge(office *o, kr_date date) {
  kr_night_account account;
  return kr_night_merge(&account, o->rig.spool, o->ledger, &o->orders, date, &o->rig.err);
}

static void expect_same_file(office *a, office *b, const char *name) {
  char *first = scratch_read(&a->rig.folder, name), *second = scratch_read(&b->rig.folder, name);
  cr_expect(first[0]);
  cr_expect_str_eq(first, second, "%s", name);
  free(first);
  free(second);
}

Test(night_chunks, in_parts_and_each_part_twice_it_is_the_same_night) {
  static const char *const files[] = {
      "spool/nights/2025-01-05/result/summary.json",   "spool/nights/2025-01-05/result/allocation.csv",
      "spool/forwarder/KTZ/out/R1@KTZ/summary.json",   "spool/forwarder/DHL/out/R2@DHL/allocation.csv",
      "spool/forwarder/DHL/out/W1@DHL/allocation.csv", "spool/nights/2025-01-05/chunks/0000/answer/.ticket"};
  office whole = make(), parts = make();
  kr_night_account account;
  bool was_done = false;
  order(&whole);
  order(&parts);
  cr_assert_eq(kr_night_run(&account, whole.rig.spool, whole.ledger, &whole.orders, whole.day, &whole.rig.err), KR_OK);
  for (int i = 0; i < 2; i++) cr_expect_eq(plan(&parts, parts.day), 2);
  do_chunk(&parts, 1);
  cr_expect_eq(merge(&parts, parts.day), KR_ERR_LIMIT);
  cr_expect_str_eq(parts.rig.err.text, "1 chunks have no answer yet; run them, then merge again");
  do_chunk(&parts, 0);
  for (int32_t i = 0; i < 2; i++) cr_expect(run_chunk(&parts, i, &was_done) == KR_OK && was_done);
  for (int i = 0; i < 2; i++) {
    char *one, *other;
    cr_assert_eq(merge(&parts, parts.day), KR_OK, "%s", parts.rig.err.text);
    cr_expect_str_eq(one = dump(&parts), other = dump(&whole));
    free(one);
    free(other);
  }
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) expect_same_file(&whole, &parts, files[i]);
  cr_expect_eq(plan(&parts, parts.day), 2); /* of a night that is done nothing is made anew */
  drop(&whole);
  drop(&parts);
}

Test(night_chunks, lots_of_the_next_night_are_numbered_on) {
  office o = make();
  kr_night_account account;
  order(&o);
  o.orders.days = 2; /* 4800 t of S1 a night at most */
  cr_assert_eq(kr_night_run(&account, o.rig.spool, o.ledger, &o.orders, o.day, &o.rig.err), KR_OK);
  cr_assert_eq(kr_night_run(&account, o.rig.spool, o.ledger, &o.orders, o.day + 2, &o.rig.err), KR_OK);
  char *last = scratch_read(&o.rig.folder, "spool/nights/2025-01-07/last_lot.csv"),
       *lots = scratch_read(&o.rig.folder, "spool/nights/2025-01-07/result/allocation.csv");
  cr_expect(strstr(last, "KTZ:S1,"), "%s", last);
  cr_expect_null(strstr(lots, "KTZ:S1,1,"), "%s", lots);
  cr_expect(strstr(lots, "KTZ:S1,"), "%s", lots);
  free(last);
  free(lots);
  drop(&o);
}

Test(night_chunks, an_answer_counts_for_its_own_job_only) {
  office o = make();
  order(&o);
  plan(&o, o.day);
  do_chunk(&o, 0);
  do_chunk(&o, 1);
  o.orders.settings.gap = 0.5; /* another job */
  plan(&o, o.day);
  cr_expect_eq(merge(&o, o.day), KR_ERR_LIMIT);
  do_chunk(&o, 0);
  do_chunk(&o, 1);
  cr_expect_eq(merge(&o, o.day), KR_OK, "%s", o.rig.err.text);
  drop(&o);
}

Test(night_chunks, what_was_tampered_with_is_not_worked_on) {
  office o = make();
  bool was_done;
  order(&o);
  plan(&o, o.day);
  scratch_write(&o.rig.folder, "spool/nights/2025-01-05/last_lot.csv", "shipment_id,last_lot,closed\nKTZ:S1,7,0\n");
  cr_expect_eq(run_chunk(&o, 0, &was_done), KR_ERR_INPUT);
  cr_expect(strstr(o.rig.err.text, "last_lot.csv: not what was planned; plan the night anew"), "%s", o.rig.err.text);
  scratch_write(&o.rig.folder, "spool/forwarder/DHL/cur/W1@DHL/transfer.csv", "node_id,from_mode,to_mode,hours\n");
  cr_expect_eq(run_chunk(&o, 1, &was_done), KR_ERR_INPUT);
  cr_expect_eq(run_chunk(&o, 2, &was_done), KR_ERR_INPUT);
  cr_expect(strstr(o.rig.err.text, "has no chunk 2; plan the night first"), "%s", o.rig.err.text);
  cr_expect(!scratch_has(&o.rig.folder, "spool/nights/2025-01-05/chunks/0000/answer"));
  drop(&o);
}

Test(night_chunks, a_chunk_that_is_stopped_leaves_nothing) {
  office o = make();
  bool was_done;
  order(&o);
  plan(&o, o.day);
  stop = 1;
  for (int32_t i = 0; i < 2; i++) cr_expect_eq(run_chunk(&o, i, &was_done), KR_ERR_LIMIT);
  cr_expect_eq(scratch_count(scratch_path(&o.rig.folder, "spool/nights/2025-01-05/chunks/0000")), 1);
  cr_expect_eq(scratch_count(scratch_path(&o.rig.folder, "spool/nights/2025-01-05/chunks/0001")), 1);
  stop = 0;
  do_chunk(&o, 0);
  drop(&o);
}

Test(night_chunks, nights_are_planned_and_merged_in_order) {
  office o = make();
  int32_t n;
  order(&o);
  cr_expect_eq(merge(&o, o.day), KR_ERR_INPUT);
  plan(&o, o.day);
  cr_expect_eq(kr_night_plan(&n, o.rig.spool, o.ledger, &o.orders, o.day + 1, &o.rig.err), KR_ERR_INPUT);
  cr_expect_str_eq(o.rig.err.text, "the night of 2025-01-05 is not ended; end it first");
  drop(&o);
}

Test(night_chunks, a_reason_is_known_by_its_words) {
  cr_expect_eq(kr_reason_kind(NULL), KR_REASON_NONE);
  cr_expect_eq(kr_reason_kind(""), KR_REASON_NONE);
  cr_expect_eq(kr_reason_kind("its forwarder withdrew it"), KR_REASON_NONE);
  cr_expect_eq(kr_reason_kind("no route for this cargo at any time, whatever the capacities"), KR_REASON_NO_ROUTE);
  cr_expect_eq(kr_reason_kind("no capacity left; on an empty network it would take 24 h"), KR_REASON_CAPACITY);
}
