#include <criterion/criterion.h>
#include <glpk.h>
#include <math.h>
#include <string.h>

#include "instances/write_mps.h"
#include "solver/arc_model.h"
#include "solver/route_model.h"
#include "solver/solve.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static char path[128];
static kr_mps *mps;
static kr_mps_size size;
static kr_corridor *c;
static kr_timetable *timetable;
static kr_network *network;
static kr_timeline *line;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  snprintf(path, sizeof path, "%s/m.mps", folder.path);
}

static void free_line(void) {
  kr_timeline_free(line);
  kr_network_free(network);
  kr_timetable_free(timetable);
  line = NULL;
  network = NULL;
  timetable = NULL;
}

static void drop(void) {
  kr_mps_abandon(mps);
  free_line();
  kr_corridor_free(c);
  scratch_remove(&folder);
}

TestSuite(mps, .init = make, .fini = drop);

static void open_it(void) { cr_assert_eq(kr_mps_open(&mps, path, "a\nb", &err), KR_OK, "%s", err.text); }

static void add_rows(void) {
  cr_assert_eq(kr_mps_row(mps, KR_MPS_EQUAL, 4, &err), KR_OK);
  cr_assert_eq(kr_mps_row(mps, KR_MPS_AT_MOST, 0, &err), KR_OK);
  cr_assert_eq(kr_mps_row(mps, KR_MPS_AT_MOST, 0.1, &err), KR_OK);
}

static kr_status add_column(double cost, int32_t n, const int64_t *rows, const double *values) {
  return kr_mps_column(mps, &(kr_mps_column_data){cost, n, rows, values, 0}, &err);
}

Test(mps, writes_rows_columns_and_bounds_with_short_names) {
  open_it();
  add_rows();
  cr_assert_eq(add_column(2.5, 3, (int64_t[]){0, 1, 2}, (double[]){1, -1, 0.25}), KR_OK);
  cr_assert_eq(add_column(0, 1, (int64_t[]){2}, (double[]){1e30}), KR_OK);
  cr_assert_eq(add_column(0, 0, NULL, NULL), KR_OK);
  cr_expect(!scratch_has(&folder, "m.mps"));
  cr_assert_eq(kr_mps_commit(mps, &err), KR_OK, "%s", err.text);
  size = kr_mps_count(mps);
  cr_expect(size.rows == 3 && size.columns == 3 && size.entries == 4);
  char *text = scratch_read(&folder, "m.mps");
  cr_expect_str_eq(text,
                   "* a b\nNAME keruen FREE\nROWS\n N cost\n E R1\n L R2\n L R3\nCOLUMNS\n C1 cost 2.5 R1 1\n"
                   " C1 R2 -1 R3 0.25\n C2 R3 1e+30\n C3 cost 0\nRHS\n RHS R1 4\n RHS R3 0.1\nENDATA\n");
  free(text);
  cr_expect_eq(scratch_count(folder.path), 1);
}

Test(mps, leaves_nothing_behind_when_it_is_abandoned) {
  open_it();
  add_rows();
  kr_mps_abandon(mps);
  mps = NULL;
  cr_expect_eq(scratch_count(folder.path), 0);
}

Test(mps, takes_the_place_of_an_earlier_file_but_not_of_a_folder) {
  scratch_write(&folder, "m.mps", "old");
  open_it();
  cr_assert_eq(kr_mps_commit(mps, &err), KR_OK);
  kr_mps_abandon(mps);
  mps = NULL;
  unlink(path);
  mkdir(path, 0777);
  open_it();
  cr_expect_eq(kr_mps_commit(mps, &err), KR_ERR_IO);
  cr_expect(strstr(err.text, "m.mps: cannot be written: Is a directory"));
  cr_expect_eq(scratch_count(folder.path), 1);
}

Test(mps, refuses_places_that_cannot_be) {
  cr_expect_eq(kr_mps_open(&mps, "/nowhere/m.mps", "", &err), KR_ERR_IO);
  cr_expect_eq(kr_mps_open(&mps, "/tmp/", "", &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "\"/tmp/\": is no file's name; give one, such as model.mps");
}

Test(mps, refuses_what_no_model_can_hold) {
  open_it();
  cr_expect_eq(kr_mps_row(mps, KR_MPS_EQUAL, NAN, &err), KR_ERR_RANGE);
  add_rows();
  cr_expect_eq(add_column(INFINITY, 0, NULL, NULL), KR_ERR_RANGE);
  cr_expect_eq(add_column(1, 1, (int64_t[]){0}, (double[]){NAN}), KR_ERR_RANGE);
  cr_expect_eq(add_column(1, 1, (int64_t[]){3}, (double[]){1}), KR_ERR_RANGE);
  cr_expect_eq(add_column(1, 1, (int64_t[]){-1}, (double[]){1}), KR_ERR_RANGE);
  cr_expect_eq(add_column(1, 0, NULL, NULL), KR_OK);
  cr_expect_eq(kr_mps_row(mps, KR_MPS_EQUAL, 1, &err), KR_ERR_RANGE);
}

static void build_line(kr_view view) {
  free_line();
  cr_assert_eq(kr_timetable_create(&timetable, c, KR_PLAN_BASE, view, &err), KR_OK);
  cr_assert_eq(kr_network_create(&network, c, &err), KR_OK);
  cr_assert_eq(kr_timeline_create(&line, c, timetable, network, &err), KR_OK);
}

static kr_status put_row(void *context, kr_model_row row, kr_error *e) {
  return kr_mps_row(context, row.sense == KR_ROW_EQUAL ? KR_MPS_EQUAL : KR_MPS_AT_MOST, row.bound, e);
}

static kr_status put_column(void *context, const kr_model_column *x, kr_error *e) {
  return kr_mps_column(context, &(kr_mps_column_data){x->cost, x->n, x->row, x->value, x->most}, e);
}

/** The optimum that GLPK finds for the written file. */
static double solve_file(void) {
  cr_assert_eq(kr_mps_commit(mps, &err), KR_OK);
  size = kr_mps_count(mps);
  kr_mps_abandon(mps);
  mps = NULL;
  glp_term_out(GLP_OFF);
  glp_prob *lp = glp_create_prob();
  cr_assert_eq(glp_read_mps(lp, GLP_MPS_FILE, NULL, path), 0);
  cr_assert_eq(glp_simplex(lp, NULL), 0);
  cr_assert_eq(glp_get_status(lp), GLP_OPT);
  double optimum = glp_get_obj_val(lp);
  glp_delete_prob(lp);
  glp_free_env();
  return optimum;
}

/** Optimum of the arc model; `*n` its commodities. */
static double arc_optimum(kr_view view, int32_t *n) {
  kr_arc_model *model = NULL;
  build_line(view);
  open_it();
  kr_model_sink sink = {mps, put_row, put_column};
  cr_assert_eq(kr_arc_model_create(&model, line, false, &err), KR_OK);
  cr_assert_eq(kr_arc_model_tell(model, &sink, &err), KR_OK, "%s", err.text);
  *n = kr_arc_model_commodities(model);
  kr_arc_model_free(model);
  return solve_file();
}

static double route_optimum(kr_view view) {
  kr_settings settings = kr_settings_default();
  kr_lp *lp = NULL;
  settings.threads = 1;
  double *open_t = calloc((size_t)kr_n_shipments(c) + 1, sizeof *open_t);
  cr_assert(open_t);
  for (int32_t s = 0; s < kr_n_shipments(c); s++) open_t[s] = (double)c->shipments[s].quantity_kg / 1000;
  build_line(view);
  open_it();
  kr_model_sink sink = {mps, put_row, put_column};
  cr_assert_eq(kr_lp_create(&lp, line, &settings, open_t, &err), KR_OK);
  cr_assert_eq(kr_lp_solve(lp, 1e-9, INFINITY, &err), KR_OK);
  cr_assert_eq(kr_route_model_tell(lp, &sink, &err), KR_OK, "%s", err.text);
  kr_lp_free(lp);
  free(open_t);
  return solve_file();
}

static void is_near(double found, double expected) {
  cr_expect(fabs(found - expected) <= 1e-7 * expected, "%.12g, not %.12g", found, expected);
}

/** 25 t over a link of 24 h that takes 10 t a day, three days: U = 144. */
static void build_queue(void) {
  c = build_corridor(3, 24);
  build_resource(c, "track", "t");
  build_link(
      c, (built_link){
             .id = "L", .from = "A", .to = "B", .mode = "rail", .hours = 24, .resources = "track", .one_way = true});
  build_capacity(c, "track", (built_days){0}, 10);
  build_shipment(c, (built_shipment){.id = "S1", .from = "A", .to = "B", .cargo = "box", .tonnes = 25});
}

Test(mps, an_arc_model_of_days_has_the_states_that_lie_on_some_route) {
  /* 10 t after 24 h, 10 after 48, 5 after 72: 240 + 480 + 360. Rows: 3 days of track; yard and A at τ = 0, 1, 2, B at
     1, 2, 3. Columns: unserved, 3 each of loading, travelling, unloading, 2 waits in each of three places. Entries:
     1 + 3 * 2 + 3 * 3 + 3 * 1 + 6 * 2 */
  int32_t n;
  build_queue();
  is_near(arc_optimum(KR_VIEW_DATED, &n), 1080);
  cr_expect(n == 1 && size.rows == 12 && size.columns == 16 && size.entries == 31, "%lld %lld %lld",
            (long long)size.rows, (long long)size.columns, (long long)size.entries);
}

Test(mps, an_arc_model_without_time_costs_hours_as_given) {
  /* 25 * 24. Rows: track; yard, A, B. Columns: unserved, loading, travelling, unloading */
  int32_t n;
  build_queue();
  is_near(arc_optimum(KR_VIEW_STATIC, &n), 600);
  cr_expect(size.rows == 4 && size.columns == 4 && size.entries == 7);
}

Test(mps, what_cannot_be_served_stays_at_its_price) {
  /* ready behind the horizon: 2 * 144; no way to C: 3 * 144 */
  int32_t n;
  build_queue();
  build_link(c, (built_link){.id = "M", .from = "C", .to = "D", .mode = "sea", .hours = 24});
  build_shipment(c, (built_shipment){.id = "S2", .from = "A", .to = "B", .cargo = "box", .tonnes = 2, .ready_h = 96});
  build_shipment(c, (built_shipment){.id = "S3", .from = "A", .to = "C", .cargo = "box", .tonnes = 3});
  is_near(arc_optimum(KR_VIEW_DATED, &n), 1080 + 5 * 144);
  cr_expect_eq(n, 2);
  is_near(route_optimum(KR_VIEW_DATED), 1080 + 5 * 144);
}

Test(mps, shipments_that_differ_only_in_their_start_share_a_commodity) {
  int32_t n;
  build_queue();
  build_shipment(c, (built_shipment){.id = "S2", .from = "A", .to = "B", .cargo = "box", .tonnes = 2, .ready_h = 24});
  arc_optimum(KR_VIEW_DATED, &n);
  cr_expect_eq(n, 1);
  build_shipment(c, (built_shipment){.id = "S3", .from = "A", .to = "B", .cargo = "box", .tonnes = 2, .due_h = 24});
  arc_optimum(KR_VIEW_DATED, &n);
  cr_expect_eq(n, 2);
  arc_optimum(KR_VIEW_STATIC, &n);
  cr_expect_eq(n, 1);
}

Test(mps, without_time_commodities_go_by_origin_where_that_makes_fewer) {
  /* C is 12 h behind B: 25 * 24 + 4 * 36 */
  int32_t n;
  build_queue();
  build_link(c, (built_link){.id = "M", .from = "B", .to = "C", .mode = "rail", .hours = 12});
  build_shipment(c, (built_shipment){.id = "S2", .from = "A", .to = "C", .cargo = "box", .tonnes = 4});
  is_near(arc_optimum(KR_VIEW_STATIC, &n), 744);
  cr_expect_eq(n, 1);
  arc_optimum(KR_VIEW_DATED, &n);
  cr_expect_eq(n, 2);
}

/** Two ways, units, transfers, limits that bind, due dates, a freight that nothing carries. */
static void build_mixed(void) {
  c = build_corridor(6, 12);
  build_resource(c, "track", "train");
  build_resource(c, "quay", "t");
  build_carries(c, "box", "train", 30);
  build_carries(c, "oil", "TEU", 12);
  build_link(c, (built_link){.id = "L", .from = "A", .to = "B", .mode = "rail", .hours = 20, .resources = "track"});
  build_link(c, (built_link){.id = "M", .from = "B", .to = "C", .mode = "sea", .hours = 30, .one_way = true});
  build_link(c, (built_link){.id = "R", .from = "A", .to = "C", .mode = "road", .hours = 90});
  build_transfer(c,
                 (built_transfer){.node = "B", .from_mode = "rail", .to_mode = "sea", .hours = 6, .resources = "quay"});
  build_transfer(c, (built_transfer){.node = "C", .from_mode = "sea", .hours = 0, .resources = "quay"});
  build_capacity(c, "track", (built_days){.weekdays = "1357"}, 1.5);
  build_capacity(c, "quay", (built_days){0}, 25);
  build_shipment(c, (built_shipment){"S1", "A", "C", "box", 40.5, 0, 60, 2, false});
  build_shipment(c, (built_shipment){"S2", "A", "C", "box", 30.125, 5, 80, 0, false});
  build_shipment(c, (built_shipment){.id = "S3", .from = "B", .to = "C", .cargo = "box", .tonnes = 20, .ready_h = 30});
  build_shipment(c, (built_shipment){.id = "S4", .from = "B", .to = "A", .cargo = "box", .tonnes = 33, .ready_h = 12});
  build_shipment(c, (built_shipment){.id = "S5", .from = "B", .to = "A", .cargo = "oil", .tonnes = 1});
}

Test(mps, both_models_have_the_optimum_of_the_solver) {
  static const kr_view views[] = {KR_VIEW_DATED, KR_VIEW_STATIC};
  build_mixed();
  for (int i = 0; i < 2; i++) {
    int32_t n;
    kr_settings settings = kr_settings_default();
    kr_solution *solution = NULL;
    settings.view = views[i];
    settings.threads = 1;
    settings.gap = 1e-8;
    cr_assert_eq(kr_solve(&solution, c, &settings, &err), KR_OK);
    double bound = solution->result.bound;
    kr_solution_free(solution);
    is_near(arc_optimum(views[i], &n), bound);
    is_near(route_optimum(views[i]), bound);
  }
}

Test(mps, a_listener_that_has_enough_ends_the_telling) {
  kr_arc_model *model = NULL;
  build_queue();
  build_line(KR_VIEW_DATED);
  open_it();
  cr_assert_eq(add_column(1, 0, NULL, NULL), KR_OK); /* the file takes no more rows */
  kr_model_sink sink = {mps, put_row, put_column};
  cr_assert_eq(kr_arc_model_create(&model, line, false, &err), KR_OK);
  cr_expect_eq(kr_arc_model_tell(model, &sink, &err), KR_ERR_RANGE);
  kr_arc_model_free(model);
}

static kr_status write_arc_model(void) {
  kr_arc_model *model = NULL;
  kr_status status = kr_mps_open(&mps, path, "", &err);
  kr_model_sink sink = {mps, put_row, put_column};
  if (status == KR_OK) status = kr_arc_model_create(&model, line, false, &err);
  if (status == KR_OK) status = kr_arc_model_tell(model, &sink, &err);
  if (status == KR_OK) status = kr_mps_commit(mps, &err);
  kr_arc_model_free(model);
  kr_mps_abandon(mps);
  mps = NULL;
  return status;
}

Test(mps, survives_the_failure_of_any_allocation) {
  build_mixed();
  build_line(KR_VIEW_DATED);
  for (long n = 1; n < 200; n++) {
    failing_alloc_arm(n);
    kr_status status = write_arc_model();
    if (!failing_alloc_disarm()) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY, "allocation %ld: %s", n, kr_status_name(status));
    cr_assert_eq(scratch_count(folder.path), 0);
  }
  cr_expect_fail("it allocates without end");
}
