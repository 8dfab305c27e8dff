#ifndef KR_TESTS_BROKEN_PLAN_H
#define KR_TESTS_BROKEN_PLAN_H

#include "tests/build_plan.h"

/* The plan in build_plan.h, for one file of tests that breaks one thing of it at a time. JUDGE is judge_plan unless the
 * file says otherwise before it includes this. */

#ifndef JUDGE
#define JUDGE judge_plan
#endif

static staged_plan p;

static inline void set_up(void) { stage_plan(&p); }
static inline void tear_down(void) { clear_plan(&p); }

#define TOLD_ONLY(text) \
  JUDGE(&p);            \
  cr_assert(is_told_only(&p, text), "%lld violations; the first: %s", (long long)p.v.n_violations, p.v.violations[0])
#define TOLD(text) \
  JUDGE(&p);       \
  cr_assert(is_told(&p, text), "%lld violations; the first: %s", (long long)p.v.n_violations, p.v.violations[0])
#define CLEAN() \
  JUDGE(&p);    \
  cr_assert_eq(p.v.n_violations, 0, "%s", p.v.violations[0])

#endif
