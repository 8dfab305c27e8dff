/* A result folder of the pocket, all its files in one text: the judge says clean or what is wrong, and survives. */
#include <math.h>
#include <stdio.h>

#include "cli/judge.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static kr_verdict verdict;
  static FILE *nowhere;
  const kr_corridor *pocket = pocket_corridor();
  if (!nowhere) nowhere = stderr = fopen("/dev/null", "w"); /* where the judge prints; sanitizers have their own way */
  memory_folder_clear();
  memory_folder_put_all((const char *)data, n);
  kr_status status = kr_judge_folder(&verdict, MEMORY_FOLDER, pocket, INFINITY, NULL);
  MUST(status == KR_OK || status == KR_ERR_VERIFY || status == KR_ERR_RANGE);
  return 0;
}
