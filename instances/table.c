#include "instances/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/ids.h"
#include "graph/memory.h"
#include "instances/look_alike.h"

#define SEARCH_BUDGET 5000000

static void say(kr_table *t, kr_severity severity, kr_place place, const char *text) {
  kr_messages_add(t->messages, severity, &place, "%s", text);
}

/** Columns with their names as an id set, so that the nearest can be found. */
static kr_status name_columns(kr_table *t, kr_ids **out) {
  kr_ids *names = NULL;
  kr_status status;
  int32_t index;
  KR_TRY(kr_ids_create(&names));
  for (int i = 0; i < t->n_header; i++) {
    kr_field f = kr_csv_field(t->csv, i);
    int32_t count = kr_ids_count(names);
    KR_TRY(kr_ids_add(names, f.text, f.n, &index));
    if (f.n == 0 || index == count) continue;
    kr_place place = kr_csv_place(t->csv, i);
    char quoted[KR_QUOTE_ROOM];
    kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "column %s stands twice; remove one",
                    kr_quote(f.text, f.n, quoted));
  }
  *out = names;
  names = NULL;
done:
  kr_ids_free(names);
  return status;
}

static int column_of(const kr_sheet *sheet, kr_field name) {
  for (int i = 0; i < sheet->n_columns; i++)
    if (strlen(sheet->columns[i].name) == name.n && memcmp(sheet->columns[i].name, name.text, name.n) == 0) return i;
  return -1;
}

/** The absent column whose name is nearest to a text, or NULL. */
static const char *nearest_absent(const kr_table *t, kr_field name) {
  kr_ids *absent = NULL;
  const char *nearest = NULL;
  int32_t index, map[KR_TABLE_COLUMNS_MAX], n = 0;
  if (kr_ids_create(&absent) != KR_OK) return NULL;
  for (int i = 0; i < t->sheet->n_columns; i++) {
    const char *own = t->sheet->columns[i].name;
    if (t->at[i] >= 0 || kr_ids_add(absent, own, strlen(own), &index) != KR_OK) continue;
    map[n++] = i;
  }
  index = kr_ids_nearest(absent, name.text, name.n);
  if (index >= 0) nearest = t->sheet->columns[map[index]].name;
  kr_ids_free(absent);
  return nearest;
}

static void warn_unknown(kr_table *t, int field) {
  kr_field name = kr_csv_field(t->csv, field);
  kr_place place = kr_csv_place(t->csv, field);
  char quoted[KR_QUOTE_ROOM], apart[KR_LOOK_ROOM];
  if (!kr_messages_wants(t->messages, KR_SEVERITY_WARNING, &place)) {
    say(t, KR_SEVERITY_WARNING, place, "");
    return;
  }
  const char *nearest = name.n > 0 ? nearest_absent(t, name) : NULL;
  kr_quote(name.text, name.n, quoted);
  if (name.n == 0)
    say(t, KR_SEVERITY_WARNING, place, "a column without a name; it is not read");
  else if (nearest)
    kr_messages_add(t->messages, KR_SEVERITY_WARNING, &place, "unknown column %s; did you mean %s?%s", quoted, nearest,
                    kr_look_apart(nearest, name.text, name.n, apart));
  else
    kr_messages_add(t->messages, KR_SEVERITY_WARNING, &place, "unknown column %s; it is not read", quoted);
}

static void report_missing(kr_table *t, const kr_ids *names, int column) {
  const char *own = t->sheet->columns[column].name;
  kr_place place = {t->sheet->file, t->header_line, 1};
  int32_t nearest = kr_ids_nearest(names, own, strlen(own));
  const char *found = nearest >= 0 ? kr_ids_text(names, nearest) : "";
  char quoted[KR_QUOTE_ROOM];
  if (*found && column_of(t->sheet, (kr_field){found, strlen(found)}) < 0)
    kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "column %s is missing; did you mean it by %s?", own,
                    kr_quote(found, strlen(found), quoted));
  else
    kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "column %s is missing; add it", own);
}

/** The first row names no column at all: then it is no header. */
static void report_no_header(kr_table *t) {
  char list[400] = "";
  kr_field first = kr_csv_field(t->csv, 0);
  kr_place place = kr_csv_place(t->csv, 0);
  if (t->n_header == 1 && (strpbrk(first.text, ";\t|"))) {
    say(t, KR_SEVERITY_ERROR, place, "fields are not separated by commas; save the file with commas");
    return;
  }
  for (int i = 0; i < t->sheet->n_columns; i++) {
    if (t->sheet->columns[i].need == KR_OPTIONAL) continue;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", used ? "," : "", t->sheet->columns[i].name);
  }
  kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "no header row; the first row must name the columns: %s",
                  list);
}

/** Finds every column in the header. @param is_header false when the rows cannot be read */
static kr_status match_header(kr_table *t, bool *is_header) {
  kr_ids *names = NULL;
  kr_status status;
  int n_known = 0;
  KR_TRY(name_columns(t, &names));
  for (int i = 0; i < t->n_header; i++) {
    int column = column_of(t->sheet, kr_csv_field(t->csv, i));
    if (column < 0) continue;
    n_known++;
    if (t->at[column] < 0) t->at[column] = i;
  }
  *is_header = n_known > 0;
  if (!*is_header) {
    report_no_header(t);
    goto done;
  }
  for (int i = 0; i < t->n_header && t->status == KR_OK; i++) {
    kr_field name = kr_csv_field(t->csv, i);
    if (column_of(t->sheet, name) >= 0) continue;
    if (!t->sheet->extra || !t->sheet->extra(t, i, name)) warn_unknown(t, i);
  }
  for (int i = 0; i < t->sheet->n_columns; i++)
    if (t->at[i] < 0 && t->sheet->columns[i].need != KR_OPTIONAL) report_missing(t, names, i);
  status = t->status;
done:
  kr_ids_free(names);
  return status;
}

static kr_status read_header(kr_table *t, bool *is_header, kr_error *err) {
  bool more;
  kr_status status = kr_csv_next(t->csv, &more, err);
  *is_header = false;
  if (status != KR_OK) return status;
  if (!more) {
    if (!kr_csv_is_damaged(t->csv))
      say(t, KR_SEVERITY_ERROR, (kr_place){t->sheet->file, 1, 1}, "the file is empty; give it a header row");
    return KR_OK;
  }
  if (kr_csv_is_damaged(t->csv)) return KR_OK; /* the header itself was lost */
  t->n_header = kr_csv_n_fields(t->csv);
  t->header_line = kr_csv_line(t->csv);
  return match_header(t, is_header);
}

static bool is_empty_row(const kr_table *t) {
  for (int i = 0; i < kr_csv_n_fields(t->csv); i++)
    if (kr_csv_field(t->csv, i).n > 0) return false;
  return true;
}

static const char *advice_on_shape(const kr_table *t) {
  int n = kr_csv_n_fields(t->csv), filled = n;
  if (n < t->n_header) return "add what is missing";
  while (filled > 0 && kr_csv_field(t->csv, filled - 1).n == 0) filled--;
  return filled <= t->n_header ? "delete the commas at its end"
                               : "quote a field that holds a comma, write decimals with a point";
}

/** Reports a row of the wrong shape. @return false when there is nothing in it to read */
static bool check_shape(kr_table *t) {
  int n = kr_csv_n_fields(t->csv);
  t->is_muted = false;
  if (n == t->n_header && (kr_csv_field(t->csv, 0).n > 0 || !is_empty_row(t))) return true;
  t->is_muted = true;
  if (is_empty_row(t)) {
    say(t, KR_SEVERITY_ERROR, kr_csv_place(t->csv, 0), "an empty row; delete it");
    return false;
  }
  kr_place place = kr_csv_place(t->csv, n < t->n_header ? n : t->n_header);
  kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "%d field%s where the header has %d; %s", n,
                  n == 1 ? "" : "s", t->n_header, advice_on_shape(t));
  return true;
}

static kr_status read_rows(kr_table *t, kr_error *err) {
  for (;;) {
    bool more;
    kr_status status = kr_csv_next(t->csv, &more, err);
    if (status != KR_OK || !more) return status;
    if (!check_shape(t)) continue;
    t->n_rows++;
    t->sheet->row(t);
    if (t->status == KR_ERR_MEMORY) kr_fail_memory(err);
    if (t->status != KR_OK) return t->status;
  }
}

static void note_input(const kr_table *t, kr_inputs *inputs, kr_sha256 *hash) {
  struct kr_input *input = &inputs->files[inputs->n_files++];
  input->name = t->sheet->file;
  input->bytes = kr_csv_bytes(t->csv);
  kr_sha256_end(hash, input->sha256);
}

/** Opens the file; a missing one is the data's fault, not the disk's. */
static kr_status open_table(kr_table *t, const kr_source *source, kr_sha256 *hash, kr_error *err) {
  size_t n = strlen(source->folder) + strlen(t->sheet->file) + 2;
  char *path = malloc(n);
  if (!path) return kr_fail_memory(err);
  snprintf(path, n, "%s/%s", source->folder, t->sheet->file);
  struct stat info;
  kr_status status = KR_OK;
  if (lstat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    t->is_complete = t->sheet->is_optional;
    if (!t->sheet->is_optional)
      say(t, KR_SEVERITY_ERROR, (kr_place){t->sheet->file, 1, 1}, "the file is missing; add it with its header row");
  } else {
    status = kr_csv_open(&t->csv, path, t->sheet->file, t->messages, hash, err);
  }
  free(path);
  return status;
}

kr_status kr_sheet_read(const kr_sheet *sheet, const kr_source *source, void *reader, bool *is_complete,
                        int64_t *n_rows, kr_error *err) {
  kr_table t = {.sheet = sheet, .reader = reader, .messages = source->messages, .search_left = SEARCH_BUDGET};
  kr_sha256 hash;
  bool is_header = false;
  for (int i = 0; i < KR_TABLE_COLUMNS_MAX; i++) t.at[i] = -1;
  kr_sha256_begin(&hash);
  kr_status status = open_table(&t, source, source->inputs ? &hash : NULL, err);
  if (status == KR_OK && t.csv) {
    status = read_header(&t, &is_header, err);
    if (status == KR_OK && is_header) status = read_rows(&t, err);
    t.is_complete = is_header && !kr_csv_is_damaged(t.csv) && t.at[0] >= 0 && !t.has_lost_ids;
    if (status == KR_OK && source->inputs) note_input(&t, source->inputs, &hash);
  }
  if (status == KR_ERR_MEMORY) kr_fail_memory(err);
  if (is_complete) *is_complete = t.is_complete;
  if (n_rows) *n_rows = t.n_rows;
  kr_csv_close(t.csv);
  return status;
}

void kr_table_choose(kr_table *t, int field, const char *name) {
  t->at[KR_COLUMN_EXTRA] = field;
  t->extra_name = name;
}
