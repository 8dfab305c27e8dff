#include "cli/lib/run.h"

#include <string.h>
#include <time.h>

#include "instances/write_result.h"

static const char *const master_names[] = {"auto", "interior", "glpk", "key"}; /* by kr_master_kind */
#define N_MASTERS (sizeof master_names / sizeof *master_names)
#define MOST_SETTINGS 7

bool kr_master_find(const char *name, kr_master_kind *out) {
  for (size_t i = 0; i < N_MASTERS; ++i) {
    if (strcmp(name, master_names[i]) != 0) continue;
    *out = (kr_master_kind)i;
    return true;
  }
  return false;
}

static kr_setting number(const char *name, double value) {
  return (kr_setting){.name = name, .kind = KR_SETTING_NUMBER, .number = value};
}

static kr_setting text(const char *name, const char *value) {
  return (kr_setting){.name = name, .kind = KR_SETTING_TEXT, .text = value};
}

/** @param out [MOST_SETTINGS] @return how many there are */
static size_t list_settings(const kr_run *run, kr_setting *out) {
  const kr_settings *s = run->settings;
  size_t n = 0;
  out[n++] = number("gap", s->gap);
  out[n++] = number("time_limit_s", run->limit_s);
  out[n++] = text("master", master_names[s->master]);
  if (s->iteration_limit > 0) out[n++] = number("iteration_limit", (double)s->iteration_limit);
  if (s->seed > 0) out[n++] = number("seed", (double)s->seed);
  if (run->warm) out[n++] = text("warm", run->warm);
  if (run->fairness != KR_FAIR_NONE) out[n++] = text("fairness", kr_fair_kind_name(run->fairness));
  return n;
}

/** kr_result_write, or kr_result_rewrite_summary. */
typedef kr_status (*writer)(const char *folder, const kr_corridor *c, const kr_timetable *t, const kr_result *r,
                            const kr_run_info *run, kr_error *err);

static kr_status write_by(writer write, const char *folder, const kr_run *run, const kr_corridor *c,
                          const kr_inputs *inputs, const kr_solution *solution, kr_error *err) {
  char started[18];
  kr_setting settings[MOST_SETTINGS];
  kr_instant_write((int64_t)time(NULL) / 60, started);
  const kr_run_info info = {.version = KERUEN_VERSION,
                            .inputs = inputs,
                            .is_integer = run->settings->integer,
                            .settings = settings,
                            .n_settings = list_settings(run, settings),
                            .threads = run->settings->threads,
                            .started = started,
                            .curve = run->curve->points,
                            .n_curve = run->curve->n,
                            .reproducible = run->reproducible};
  return write(folder, c, solution->timetable, &solution->result, &info, err);
}

kr_status kr_run_write(const char *folder, const kr_run *run, const kr_corridor *c, const kr_inputs *inputs,
                       const kr_solution *solution, kr_error *err) {
  return write_by(kr_result_write, folder, run, c, inputs, solution, err);
}

kr_status kr_run_certify(const char *folder, const kr_run *run, const kr_corridor *c, const kr_inputs *inputs,
                         kr_solution *solution, double certified, kr_error *err) {
  if (run->settings->integer || !(certified < solution->result.bound)) return KR_OK;
  kr_result_prove(&solution->result, certified, run->settings->gap);
  return write_by(kr_result_rewrite_summary, folder, run, c, inputs, solution, err);
}
