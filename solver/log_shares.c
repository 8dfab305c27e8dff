#include "solver/log_shares.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/cholesky.h"

#define MOST_STEPS 10000
#define STILL 1e-11    /* relative: the best point along the tight rows is reached */
#define CLOSE 0.25     /* relative steps below it need no damping */
#define NO_RATE 1e-13  /* a step along a row */
#define NO_PRICE 1e-10 /* of the largest: a price this little below 0 is 0 */

typedef struct search {
  const kr_log_shares *of;
  const double **tight; /* [n_tight] rows; the first is the sum */
  int32_t *number;      /* [n_tight] of each row, -1 = the sum */
  int32_t n_tight;
  bool *is_tight;          /* [n_rows] */
  double *ones, *ds;       /* [n] */
  double *price, *m, *aid; /* [n_tight], its square, scratch */
} search;

static void free_search(search *x) {
  free(x->tight);
  free(x->number);
  free(x->is_tight);
  free(x->ones);
  free(x->ds);
  free(x->price);
  free(x->m);
  free(x->aid);
}

static void add_tight(search *x, int32_t k) {
  x->tight[x->n_tight] = k < 0 ? x->ones : x->of->row + (size_t)k * (size_t)x->of->n;
  x->number[x->n_tight++] = k;
  if (k >= 0) x->is_tight[k] = true;
}

static kr_status init(search *x, const kr_log_shares *of) {
  size_t n = (size_t)of->n, m = (size_t)of->n_rows + 1;
  *x = (search){.of = of};
  x->tight = kr_zeros(m, sizeof *x->tight);
  x->number = kr_zeros(m, sizeof *x->number);
  x->is_tight = kr_zeros(m, sizeof *x->is_tight);
  x->ones = kr_zeros(n, sizeof *x->ones);
  x->ds = kr_zeros(n, sizeof *x->ds);
  x->price = kr_zeros(m, sizeof *x->price);
  x->m = kr_zeros(m * m, sizeof *x->m);
  x->aid = kr_zeros((size_t)kr_cholesky_scratch((int32_t)m), sizeof *x->aid);
  if (!x->tight || !x->number || !x->is_tight || !x->ones || !x->ds || !x->price || !x->m || !x->aid)
    return KR_ERR_MEMORY;
  for (size_t j = 0; j < n; ++j) x->ones[j] = 1;
  add_tight(x, -1);
  return KR_OK;
}

static double times(const double *row, const double *v, int32_t n) {
  double sum = 0;
  for (int32_t j = 0; j < n; ++j) sum += row[j] * v[j];
  return sum;
}

/** Prices of the tight rows, and the Newton step along them. @return its largest part relative to s */
static double find_step(search *x) {
  const kr_log_shares *of = x->of;
  for (int32_t a = 0; a < x->n_tight; ++a) {
    for (int32_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (int32_t j = 0; j < of->n; ++j) sum += x->tight[a][j] * x->tight[b][j] * of->s[j] * of->s[j] / of->weight[j];
      x->m[a * x->n_tight + b] = sum;
    }
    x->price[a] = times(x->tight[a], of->s, of->n);
  }
  kr_cholesky_factor(x->m, x->n_tight, x->n_tight, x->aid);
  kr_cholesky_solve(x->m, x->n_tight, x->n_tight, x->price);
  double largest = 0;
  for (int32_t j = 0; j < of->n; ++j) {
    double pull = of->weight[j] / of->s[j];
    for (int32_t a = 0; a < x->n_tight; ++a) pull -= x->tight[a][j] * x->price[a];
    x->ds[j] = pull * of->s[j] * of->s[j] / of->weight[j];
    largest = fmax(largest, fabs(x->ds[j]) / of->s[j]);
  }
  return largest;
}

/** As far as the step is to be trusted, and no row is in the way; the one that is becomes tight. */
static void walk(search *x, double largest) {
  const kr_log_shares *of = x->of;
  double far = largest > CLOSE ? 1 / (1 + largest) : 1;
  int32_t met = -1;
  for (int32_t k = 0; k < of->n_rows; ++k) {
    const double *row = of->row + (size_t)k * (size_t)of->n;
    double rate = x->is_tight[k] ? 0 : times(row, x->ds, of->n);
    if (rate <= NO_RATE) continue;
    double room = fmax(0, of->most[k] - times(row, of->s, of->n));
    if (room >= far * rate) continue;
    far = room / rate;
    met = k;
  }
  for (int32_t j = 0; j < of->n; ++j) of->s[j] += far * x->ds[j];
  if (met >= 0) add_tight(x, met);
}

/** Lets go of the tight row of the lowest number whose price is below 0. @return false when there is none */
static bool let_go(search *x) {
  double largest = 0;
  int32_t at = -1;
  for (int32_t a = 0; a < x->n_tight; ++a) largest = fmax(largest, fabs(x->price[a]));
  for (int32_t a = 1; a < x->n_tight; ++a)
    if (x->price[a] < -NO_PRICE * largest && (at < 0 || x->number[a] < x->number[at])) at = a;
  if (at < 0) return false;
  x->is_tight[x->number[at]] = false;
  x->n_tight--;
  x->tight[at] = x->tight[x->n_tight];
  x->number[at] = x->number[x->n_tight];
  return true;
}

kr_status kr_log_shares_solve(const kr_log_shares *problem) {
  search x;
  kr_status status = init(&x, problem);
  bool is_best = false;
  for (int i = 0; i < MOST_STEPS && !is_best && status == KR_OK; ++i) {
    double largest = find_step(&x);
    if (largest > STILL)
      walk(&x, largest);
    else
      is_best = !let_go(&x);
  }
  free_search(&x);
  return status == KR_OK && !is_best ? KR_ERR_SOLVER : status;
}
