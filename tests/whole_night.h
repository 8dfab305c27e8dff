#ifndef KR_TESTS_WHOLE_NIGHT_H
#define KR_TESTS_WHOLE_NIGHT_H

#include <signal.h>

#include "cli/nightly/night.h"
#include "tests/night_rig.h"
#include "tests/told.h"

/* Whole nights over the tiny corridor, for one file of tests: make() before and drop() after each of them. A - B takes
 * 24 h, steps of 24 h, track carries 2 trains of 1200 t a day. */

static night_rig rig;
static kr_ledger *ledger;
static kr_night_orders orders;
static kr_night_account account;
static kr_date day; /* a night before the corridor's first day, 2025-01-06: it plans from that day on */
static volatile sig_atomic_t stop;
static bool is_refused; /* by the judge, who otherwise has nothing to say */

static inline kr_status whole_night_judge(const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  (void)folder, (void)c, (void)gap;
  return is_refused ? kr_fail(err, KR_ERR_VERIFY, "the judge refuses") : KR_OK;
}

static inline void read_corridor(void) {
  kr_corridor_free(rig.corridor);
  rig.corridor = NULL;
  cr_assert_eq(kr_instance_read(&rig.corridor, rig.folder.path, rig.messages, &rig.err), KR_OK);
  orders.corridor = rig.corridor;
}

static inline void open_ledger(void) {
  cr_assert_eq(kr_ledger_open(&ledger, rig.path, &rig.err), KR_OK, "%s", rig.err.text);
}

/** Orders and an empty spool, no ledger yet. */
static inline void make_spool(void) {
  rig = night_rig_make();
  day = rig.corridor->start - 1;
  ledger = NULL;
  stop = 0;
  is_refused = false;
  orders = (kr_night_orders){.folder = rig.folder.path,
                             .corridor = rig.corridor,
                             .plan = "",
                             .settings = kr_settings_default(),
                             .judge = whole_night_judge};
  orders.settings.integer = true;
  orders.settings.iteration_limit = 20;
  orders.settings.stop = &stop;
}

static inline void make(void) {
  make_spool();
  open_ledger();
}

static inline void drop(void) {
  kr_ledger_close(ledger);
  night_rig_drop(&rig);
}

static inline kr_status run(kr_date date) {
  rig.err = (kr_error){0};
  return kr_night_run(&account, rig.spool, ledger, &orders, date, &rig.err);
}

#define RUNS(date) cr_assert_eq(run(date), KR_OK, "%s", rig.err.text)
#define SUBMITS(forwarder, number, rows) \
  cr_assert_eq(night_submit_rows(&rig, forwarder, number, rows), KR_OK, "%s", rig.err.text)

static inline kr_night_state state_of(kr_date date) {
  kr_night_state state = KR_NIGHT_NONE;
  kr_ledger_night(ledger, date, &state, &rig.err);
  return state;
}

static inline const char *standing(const char *receipt) {
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_submission(ledger, receipt, tell, NULL, &rig.err), KR_OK);
  return told;
}

/** Whether a file below the spool has this text. */
static inline bool has(const char *name, const char *text) {
  char path[400];
  snprintf(path, sizeof path, "spool/%s", name);
  char *found = scratch_read(&rig.folder, path);
  bool is_there = strstr(found, text) != NULL;
  free(found);
  return is_there;
}

/** … and a word where it should. */
static inline bool says(const char *name, const char *text) {
  bool is_said = has(name, text);
  if (!is_said) cr_log_warn("%s does not say %s", name, text);
  return is_said;
}

#endif
