#include "instances/summary_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instances/regular.h"

char *kr_summary_load(const char *folder, size_t *n, const char **fault, kr_status *status, kr_error *err) {
  size_t room = strlen(folder) + sizeof KR_SUMMARY_FILE + 1;
  char *path = malloc(room), *text = malloc(KR_SUMMARY_BYTES + 2);
  FILE *file = NULL;
  *status = KR_OK;
  if (!path || !text) {
    *status = kr_fail_memory(err);
    goto done;
  }
  snprintf(path, room, "%s/" KR_SUMMARY_FILE, folder);
  file = kr_regular_open(path, fault);
  if (!file && !*fault && errno == ENOENT) *fault = "the file is missing; it is written with every result";
  if (!file && !*fault) *status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  if (!file) goto done;
  *n = fread(text, 1, KR_SUMMARY_BYTES + 1, file);
  text[*n] = '\0';
  if (ferror(file)) *status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
done:
  free(path);
  if (file) fclose(file);
  if (file && *status == KR_OK) return text;
  free(text);
  return NULL;
}

/** Behind the next `"name":` from here on; NULL where there is none. */
static const char *find_member(const char *at, const char *name, size_t n) {
  while (at && (at = strchr(at, '"'))) {
    at++;
    if (strncmp(at, name, n) == 0 && at[n] == '"' && at[n + 1] == ':') return at + n + 2;
  }
  return NULL;
}

int64_t kr_summary_line(const char *folder, const char *member) {
  size_t n;
  const char *fault = NULL;
  kr_status status;
  int64_t line = 1;
  char *text = kr_summary_load(folder, &n, &fault, &status, NULL);
  const char *end = text;
  while (end && *member) {
    size_t part = strcspn(member, ".");
    end = find_member(end, member, part);
    member += part + (member[part] == '.');
  }
  for (const char *at = text; end && at < end; at++) line += *at == '\n';
  free(text);
  return line;
}
