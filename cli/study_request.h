#ifndef KR_CLI_STUDY_REQUEST_H
#define KR_CLI_STUDY_REQUEST_H

#include "cli/study_parts.h"

typedef enum kr_study_verb { KR_STUDY_WHOLE, KR_STUDY_DO_PLAN, KR_STUDY_DO_RUN, KR_STUDY_DO_MERGE } kr_study_verb;

/** What the command line of a study says. */
typedef struct kr_study_request {
  const kr_study_kind *kind;
  kr_study *q;
  void *wishes;
  kr_study_verb verb;
  const char *place; /**< the words' last: the instance, of run and merge the folder of the plan */
  int32_t chunk;     /**< of run */
  int seen;          /**< what options were about */
  kr_study_job job;  /**< of the options that the answer depends on */
} kr_study_request;

/** Reads the command line. @return false: to leave with `*code`, as kr_options_read */
bool kr_study_request_read(int *code, kr_study_request *r, int argc, char **argv);

/** Takes over what a planned study was asked for. @param job borrowed as long as the study @return an exit code */
int kr_study_request_replay(kr_study_request *r, const kr_study_job *job);

#endif
