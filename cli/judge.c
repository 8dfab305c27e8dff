#include "cli/judge.h"

#include <stdio.h>

#include "cli/lib/judging.h"

static void print_violations(const kr_verdict *v) {
  for (int64_t i = 0; i < v->n_violations && i < KR_VERDICT_TEXTS; ++i)
    fprintf(stderr, "violation: %s\n", v->violations[i]);
  if (v->n_violations > KR_VERDICT_TEXTS)
    fprintf(stderr, "%lld violations; the first %d are shown\n", (long long)v->n_violations, KR_VERDICT_TEXTS);
}

kr_status kr_judge_folder(kr_verdict *verdict, const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  const kr_judged what = {folder, c, gap};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_fail_memory(err);
  status = kr_judge_quietly(verdict, messages, &what, err);
  for (size_t i = 0; i < kr_messages_kept(messages); ++i) fprintf(stderr, "%s\n", kr_messages_text(messages, i));
  kr_messages_free(messages);
  print_violations(verdict);
  return status;
}
