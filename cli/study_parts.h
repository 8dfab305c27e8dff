#ifndef KR_CLI_STUDY_PARTS_H
#define KR_CLI_STUDY_PARTS_H

#include "cli/study.h"
#include "cli/study_job.h"

/**
 * A study in one process, or in chunks on many machines: `plan` writes what is to be done (cli/study_job.h), `run` does
 * one chunk (cli/chunks/chunk_answer.h), `merge` takes all answers in and ends as the one process does, byte for byte.
 * A chunk that begins from another's answer has that one done first, if nobody did.
 */
typedef struct kr_study_parts kr_study_parts;

/** What tells one study from another. `study` is what `open` made. */
typedef struct kr_study_kind {
  const kr_usage *usage; /**< its options, KR_STUDY_PARTS_OPTIONS and those of kr_study_take among them */
  const char *in_chunks; /**< an option for which the rows of the chunks stand; NULL = none */
  bool is_first_planned; /**< plan does chunk 0, which it needs itself */
  int (*take)(kr_study *q, void *wishes, int option);
  /** @param job of a study in parts that was planned; NULL = not @return an exit code */
  int (*open)(void **study, const kr_study *q, const void *wishes, const kr_study_job *job);
  void (*close)(void *study); /**< NULL is fine */
  kr_status (*solve)(void *study, kr_error *err);
  /** Says what each chunk does. @param n_chunks receives how many there are */
  kr_status (*plan)(void *study, kr_study_job *job, int32_t *n_chunks, kr_error *err);
  /** Does one into an empty folder. */
  kr_status (*chunk)(void *study, const kr_study_parts *parts, int32_t number, const char *to, kr_error *err);
  /** Takes all answers in. @return KR_ERR_VERIFY: one does not hold, and was thrown away */
  kr_status (*merge)(void *study, const kr_study_parts *parts, kr_error *err);
  kr_study_put put;
  void (*print)(const void *study);
} kr_study_kind;

#define KR_STUDY_PARTS_OPTIONS \
  { "chunk", KR_STUDY_CHUNK, "N", "of run: which chunk" }
#define KR_STUDY_PARTS_SYNOPSIS       \
  "plan INSTANCE … -o DIR\n"        \
  "run DIR --chunk N [--threads N]\n" \
  "merge DIR [-o FOLDER] [--report FILE]"
#define KR_STUDY_PARTS_NOTES                                                                                         \
  "On more than one machine in three parts: plan writes into DIR what is to be done, in chunks, and says their\n"    \
  "numbers (0-19); run does one of them, on any machine that sees DIR and INSTANCE, as often as one likes; merge\n"  \
  "takes the answers in and ends as the one command does, byte for byte (FOLDER: DIR/result unless said), or with\n" \
  "code 5 and the numbers that have no answer yet."

/** The whole of such a command. @return an exit code */
int kr_study_command(const kr_study_kind *kind, kr_study *q, void *wishes, int argc, char **argv);

/** The folder of a chunk's answer. @param out of KR_CHUNK_PATH bytes @return out */
const char *kr_study_parts_answer(const kr_study_parts *parts, int32_t number, char *out);

/** Throws an answer that does not hold away, so that it can be made again. @return status, as it is */
kr_status kr_study_parts_refuse(const kr_study_parts *parts, int32_t number, kr_status status);

/**
 * The solution that a chunk's answer is (cli/study_answer.h); has the chunk done first when it is not.
 * @param x its corridor and settings are given; receives the solution, the caller's
 * @return KR_ERR_VERIFY: it does not hold, and was thrown away; as the chunk's work
 */
kr_status kr_study_parts_need(const kr_study_parts *parts, int32_t number, kr_scenario *x, kr_error *err);

#endif
