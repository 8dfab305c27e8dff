#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/lp_rig.h"

/*
 * Random small instances, solved to the end by the key-route simplex, the interior point and GLPK's simplex: the same
 * objective, and no run that stalls. KERUEN_LP_SEEDS=10000 makes it 10,000 instances instead of 200.
 */

#define STALL 100 /* times the median of pivots for its size */
#define MOST 100000

typedef struct run {
  int32_t size; /* columns and tight rows at the end, by powers of two */
  int64_t pivots;
} run;

static random_size size_of(luck *l) {
  return (random_size){3 + draw(l, 6), 6 + draw(l, 15), 5 + draw(l, 60),    2 + draw(l, 3),
                       2 + draw(l, 3), 2 + draw(l, 6),  draw(l, 2) ? 6 : 12};
}

static int32_t log_of(double n) { return n < 1 ? 0 : (int32_t)ceil(log2(n)); }

static double solved(const rig *r, kr_view view, kr_master_kind master, run *out) {
  kr_settings settings = kr_settings_default();
  settings.view = view;
  settings.master = master;
  settings.apart = master == KR_MASTER_GLPK;
  kr_lp *lp;
  cr_assert_eq(kr_lp_create(&lp, r->line, &settings, r->open_t, NULL), KR_OK);
  cr_assert_eq(kr_lp_solve(lp, 1e-12, INFINITY, NULL), KR_OK);
  kr_master_point point = kr_master_last(lp->master);
  *out = (run){log_of((double)lp->pool->n_columns) * 32 + log_of(point.n_tight), point.n_iterations};
  double objective = lp->objective;
  cr_expect_leq(lp->bound, objective + 1e-9 * fmax(1, fabs(objective)));
  kr_lp_free(lp);
  return objective;
}

static int compare_runs(const void *a, const void *b) {
  const run *x = a, *y = b;
  if (x->size != y->size) return x->size < y->size ? -1 : 1;
  return x->pivots < y->pivots ? -1 : x->pivots > y->pivots;
}

/** The most pivots by the median of all runs of that size; @return that ratio. */
static double worst_stall(run *runs, int n) {
  double worst = 0;
  qsort(runs, (size_t)n, sizeof *runs, compare_runs);
  for (int i = 0, end; i < n; i = end) {
    for (end = i; end < n && runs[end].size == runs[i].size;) end++;
    double median = fmax(1, (double)runs[i + (end - i) / 2].pivots);
    worst = fmax(worst, (double)runs[end - 1].pivots / median);
  }
  return worst;
}

static int n_seeds(void) {
  const char *text = getenv("KERUEN_LP_SEEDS");
  int n = 0;
  for (; text && *text >= '0' && *text <= '9' && n < MOST / 10; ++text) n = 10 * n + *text - '0';
  return n > 0 ? n : 200;
}

Test(lp_masters, agree_and_never_stall) {
  static run runs[MOST];
  int n = n_seeds();
  double worst = 0;
  for (int i = 0; i < n; ++i) {
    luck l = luck_of((uint64_t)(7000 + i));
    kr_view view = i % 4 == 3 ? KR_VIEW_STATIC : KR_VIEW_DATED;
    rig r = set_up((uint64_t)(7000 + i), view, size_of(&l));
    run unused;
    double key = solved(&r, view, KR_MASTER_KEY, &runs[i]), glpk = solved(&r, view, KR_MASTER_GLPK, &unused);
    double interior = i % 5 ? glpk : solved(&r, view, KR_MASTER_INTERIOR, &unused);
    double unit = fmax(1, fabs(glpk));
    cr_expect_float_eq(key, glpk, 1e-9 * unit, "seed %d: key %.14g, GLPK %.14g", 7000 + i, key, glpk);
    cr_expect_float_eq(interior, glpk, 1e-9 * unit, "seed %d: interior %.14g, GLPK %.14g", 7000 + i, interior, glpk);
    worst = fmax(worst, fmax(fabs(key - glpk), fabs(interior - glpk)) / unit);
    tear_down(&r);
  }
  double stall = worst_stall(runs, n);
  printf("%d instances: objectives differ by %.1e at most; pivots are %.1f times the median for their size at most\n",
         n, worst, stall);
  cr_expect_lt(stall, STALL);
}
