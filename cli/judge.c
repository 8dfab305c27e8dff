#include "cli/judge.h"

#include <math.h>
#include <stdio.h>

#include "cli/command.h"

static void print(kr_messages *messages, const kr_verdict *v) {
  for (size_t i = 0; i < kr_messages_kept(messages); ++i) fprintf(stderr, "%s\n", kr_messages_text(messages, i));
  if (v->n_violations > KR_VERDICT_TEXTS)
    fprintf(stderr, "%lld violations; %d are shown\n", (long long)v->n_violations, KR_VERDICT_TEXTS);
  kr_messages_free(messages);
}

kr_status kr_judge_folder(kr_verdict *verdict, const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  const kr_judged what = {folder, c, gap};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_fail_memory(err);
  status = kr_judge_quietly(verdict, NULL, messages, &what, err);
  print(messages, verdict);
  return status;
}

kr_status kr_judge_result(kr_verdict *verdict, kr_said *said, const char *folder, const kr_corridor *c,
                          const kr_inputs *inputs, kr_error *err) {
  const kr_judged what = {folder, c, INFINITY};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_fail_memory(err);
  verdict->n_violations = 0;
  status = kr_judge_inputs(&what, inputs, messages, err);
  if (status == KR_OK) status = kr_judge_quietly(verdict, said, messages, &what, err);
  print(messages, verdict);
  return status;
}
