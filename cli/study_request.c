#include "cli/study_request.h"

#include <string.h>

#include "cli/chunks/chunk_answer.h"
#include "cli/options.h"

/** What options are about; a verb takes some of these. */
enum { DECIDES = 1, SPLITS = 2, THREADS = 4, OUTPUT = 8, PAGE = 16, CHUNK = 32 };

static int class_of(int option) {
  switch (option) {
    case 'o': return OUTPUT;
    case KR_STUDY_THREADS: return THREADS;
    case KR_STUDY_REPORT:
    case KR_STUDY_LANGUAGE: return PAGE;
    case KR_STUDY_CHUNK: return CHUNK;
    case KR_STUDY_PER_CHUNK: return SPLITS;
    default: return DECIDES;
  }
}

static const kr_option *find_option(const kr_study_kind *kind, int code) {
  const kr_option *o = kind->usage->options;
  while (o->name && o->code != code) ++o;
  return o;
}

/** Keeps an option that the answer depends on, for the file of the plan. */
static int note(kr_study_request *r, int code) {
  kr_error err = {0};
  const kr_option *o = find_option(r->kind, code);
  if (!(class_of(code) & (DECIDES | SPLITS))) return KR_EXIT_OK;
  if (r->kind->in_chunks && strcmp(o->name, r->kind->in_chunks) == 0) return KR_EXIT_OK;
  kr_status status = kr_study_job_add(&r->job, "option", o->name, o->value ? optarg : "", &err);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

static int take(void *context, int option) {
  kr_study_request *r = context;
  r->seen |= class_of(option);
  if (option == KR_STUDY_CHUNK) return kr_take_chunk(r->q->command, optarg, &r->chunk);
  int code = r->kind->take(r->q, r->wishes, option);
  return code == KR_EXIT_OK ? note(r, option) : code;
}

static int take_words(kr_study_request *r, int argc, char **argv) {
  static const char *const verbs[] = {
      [KR_STUDY_DO_PLAN] = "plan", [KR_STUDY_DO_RUN] = "run", [KR_STUDY_DO_MERGE] = "merge"};
  const char *command = r->q->command;
  int n = argc - optind;
  if (n < 1 || n > 2)
    return kr_exit_usage(command, "%s takes one instance folder, before it plan, run, merge or nothing", command);
  r->place = argv[argc - 1];
  for (int i = KR_STUDY_DO_PLAN; n == 2 && i <= KR_STUDY_DO_MERGE; ++i)
    if (strcmp(argv[optind], verbs[i]) == 0) r->verb = (kr_study_verb)i;
  if (n == 2 && r->verb == KR_STUDY_WHOLE)
    return kr_exit_usage(command, "'%s' is none of plan, run, merge", argv[optind]);
  return KR_EXIT_OK;
}

static int check_options(const kr_study_request *r) {
  static const struct rule {
    int may;
    const char *otherwise;
  } rules[] = {
      [KR_STUDY_WHOLE] = {DECIDES | THREADS | OUTPUT | PAGE, "--chunk goes with run, --per-chunk with plan"},
      [KR_STUDY_DO_PLAN] = {DECIDES | SPLITS | OUTPUT, "--threads and --chunk go with run, the page with merge"},
      [KR_STUDY_DO_RUN] = {CHUNK | THREADS, "run takes --chunk and --threads; all else was said to plan"},
      [KR_STUDY_DO_MERGE] = {OUTPUT | PAGE, "merge takes -o, --report and --language; all else was said to plan"}};
  if (r->seen & ~rules[r->verb].may) return kr_exit_usage(r->q->command, "%s", rules[r->verb].otherwise);
  if (r->verb == KR_STUDY_DO_PLAN && !r->q->output) return kr_exit_usage(r->q->command, "plan writes a folder: -o DIR");
  if (r->verb == KR_STUDY_DO_RUN && !(r->seen & CHUNK)) return kr_exit_usage(r->q->command, "say which one: --chunk N");
  return KR_EXIT_OK;
}

bool kr_study_request_read(int *code, kr_study_request *r, int argc, char **argv) {
  if (!kr_options_read(code, r->kind->usage, argc, argv, take, r)) return false;
  *code = take_words(r, argc, argv);
  if (*code == KR_EXIT_OK) *code = check_options(r);
  return *code == KR_EXIT_OK;
}

static int replay_one(kr_study_request *r, const kr_job_row *row) {
  for (const kr_option *o = r->kind->usage->options; o->name; ++o) {
    if (strcmp(o->name, row->name) != 0 || !(class_of(o->code) & (DECIDES | SPLITS))) continue;
    optarg = row->value;
    return r->kind->take(r->q, r->wishes, o->code);
  }
  return kr_exit_usage(r->q->command, "%s has an option %s that there is not", KR_STUDY_JOB_FILE, row->name);
}

int kr_study_request_replay(kr_study_request *r, const kr_study_job *job) {
  int code = KR_EXIT_OK;
  for (size_t i = 0; i < job->n_rows && code == KR_EXIT_OK; ++i)
    if (strcmp(job->rows[i].kind, "option") == 0) code = replay_one(r, &job->rows[i]);
  return code;
}
