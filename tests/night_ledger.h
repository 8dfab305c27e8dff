#ifndef KR_TESTS_NIGHT_LEDGER_H
#define KR_TESTS_NIGHT_LEDGER_H

#include "cli/nightly/ledger.h"
#include "tests/night_rig.h"
#include "tests/told.h"

/* A rig with its ledger, for one file of tests: make() before and drop() after each of them. */

static night_rig rig;
static kr_ledger *ledger;
static kr_date day; /* the corridor's first: 2025-01-06 */

static inline void make(void) {
  rig = night_rig_make();
  day = rig.corridor->start;
  cr_assert_eq(kr_ledger_open(&ledger, rig.path, &rig.err), KR_OK, "%s", rig.err.text);
}

static inline void drop(void) {
  kr_ledger_close(ledger);
  night_rig_drop(&rig);
}

static inline kr_claimed claim(kr_date night) {
  kr_claimed claimed;
  cr_assert_eq(kr_ledger_night_plan(ledger, night, &rig.err), KR_OK);
  cr_assert_eq(kr_claim(rig.spool, ledger, night, rig.corridor, &claimed, &rig.err), KR_OK, "%s", rig.err.text);
  return claimed;
}

static inline kr_job job_of(const char *receipt) {
  kr_job job = KR_JOB_UNKNOWN;
  kr_standing(rig.spool, ledger, receipt, &job, &rig.err);
  return job;
}

static inline const char *dump(void) {
  told[0] = '\0';
  cr_assert_eq(kr_ledger_dump(ledger, tell, NULL, &rig.err), KR_OK);
  return told;
}

#endif
