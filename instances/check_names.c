#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "instances/reading.h"

static int is_csv(const struct dirent *entry) {
  size_t n = strlen(entry->d_name);
  return n > 4 && (strcmp(entry->d_name + n - 4, ".csv") == 0 || strcmp(entry->d_name + n - 4, ".CSV") == 0);
}

/** A file that is not read but is called almost like one that is: plans.csv. */
static void check_name(const kr_reading *r, const kr_ids *files, const char *name) {
  char quoted[KR_QUOTE_ROOM];
  size_t n = strlen(name);
  if (kr_ids_find(files, name, n) >= 0) return;
  int32_t nearest = kr_ids_nearest(files, name, n);
  if (nearest < 0) return;
  kr_place place = {kr_instance_file(nearest), 1, 1};
  kr_messages_add(r->source.messages, KR_SEVERITY_WARNING, &place,
                  "the folder also holds %s, which is not read; is it meant to be this file?",
                  kr_quote(name, n, quoted));
}

kr_status kr_check_names(kr_reading *r) {
  kr_ids *files = NULL;
  struct dirent **entries = NULL;
  int n = -1;
  int32_t index;
  kr_status status;
  KR_TRY(kr_ids_create(&files));
  for (int32_t i = 0; i < KR_INSTANCE_FILES; i++)
    KR_TRY(kr_ids_add(files, kr_instance_file(i), strlen(kr_instance_file(i)), &index));
  n = scandir(r->source.folder, &entries, is_csv, alphasort);
  for (int i = 0; i < n; i++) check_name(r, files, entries[i]->d_name);
done:
  for (int i = 0; i < n; i++) free(entries[i]);
  free(entries);
  kr_ids_free(files);
  return status == KR_OK ? KR_OK : kr_fail_memory(r->err);
}
