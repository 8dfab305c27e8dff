/* Foreign problems: the first byte says of which kind, plain or gzip; a line `=== TRIPS` parts the two files of tntp.
 */
#include <string.h>

#include "instances/import_commalab.h"
#include "instances/import_tntp.h"
#include "tests/fuzz/in_fd.h"
#include "tests/fuzz/target.h"

#define MARK "\n=== TRIPS\n"

static const char *find_mark(const char *text, size_t n) {
  const size_t length = strlen(MARK);
  for (size_t i = 0; i + length <= n; i++)
    if (memcmp(text + i, MARK, length) == 0) return text + i;
  return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static in_fd files[2];
  kr_import *import = NULL;
  if (n == 0) return 0;
  const char *text = (const char *)data + 1, *mark = find_mark(text, n - 1);
  size_t first = mark ? (size_t)(mark - text) : n - 1;
  in_fd_fill(&files[0], text, first);
  if (mark) in_fd_fill(&files[1], mark + strlen(MARK), n - 1 - first - strlen(MARK));
  const char *const paths[2] = {files[0].path, files[1].path};
  kr_status status = mark ? kr_import_tntp(&import, paths, KR_MICRO * (1 + data[0] % 3), NULL)
                          : kr_import_commalab(&import, paths[0], KR_MICRO * (1 + data[0] % 3), NULL);
  must_be_read(status);
  kr_import_free(import);
  return 0;
}
