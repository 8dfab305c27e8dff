/* Readers, the judge and what publishes, with every allocation refused in turn, alone and with all after it: the caller
 * hears of it, gets nothing, and the place is as it was. What is lost the sanitizers see.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "cli/lib/judging.h"
#include "graph/memory.h"
#include "instances/atomic.h"
#include "instances/freight.h"
#include "instances/grid.h"
#include "instances/parse_json.h"
#include "instances/read_result.h"
#include "instances/read_summary.h"
#include "instances/sink.h"
#include "instances/told.h"
#include "instances/write_instance.h"
#include "instances/write_mps.h"
#include "instances/write_result.h"
#include "solver/fair.h"
#include "solver/ground.h"
#include "solver/publish.h"
#include "tests/failing_alloc.h"
#include "tests/tiny_instance.h"

#define MOST_ALLOCATIONS 3000

static scratch instance, odd, place;
static char out[128];
static kr_messages *messages;
static kr_corridor *c, *plain;
static char *summary; /* of the result */
static kr_inputs inputs;
static kr_solution *solution;
static kr_error err;

/** A little of everything that an instance can say. */
static void fill_instance(void) {
  instance = tiny_instance();
  scratch_write(&instance, "plan.csv", "plan_id,name,base_plan_id\na,A,\nb,B,a\n");
  scratch_write(&instance, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\na,track,,,,3\nb,track,,,,4\n");
  scratch_write(&instance, "transit.csv", "plan_id,link_id,from_date,to_date,transit_hours\nb,L,,,20\n");
  scratch_write(&instance, "quota.csv",
                "plan_id,forwarder_id,resource_id,from_date,to_date,weekdays,per_day\n,KTZ,track,,,,1\n");
  scratch_write(&instance, "transfer.csv", "node_id,from_mode,to_mode,hours,resources\nA,,rail,1,track\nB,rail,,2,\n");
  scratch_write(&instance, "upgrade.csv",
                "upgrade_id,name,cost_musd,plan_id,requires,conflicts,source\nU1,one,10,a,,,\nU2,two,5,b,U1,,\n");
  scratch_write(&instance, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due\n"
                "S1,KTZ,A,B,box,12.5,2025-01-06,\nS2,BMF,A,B,box,2000,2025-01-06,2025-01-08\n"
                "S3,BMF,A,B,box,9000,2025-01-06,2025-01-08\n");
  scratch_write(&instance, "commitment.csv",
                "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,"
                "arrive\n"
                "S1,1,5.5,1,load,,A,,rail,,,2025-01-06T00:00Z,2025-01-07T00:00Z\n"
                "S1,1,5.5,2,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-08T00:00Z\n"
                "S1,1,5.5,3,unload,,B,rail,,,,2025-01-08T00:00Z,2025-01-09T00:00Z\n");
}

/** Names that are not there but nearly, columns too many, days that meet. */
static void fill_odd_instance(void) {
  odd = tiny_instance();
  scratch_write(&odd, "cargo.csv", "cargo_id,name,t_per_train,colour\nbox,Containers,1200,red\n");
  scratch_write(
      &odd, "link.csv",
      "link_id,from_node_id,to_node_id,directed,mode,lenght,transit_hours,resources\nL,A,B,0,rail,1,24,trakc\n");
  scratch_write(&odd, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\n,track,,,,3\n,trak,,,,3\n");
  scratch_write(&odd, "upgrade.csv",
                "upgrade_id,name,cost_musd,plan_id,requires,conflicts,source\nU1,one,10,a,U3,,\nU2,two,5,b,U1,,\n");
}

static kr_run_info how(void) {
  static const kr_setting gap = {.name = "gap", .kind = KR_SETTING_NUMBER, .number = 1e-6};
  static const kr_incumbent curve[] = {{1, INFINITY, -INFINITY}, {2, 100, 50}};
  return (kr_run_info){.version = "1",
                       .inputs = &inputs,
                       .settings = &gap,
                       .n_settings = 1,
                       .threads = 1,
                       .started = "2025-01-01T00:00Z",
                       .curve = curve,
                       .n_curve = 2};
}

static kr_status write_result(void) {
  const kr_run_info run = how();
  kr_folder *folder = NULL;
  kr_status status;
  KR_TRY(kr_folder_begin(&folder, out, &err));
  KR_TRY(kr_result_write(kr_folder_path(folder), c, solution->timetable, &solution->result, &run, &err));
  KR_TRY(kr_folder_commit(folder, &err));
done:
  kr_folder_abandon(folder);
  return status;
}

static void make(void) {
  kr_settings settings = kr_settings_default();
  settings.threads = 1;
  json_set_alloc_funcs(malloc, free); /* ours, which can fail */
  fill_instance();
  fill_odd_instance();
  place = scratch_make();
  snprintf(out, sizeof out, "%s/out", place.path);
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  kr_status status = kr_instance_read_hashed(&c, &inputs, instance.path, messages, &err);
  cr_assert_eq(status, KR_OK, "%s", kr_messages_text(messages, 0));
  cr_assert_eq(kr_solve_fairly(&solution, c, &settings, KR_FAIR_MAXMIN, &err), KR_OK, "%s", err.text);
  cr_assert_eq(write_result(), KR_OK, "%s", err.text);
  summary = scratch_read(&place, "out/summary.json");
  scratch tiny = tiny_instance();
  cr_assert_eq(kr_instance_read(&plain, tiny.path, messages, &err), KR_OK);
  scratch_remove(&tiny);
}

static void drop(void) {
  kr_solution_free(solution);
  kr_corridor_free(c);
  kr_corridor_free(plain);
  free(summary);
  kr_messages_free(messages);
  scratch_remove(&instance);
  scratch_remove(&odd);
  scratch_remove(&place);
}

TestSuite(starved, .init = make, .fini = drop);

/**
 * Refuses every allocation of `run` in turn: it says so, or comes to the end that it has undisturbed.
 * @param may_do_without it need not say so: what it lacks makes a message poorer
 */
static void starve_by(void (*arm)(long n), kr_status (*run)(void), bool may_do_without, kr_status undisturbed) {
  for (long n = 1; n < MOST_ALLOCATIONS; n++) {
    err.text[0] = '\0';
    arm(n);
    kr_status status = run();
    if (!failing_alloc_disarm()) {
      cr_expect_eq(status, undisturbed);
      return;
    }
    if (may_do_without && status == undisturbed) continue;
    cr_assert_eq(status, KR_ERR_MEMORY, "allocation %ld: %s", n, kr_status_name(status));
    cr_assert(strstr(err.text, "out of memory"), "allocation %ld: %s", n, err.text);
  }
  cr_expect_fail("it allocates without end");
}

static void starve(kr_status (*run)(void), bool may_do_without, kr_status undisturbed) {
  starve_by(failing_alloc_arm, run, may_do_without, undisturbed);
  starve_by(failing_alloc_arm_once, run, may_do_without, undisturbed); /* a success behind a refusal must not hide it */
}

/* ---- reading ---- */

static kr_status read_folder(const char *folder) {
  kr_corridor *read = NULL;
  kr_inputs hashes;
  kr_messages *said = NULL;
  kr_status status = kr_messages_create(&said);
  if (status != KR_OK) return kr_fail_memory(&err);
  status = kr_instance_read_hashed(&read, &hashes, folder, said, &err);
  cr_assert_eq(read != NULL, status == KR_OK);
  kr_corridor_free(read);
  kr_messages_free(said);
  return status;
}

static kr_status read_instance(void) { return read_folder(instance.path); }
static kr_status read_odd_instance(void) { return read_folder(odd.path); }

static kr_status read_freight(void) {
  const kr_freight_rules rules = {.forwarder = "BMF", .corridor = c, .most_rows = 10, .most_id_bytes = 20};
  kr_corridor *read = NULL;
  kr_status status = kr_freight_read(&read, NULL, odd.path, &rules, messages, &err);
  cr_assert_eq(read != NULL, status == KR_OK);
  kr_corridor_free(read);
  return status;
}

static kr_status read_result(void) {
  kr_allocation a = {0};
  kr_claims claims = {0};
  kr_status status = kr_result_read(&a, &claims, out, c, messages, &err);
  if (status == KR_OK) cr_assert(claims.is_fair && claims.n_curve == 2 && claims.forwarders[1].is_given);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  return status;
}

static kr_status read_shares(void) {
  kr_claims claims = {0};
  kr_status status = kr_result_read_shares(&claims, out, c, messages, &err);
  kr_claims_clear(&claims);
  return status;
}

static kr_status read_lots(void) {
  kr_allocation a = {0};
  kr_status status = kr_lots_read(&a, out, c, false, messages, &err);
  if (status == KR_OK) cr_assert_eq(a.n_lots, solution->result.allocation.n_lots);
  kr_allocation_clear(&a);
  return status;
}

static kr_status read_told(void) {
  kr_told *told = NULL;
  kr_status status = kr_told_open(&told, out, &err);
  cr_assert_eq(told != NULL, status == KR_OK);
  kr_told_close(told);
  return status;
}

static kr_status read_grid(void) {
  kr_grid grid;
  kr_status status = kr_grid_read(&grid, out, "shipment_result.csv", messages, &err);
  if (status == KR_OK) cr_assert_eq(grid.n_rows, 3);
  kr_grid_clear(&grid);
  return status;
}

static kr_status read_member(void) {
  char text[KR_MEMBER_ROOM];
  kr_status status = kr_summary_member(out, "version", text, &err);
  cr_assert_str_eq(text, status == KR_OK ? "1" : "");
  return status;
}

static kr_status find_changed(void) {
  const char *name = "";
  kr_status status = kr_summary_find_changed(out, &inputs, &name, &err);
  cr_assert_null(name);
  return status;
}

Test(starved, an_instance_is_read_or_it_is_said) { starve(read_instance, false, KR_OK); }
Test(starved, what_is_wrong_is_told_or_it_is_said) { starve(read_odd_instance, true, KR_ERR_INPUT); }
Test(starved, freight_is_read_or_it_is_said) { starve(read_freight, false, KR_ERR_INPUT); }
Test(starved, a_result_is_read_or_it_is_said) { starve(read_result, false, KR_OK); }
Test(starved, shares_are_read_or_it_is_said) { starve(read_shares, false, KR_OK); }
Test(starved, lots_are_read_or_it_is_said) { starve(read_lots, false, KR_OK); }
Test(starved, a_summary_is_read_or_it_is_said) { starve(read_told, false, KR_OK); }
Test(starved, a_grid_is_read_or_it_is_said) { starve(read_grid, false, KR_OK); }
Test(starved, a_member_is_read_or_it_is_said) { starve(read_member, false, KR_OK); }
Test(starved, what_has_changed_is_found_or_it_is_said) { starve(find_changed, false, KR_OK); }

/* ---- judging ---- */

static kr_status judge(void) {
  const kr_judged what = {out, c, INFINITY};
  static kr_verdict verdict;
  kr_said said;
  kr_messages *told = NULL;
  kr_status status = kr_messages_create(&told);
  if (status != KR_OK) return kr_fail_memory(&err);
  status = kr_judge_inputs(&what, &inputs, told, &err);
  if (status == KR_OK) status = kr_judge_quietly(&verdict, &said, told, &what, &err);
  kr_messages_free(told);
  return status;
}

/** A plan without routes: too many lots, and lots that are none. */
static kr_status judge_nonsense(void) {
  const kr_verify_options o = {.plan = KR_PLAN_BASE, .gap = 1};
  static kr_verdict verdict;
  kr_lot lots[] = {{.shipment = 0, .number = 1, .quantity_kg = 1}, {.shipment = 7, .number = 1, .quantity_kg = 1}};
  const kr_allocation a = {.lots = lots, .n_lots = 2};
  return kr_verify(&verdict, c, &o, &a, NULL, &err);
}

/** The plan in all, without days: other passes prove its bound. */
static kr_status judge_static(void) {
  const kr_verify_options o = {.plan = KR_PLAN_BASE, .is_static = true, .gap = 1};
  static kr_verdict verdict;
  const double price[2] = {0};
  const kr_verify_claims claims = {.bound = -INFINITY, .gap = INFINITY, .shadow_price = price};
  return kr_verify(&verdict, c, &o, &c->commitments, &claims, &err);
}

Test(starved, a_result_is_judged_or_it_is_said) { starve(judge, false, KR_OK); }
Test(starved, a_static_plan_is_judged_or_it_is_said) { starve(judge_static, false, KR_OK); }
Test(starved, nonsense_is_judged_or_it_is_said) { starve(judge_nonsense, false, KR_OK); }

/* ---- publishing ---- */

/** As write_result, over what stands there; which stays or is replaced whole. */
static kr_status publish(void) {
  kr_status status = write_result();
  failing_alloc_disarm();
  char *after = scratch_read(&place, "out/summary.json");
  cr_assert_str_eq(after, summary);
  cr_assert_eq(scratch_count(place.path), 1);
  cr_assert_eq(scratch_count(out), 6);
  free(after);
  return status;
}

static kr_status rewrite_summary(void) {
  const kr_run_info run = how();
  scratch_write(&place, "out/summary.json", "{}");
  return kr_result_rewrite_summary(out, c, solution->timetable, &solution->result, &run, &err);
}

static kr_status write_instance(void) {
  char path[160];
  snprintf(path, sizeof path, "%s/instance", place.path);
  kr_status status = kr_instance_write(path, plain, &err);
  cr_assert_eq(scratch_count(place.path), status == KR_OK ? 2 : 1);
  return status;
}

static kr_status write_mps(void) {
  char path[160];
  kr_mps *m = NULL;
  kr_status status;
  snprintf(path, sizeof path, "%s/m.mps", place.path);
  KR_TRY(kr_mps_open(&m, path, "a model", &err));
  KR_TRY(kr_mps_row(m, KR_MPS_AT_MOST, 1, &err));
  KR_TRY(kr_mps_column(m, &(kr_mps_column_data){1, 1, (int64_t[]){0}, (double[]){0.25}, 7}, &err));
  KR_TRY(kr_mps_commit(m, &err));
done:
  kr_mps_abandon(m);
  cr_assert_eq(scratch_count(place.path), status == KR_OK ? 2 : 1);
  return status;
}

static kr_status remove_file(void) {
  scratch_write(&place, "gone.csv", "x");
  kr_status status = kr_sink_remove(place.path, "gone.csv", &err);
  cr_assert_eq(scratch_has(&place, "gone.csv"), status != KR_OK);
  return status;
}

static kr_status replace_file(void) {
  kr_status status = kr_file_replace(scratch_path(&place, "page"), "new", 3, &err);
  cr_assert_eq(scratch_has(&place, "page"), status == KR_OK);
  return status;
}

Test(starved, a_result_is_written_whole_or_the_earlier_one_stays) { starve(publish, false, KR_OK); }
Test(starved, an_instance_is_written_or_it_is_said) { starve_by(failing_alloc_arm, write_instance, false, KR_OK); }
Test(starved, a_model_is_written_or_it_is_said) { starve_by(failing_alloc_arm, write_mps, false, KR_OK); }
Test(starved, a_file_is_removed_or_it_is_said) { starve(remove_file, false, KR_OK); }
Test(starved, a_file_is_replaced_or_it_is_said) { starve_by(failing_alloc_arm, replace_file, false, KR_OK); }

Test(starved, a_summary_is_written_anew_or_it_is_said) { starve(rewrite_summary, false, KR_OK); }

/** From no flow at all. */
static kr_status round_plan(void) {
  const kr_settings settings = kr_settings_default();
  kr_ground ground = {0};
  kr_columns *pool = NULL;
  int64_t *kg = NULL;
  double staying[] = {1e6, 1e6, 1e6};
  kr_status status;
  KR_TRY(kr_ground_lay(&ground, c, &settings, &err));
  KR_TRY(kr_columns_create(&pool, ground.line, &err));
  const kr_publish_problem problem = {.pool = pool,
                                      .staying = staying,
                                      .open_kg = ground.promised.open_kg,
                                      .room = ground.promised.room,
                                      .is_integer = true,
                                      .taken = &c->commitments,
                                      .deadline_s = INFINITY};
  status = kr_publish_round(&kg, &problem, &err);
  cr_assert_eq(kg != NULL, status == KR_OK);
done:
  free(kg);
  kr_columns_free(pool);
  kr_ground_clear(&ground);
  return status;
}

Test(starved, a_plan_is_rounded_or_it_is_said) { starve(round_plan, false, KR_OK); }
