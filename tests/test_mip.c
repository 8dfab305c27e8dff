#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

#include "solver/clock.h"
#include "solver/mip.h"

#define MOST 6

/** A program as dense rows. */
typedef struct program {
  int n_rows, n_columns;
  double most[MOST], entry[MOST][MOST];
  kr_mip_column columns[MOST];
} program;

static kr_mip make(const program *p) {
  kr_mip mip = {0};
  for (int i = 0; i < p->n_rows; ++i) cr_assert(kr_mip_add_row(&mip, p->most[i]));
  for (int j = 0; j < p->n_columns; ++j) cr_assert(kr_mip_add_column(&mip, p->columns[j]));
  for (int i = 0; i < p->n_rows; ++i)
    for (int j = 0; j < p->n_columns; ++j)
      if (p->entry[i][j] != 0) cr_assert(kr_mip_add_entry(&mip, (kr_mip_entry){i, j, p->entry[i][j]}));
  return mip;
}

static kr_mip_limits below(double cutoff) {
  return (kr_mip_limits){.cutoff = cutoff, .n_nodes = 1000, .deadline_s = INFINITY};
}

static kr_status solve(const program *p, const kr_mip_limits *limits, kr_mip_answer *answer) {
  kr_error err = {0};
  kr_mip mip = make(p);
  kr_status status = kr_mip_solve(&mip, limits, answer, &err);
  kr_mip_clear(&mip);
  return status;
}

/* 10 t on a wagon; 6 t save 60, 5 t 55, 5 t 54: the two of 5 t. Halves would carry 6 t and 4 of 5 t. */
static const program wagon = {1, 3, {10}, {{6, 5, 5}}, {{-60, 1, true}, {-55, 1, true}, {-54, 1, true}}};

Test(mip, finds_the_best_load_of_a_wagon) {
  double x[MOST];
  kr_mip_answer answer = {.x = x};
  kr_mip_limits limits = below(0);
  cr_assert_eq(solve(&wagon, &limits, &answer), KR_OK);
  cr_assert(answer.is_found && answer.is_closed);
  cr_expect(x[0] == 0 && x[1] == 1 && x[2] == 1);
}

Test(mip, says_nothing_of_points_at_the_cutoff) {
  double x[MOST], start[MOST] = {0, 1, 1};
  kr_mip_answer answer = {.x = x};
  kr_mip_limits limits = below(-109);
  limits.start = start;
  cr_assert_eq(solve(&wagon, &limits, &answer), KR_OK);
  cr_expect(!answer.is_found && answer.is_closed);
}

Test(mip, what_need_not_be_whole_is_not) {
  double x[MOST];
  kr_mip_answer answer = {.x = x};
  kr_mip_limits limits = below(0);
  program p = wagon;
  for (int j = 0; j < 3; ++j) p.columns[j].is_whole = false;
  cr_assert_eq(solve(&p, &limits, &answer), KR_OK);
  cr_assert(answer.is_found);
  cr_expect_float_eq(x[0] * 6 + x[1] * 5 + x[2] * 5, 10, 1e-9);
}

Test(mip, ends_at_the_stop_flag_and_at_the_deadline) {
  double x[MOST];
  kr_mip_answer answer = {.x = x};
  volatile sig_atomic_t stop = 1;
  kr_mip_limits limits = below(0);
  limits.stop = &stop;
  cr_assert_eq(solve(&wagon, &limits, &answer), KR_OK);
  cr_expect_not(answer.is_closed);
  limits = below(0);
  limits.deadline_s = kr_clock_wall() - 1;
  cr_assert_eq(solve(&wagon, &limits, &answer), KR_OK);
  cr_expect_not(answer.is_closed);
}

/* ---- GLPK's traps (test_glpk_traps.c) do not come through ---- */

Test(mip, refuses_what_is_not_a_number) {
  double x[MOST];
  kr_mip_answer answer = {.x = x};
  kr_mip_limits limits = below(0);
  for (int where = 0; where < 5; ++where) {
    program p = wagon;
    if (where == 0) p.columns[1].cost = NAN;
    if (where == 1) p.columns[1].most = INFINITY;
    if (where == 2) p.most[0] = NAN;
    if (where == 3) p.entry[0][2] = NAN;
    if (where == 4) p.most[0] = -1;
    cr_expect_eq(solve(&p, &limits, &answer), KR_ERR_RANGE, "number %d", where);
    cr_expect_not(answer.is_found);
  }
}

Test(mip, does_not_take_a_point_that_breaks_a_row) {
  /* 10 t save 1 each and need a truck of 1e7 t that costs 1000: GLPK lets them go with a millionth of it. */
  double x[MOST];
  const program p = {1, 2, {0}, {{1, -1e7}}, {{-1, 10, false}, {1000, 1, true}}};
  kr_mip_answer answer = {.x = x};
  kr_mip_limits limits = below(0);
  cr_assert_eq(solve(&p, &limits, &answer), KR_OK);
  cr_expect_not(answer.is_found, "%g t with %g trucks", x[0], x[1]);
}

Test(mip, outlives_a_fault_of_glpk) {
  double x[MOST];
  const program p = {2,
                     5,
                     {5.93e9, 0},
                     {{1000, -1000, -7e7, 0, 6e9}, {7e7, -1e-4, 0, -7e7}},
                     {{1, 1, true}, {-1000, 1, true}, {1, 1, true}, {1, 1, true}, {-1, 1, true}}};
  kr_mip_answer answer = {.x = x};
  kr_mip_limits limits = below(0);
  cr_assert_eq(solve(&p, &limits, &answer), KR_ERR_SOLVER);
  cr_assert_eq(solve(&wagon, &limits, &answer), KR_OK, "and solves the next one");
  cr_expect(answer.is_found);
}
