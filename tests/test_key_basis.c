#include "tests/tiny_key.h"

static void solve_for(kr_key_basis *b, const kr_sparse *w) { kr_key_basis_solve(b, w, b->u); }

/** Column q's w on all rows. */
static void set_w(const kr_key_basis *b, kr_sparse *w, int64_t q) {
  int64_t key = b->key[b->lp->block[q]];
  kr_sparse_clear(w);
  for (int64_t e = b->lp->first_entry[q]; e < b->lp->first_entry[q + 1]; ++e)
    kr_sparse_add(w, b->lp->entry_row[e], b->lp->entry_value[e]);
  for (int64_t e = b->lp->first_entry[key]; e < b->lp->first_entry[key + 1]; ++e)
    kr_sparse_add(w, b->lp->entry_row[e], -b->lp->entry_value[e]);
}

/* Block 0: homes and routes 2 (row 0), 3 (rows 0 and 1); block 1: route 4 (row 1). */
static void two_rows(tiny *t) {
  tiny_make(t, 2, (double[]){10, 10}, 2, (double[]){6, 6});
  tiny_add(t, 0, 4, (double[]){1, 0});
  tiny_add(t, 0, 3, (double[]){2, 4});
  tiny_add(t, 1, 5, (double[]){0, 1});
}

typedef struct bench {
  tiny t;
  kr_key_basis b;
  kr_sparse w;
} bench;

static void set_up(bench *x) {
  two_rows(&x->t);
  cr_assert_eq(kr_key_basis_init(&x->b, &x->t.lp), KR_OK);
  cr_assert(kr_sparse_init(&x->w, 2));
}

static void tear_down(bench *x) {
  kr_key_basis_clear(&x->b);
  kr_sparse_free(&x->w);
}

Test(key_basis, a_row_that_is_extended_brings_its_own_slack) {
  bench x;
  set_up(&x);
  cr_assert_eq(kr_key_basis_extend(&x.b, 1), KR_OK);
  cr_expect_eq(x.b.n, 1);
  cr_expect_eq(x.b.column_at[0], ~INT64_C(1));
  cr_expect_eq(x.b.line_of[1], 0);
  cr_expect_eq(kr_key_basis_at(&x.b, 0, 0), 1.0);
  tear_down(&x);
}

/** Row 0 with route 3 (W = 2), then row 1 with route 4: W = [2 0; 4 1], W⁻¹ = [½ 0; -2 1]. */
static void take_both(bench *x) {
  kr_key_basis *b = &x->b;
  cr_assert_eq(kr_key_basis_extend(b, 0), KR_OK);
  set_w(b, &x->w, 3);
  solve_for(b, &x->w);
  cr_expect_eq(b->u[0], 2);
  kr_key_basis_replace(b, 0, 3, b->u);
  cr_assert_eq(kr_key_basis_extend(b, 1), KR_OK);
  cr_expect_eq(kr_key_basis_at(b, 1, 0), -2); /* - 4 * ½ */
  set_w(b, &x->w, 4);
  solve_for(b, &x->w);
  kr_key_basis_replace(b, 1, 4, b->u);
}

Test(key_basis, replacing_slacks_by_routes_inverts_their_matrix) {
  bench x;
  set_up(&x);
  take_both(&x);
  cr_expect_eq(kr_key_basis_at(&x.b, 0, 0), 0.5);
  cr_expect_eq(kr_key_basis_at(&x.b, 0, 1), 0);
  cr_expect_eq(kr_key_basis_at(&x.b, 1, 0), -2);
  cr_expect_eq(kr_key_basis_at(&x.b, 1, 1), 1);
  cr_expect_eq(x.b.where[3], 0);
  cr_expect_eq(x.b.where[4], 1);
  double y[2];
  kr_key_basis_solve_transposed(&x.b, (double[]){3, 7}, y); /* Wᵀ y = g: y1 = 7, 2 y0 + 28 = 3 */
  cr_expect_eq(y[0], -12.5);
  cr_expect_eq(y[1], 7);
  tear_down(&x);
}

/** Place 0 and the home of block 0 change roles: W = [-2 0; -4 1], whose inverse is [-½ 0; -2 1]. */
Test(key_basis, swapping_the_key_changes_only_its_place) {
  bench x;
  set_up(&x);
  take_both(&x);
  kr_key_basis_swap_key(&x.b, 0);
  cr_expect_eq(x.b.key[0], 3);
  cr_expect_eq(x.b.where[3], KR_KEY_IS_KEY);
  cr_expect_eq(x.b.column_at[0], 0);
  cr_expect_eq(kr_key_basis_at(&x.b, 0, 0), -0.5);
  cr_expect_eq(kr_key_basis_at(&x.b, 1, 0), -2);
  tiny_check_inverse(&x.b, 1e-15);
  tear_down(&x);
}

/** Routes 2 and 3 of block 0 are both basic: swapping one subtracts it from the other. W = [1 2; 0 4]. */
Test(key_basis, swapping_the_key_minds_other_routes_of_its_block) {
  bench x;
  set_up(&x);
  kr_key_basis *b = &x.b;
  const int64_t routes[] = {2, 3};
  for (int32_t r = 0; r < 2; ++r) {
    cr_assert_eq(kr_key_basis_extend(b, r), KR_OK);
    set_w(b, &x.w, routes[r]);
    solve_for(b, &x.w);
    kr_key_basis_replace(b, r, routes[r], b->u);
  }
  tiny_check_inverse(b, 1e-15);
  kr_key_basis_swap_key(b, 1); /* key 3: W = [-1 -2; -4 -4], determinant -4 */
  tiny_check_inverse(b, 1e-15);
  cr_expect_eq(kr_key_basis_at(b, 0, 0), 1); /* -4 / -4 */
  kr_key_basis_swap_key(b, 1);
  cr_expect_eq(b->key[0], 0, "twice is never");
  tiny_check_inverse(b, 1e-15);
  tear_down(&x);
}

Test(key_basis, dropping_a_slack_and_its_row_leaves_the_rest) {
  bench x;
  set_up(&x);
  kr_key_basis *b = &x.b;
  take_both(&x);
  kr_sparse_clear(&x.w);
  kr_sparse_add(&x.w, 0, 1.0); /* the slack of row 0 comes back, u = (½, -2): in for route 3 */
  solve_for(b, &x.w);
  cr_expect_eq(b->u[0], 0.5);
  cr_expect_eq(b->u[1], -2);
  kr_key_basis_replace(b, 0, ~INT64_C(0), b->u);
  kr_key_basis_drop(b, b->line_of[0], 0);
  cr_expect_eq(b->n, 1);
  cr_expect_eq(b->line_of[0], KR_KEY_OUT);
  cr_expect_eq(b->line_of[1], 0);
  cr_expect_eq(b->where[3], KR_KEY_OUT);
  cr_expect_eq(b->where[4], 0);
  tiny_check_inverse(b, 1e-15);
  tear_down(&x);
}

Test(key_basis, a_block_without_basic_routes_hands_its_key_on) {
  bench x;
  set_up(&x);
  cr_expect_eq(kr_key_basis_heir(&x.b, 0), KR_KEY_OUT);
  kr_key_basis_hand_key(&x.b, 2);
  cr_expect_eq(x.b.key[0], 2);
  cr_expect_eq(x.b.where[0], KR_KEY_OUT);
  cr_expect_eq(x.b.where[2], KR_KEY_IS_KEY);
  cr_assert_eq(kr_key_basis_extend(&x.b, 0), KR_OK);
  set_w(&x.b, &x.w, 3);
  solve_for(&x.b, &x.w);
  cr_expect_eq(x.b.u[0], 1, "2 - 1: less the key's use");
  kr_key_basis_replace(&x.b, 0, 3, x.b.u);
  cr_expect_eq(kr_key_basis_heir(&x.b, 0), 0);
  tear_down(&x);
}

Test(key_basis, emptied_it_knows_no_rows_and_columns) {
  bench x;
  set_up(&x);
  take_both(&x);
  kr_key_basis_empty(&x.b);
  cr_expect_eq(x.b.n, 0);
  cr_expect_eq(x.b.line_of[0], KR_KEY_OUT);
  cr_expect_eq(x.b.where[3], KR_KEY_OUT);
  take_both(&x);
  tiny_check_inverse(&x.b, 1e-15);
  tear_down(&x);
}
