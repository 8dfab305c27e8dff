/* Any bytes as records of CSV: every field's text and place. */
#include <string.h>

#include "instances/csv.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

static void look_at_record(kr_csv *csv) {
  int n = kr_csv_n_fields(csv);
  MUST(n >= 1 && n <= KR_CSV_FIELDS_MAX);
  for (int i = 0; i < n; i++) {
    kr_field field = kr_csv_field(csv, i);
    kr_place place = kr_csv_place(csv, i);
    MUST(strlen(field.text) == field.n && field.n <= KR_CSV_FIELD_MAX);
    MUST(place.line >= kr_csv_line(csv) && place.column >= 1);
  }
  kr_csv_place(csv, n);
  kr_csv_place(csv, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  kr_csv *csv = NULL;
  static kr_messages *messages;
  bool more = true;
  if (messages && kr_messages_errors(messages) > 1000) {
    kr_messages_free(messages);
    messages = NULL;
  }
  if (!messages) MUST(kr_messages_create(&messages) == KR_OK);
  memory_folder_clear();
  memory_folder_put("a.csv", (const char *)data, n);
  MUST(kr_csv_open(&csv, MEMORY_FOLDER "/a.csv", "a.csv", messages, NULL, NULL) == KR_OK);
  while (kr_csv_next(csv, &more, NULL) == KR_OK && more) look_at_record(csv);
  MUST(kr_csv_is_damaged(csv) || kr_csv_bytes(csv) == (int64_t)n);
  kr_csv_close(csv);
  return 0;
}
