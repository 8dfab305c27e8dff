#include "cli/nightly/answer.h"

#include <stdlib.h>

#include "cli/nightly/copy.h"

kr_status kr_answer_copy(const kr_spool *s, const char *receipt, const char *to, kr_error *err) {
  char *from = kr_spool_path(s, KR_SPOOL_OUT, receipt);
  kr_status status = from ? kr_folder_copy(from, to, err) : kr_fail_memory(err);
  free(from);
  return status;
}
