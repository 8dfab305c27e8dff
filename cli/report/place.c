#include "cli/report/place.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define MOST_BEGINNING 64

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcasecmp(text + n - m, end) == 0;
}

static bool begins_with(const char *path, const char *beginning) {
  char head[MOST_BEGINNING];
  size_t n = strlen(beginning);
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  size_t n_read = fread(head, 1, n < sizeof head ? n : sizeof head, file);
  fclose(file);
  return n_read == 0 || (n_read == n && memcmp(head, beginning, n) == 0);
}

kr_status kr_place_check(const char *path, const char *beginning, kr_error *err) {
  struct stat there;
  if (strcmp(path, "-") == 0) return kr_fail(err, KR_ERR_IO, "-: a page goes to a file; give its name");
  if (stat(path, &there) != 0)
    return ends_with(path, ".csv") ? kr_fail(err, KR_ERR_IO, "%s: the name of a table; give another", path) : KR_OK;
  if (S_ISREG(there.st_mode) && begins_with(path, beginning)) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: stands there and was not made by report; give another name", path);
}
