#ifndef KR_CLI_STUDY_H
#define KR_CLI_STUDY_H

#include "cli/command.h"
#include "cli/report/messages.h"
#include "instances/json.h"
#include "solver/scenario.h"

/** What the commands share that solve one instance many times: options, reading, publishing. */
typedef struct kr_study {
  const char *command, *instance, *output, *plan;
  const char *report; /**< the page; NULL = none */
  kr_language language;
  kr_settings settings;
  int32_t threads;
  kr_corridor *corridor; /**< after kr_study_open */
  kr_inputs *inputs;
} kr_study;

enum {
  KR_STUDY_PLAN = 1000,
  KR_STUDY_STATIC,
  KR_STUDY_GAP,
  KR_STUDY_THREADS,
  KR_STUDY_REPORT,
  KR_STUDY_LANGUAGE,
  KR_STUDY_CHUNK,
  KR_STUDY_PER_CHUNK
};

/** Further options of those whose folders `keruen report` makes pages of. */
#define KR_STUDY_PAGE_OPTIONS                                                              \
  {"report", KR_STUDY_REPORT, "FILE", "also write one HTML page of it (keruen report)"}, { \
    "language", KR_STUDY_LANGUAGE, KR_LANGUAGES, "of the page (default en)"                \
  }

/** Takes an option of these, or `o`. @return an exit code: KR_EXIT_USAGE with a sentence for a value that is none */
int kr_study_take(kr_study *q, int option);

/** Reads the instance and finds the plan; signals stop from now on. @return an exit code */
int kr_study_open(kr_study *q);
void kr_study_close(kr_study *q);

/** Solves the instance as it is, and judges the plan. @param out the caller's */
kr_status kr_study_solve(const kr_study *q, kr_solution **out, kr_error *err);

/**
 * The rest of such a command, once its options are taken: one instance folder is left on the command line; it is read,
 * answered and let go. @return an exit code
 */
typedef int (*kr_study_answer)(const kr_study *q, const void *wishes);
int kr_study_run(kr_study *q, int argc, char **argv, kr_study_answer answer, const void *wishes);

/** Fills a folder; what `put` writes appears whole or not at all. Then makes the page of it. Neither without --output
 * and --report. */
typedef kr_status (*kr_study_put)(const void *context, const char *folder, kr_error *err);
kr_status kr_study_publish(const kr_study *q, kr_study_put put, const void *context, kr_error *err);

/** One CSV file of such a folder. */
typedef kr_status (*kr_study_rows)(const void *context, kr_sink *sink);
kr_status kr_study_csv(const char *folder, const char *name, kr_study_rows rows, const void *context, kr_error *err);

/** summary.json of such a folder, its sink open: the first members, and the last; the command's own between them. */
void kr_study_head(kr_json *j, const kr_study *q, const char *schema);
void kr_study_solution(kr_json *j, const kr_solution *solution); /**< objective and bound of the plan to start from */
kr_status kr_study_tail(kr_json *j, const kr_study *q, kr_error *err);

#endif
