#include "instances/cell.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "graph/corridor.h"
#include "instances/look_alike.h"
#include "instances/utf8.h"

#define REMEMBERED_BYTES 256 /* ids that are too long are still remembered up to here, against a cascade */

const char *kr_quote_id(const kr_ids *ids, int32_t index, char out[KR_QUOTE_ROOM]) {
  const char *id = kr_ids_text(ids, index);
  return kr_quote(id, strlen(id), out);
}

kr_field kr_cell(const kr_table *t, int column) {
  int at = t->at[column];
  if (at < 0 || at >= kr_csv_n_fields(t->csv)) return (kr_field){"", 0};
  kr_field f = kr_csv_field(t->csv, at);
  if (t->sheet->has_apostrophes && f.n > 0 && *f.text == '\'') return (kr_field){f.text + 1, f.n - 1};
  return f;
}

bool kr_cell_is_blank(const kr_table *t, int column) { return kr_cell(t, column).n == 0; }

kr_place kr_cell_place(const kr_table *t, int column) {
  if (t->at[column] < 0) return (kr_place){t->sheet->file, kr_csv_line(t->csv), 1};
  return kr_csv_place(t->csv, t->at[column]);
}

void kr_cell_say(kr_table *t, int column, kr_severity severity, const char *format, ...) {
  if (t->is_muted || t->at[column] < 0) return;
  char text[KR_MESSAGE_ROOM], quoted[KR_QUOTE_ROOM];
  kr_place place = kr_cell_place(t, column);
  kr_field f = kr_cell(t, column);
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char *name = column == KR_COLUMN_EXTRA ? t->extra_name : t->sheet->columns[column].name;
  if (f.n == 0)
    kr_messages_add(t->messages, severity, &place, "%s: %s", name, text);
  else
    kr_messages_add(t->messages, severity, &place, "%s %s: %s", name, kr_quote(f.text, f.n, quoted), text);
}

static bool must_be_filled(const kr_table *t, int column) {
  return column != KR_COLUMN_EXTRA && t->sheet->columns[column].need == KR_FILLED;
}

static bool is_space(char c) { return c == ' ' || c == '\t'; }

bool kr_cell_has_value(kr_table *t, int column) {
  kr_field f = kr_cell(t, column);
  if (f.n == 0) {
    if (must_be_filled(t, column)) kr_cell_say(t, column, KR_SEVERITY_ERROR, "blank; it needs a value");
    return false;
  }
  bool before = is_space(f.text[0]), behind = is_space(f.text[f.n - 1]);
  if (!before && !behind) return true;
  kr_cell_say(t, column, KR_SEVERITY_ERROR, "a space %s the value; remove the space", before ? "before" : "behind");
  return false;
}

void kr_cell_check_text(kr_table *t, int column) {
  kr_field f = kr_cell(t, column);
  char quoted[KR_QUOTE_ROOM];
  uint32_t code = 0;
  for (size_t i = 0, length; i < f.n; i += length) {
    length = kr_utf8_decode(f.text + i, f.n - i, &code);
    if (length == 0) return;
    bool is_line = code == '\t' || code == '\n' || code == '\r';
    bool is_order = code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x202A && code <= 0x202E) ||
                    (code >= 0x2066 && code <= 0x2069);
    if (!is_order || is_line) continue;
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "%s is a control character; remove it",
                kr_quote(f.text + i, length, quoted));
    return;
  }
}

const char *kr_cell_text(kr_table *t, int column, kr_ids *texts) {
  kr_field f = kr_cell(t, column);
  int32_t index;
  if (f.n == 0) {
    if (must_be_filled(t, column)) kr_cell_say(t, column, KR_SEVERITY_ERROR, "blank; it needs a value");
    return "";
  }
  kr_cell_check_text(t, column);
  if (kr_ids_add(texts, f.text, f.n, &index) != KR_OK) {
    t->status = KR_ERR_MEMORY;
    return "";
  }
  return kr_ids_text(texts, index);
}

/** Bytes from the front that can be part of an id; id.n when all can. */
static size_t id_prefix(kr_field id) {
  size_t i = 0;
  while (i < id.n) {
    uint32_t code = 0;
    size_t length = kr_utf8_decode(id.text + i, id.n - i, &code);
    if (length == 0 || !kr_utf8_is_id(code)) break;
    i += length;
  }
  return i;
}

static bool is_id(kr_field id) { return id.n <= KR_ID_BYTES_MAX && id_prefix(id) == id.n; }

bool kr_is_id(const char *text, size_t n) { return n > 0 && is_id((kr_field){text, n}); }

bool kr_cell_check_id(kr_table *t, int column, kr_field id) {
  char quoted[KR_QUOTE_ROOM];
  if (is_id(id)) return true;
  size_t i = id_prefix(id);
  uint32_t code = 0;
  size_t length = kr_utf8_decode(id.text + i, id.n - i, &code);
  if (i == id.n)
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "an id of %zu bytes; shorten it to at most %d", id.n, KR_ID_BYTES_MAX);
  else if (is_space(id.text[i]))
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "a space inside an id; remove the space");
  else
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "%s cannot be part of an id; use letters, digits and _ - . : @",
                kr_quote(id.text + i, length ? length : 1, quoted));
  return false;
}

/** A word of two alphabets is nearly always a slip of the keyboard: А is not A. */
static void warn_of_mixture(kr_table *t, int column, kr_field id) {
  kr_mixed m;
  char first[KR_QUOTE_ROOM], second[KR_QUOTE_ROOM];
  if (!kr_look_mixed(id.text, id.n, &m)) return;
  kr_cell_say(t, column, KR_SEVERITY_WARNING, "a word of two alphabets, %s is %s and %s %s; write it in one",
              kr_quote(id.text + m.at[0], m.n[0], first), m.scripts[0], kr_quote(id.text + m.at[1], m.n[1], second),
              m.scripts[1]);
}

/** Nothing more is added once a row has failed: a success behind it would hide that. */
static int32_t add_id(kr_table *t, kr_field id, kr_ids *ids) {
  int32_t index;
  if (t->status == KR_OK) t->status = kr_ids_add(ids, id.text, id.n, &index);
  return t->status == KR_OK ? index : KR_NONE;
}

int32_t kr_cell_define(kr_table *t, int column, kr_kind *kind) {
  kr_field f = kr_cell(t, column);
  int32_t index, count = kr_ids_count(kind->ids);
  if (!kr_cell_has_value(t, column) || !kr_cell_check_id(t, column, f)) kind->has_bad_ids = true;
  if (f.n == 0 || f.n > REMEMBERED_BYTES) {
    t->has_lost_ids = true;
    return KR_NONE;
  }
  index = add_id(t, f, kind->ids);
  if (index < 0) return KR_NONE;
  if (index < count) {
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "also on line %lld; remove one of the two",
                (long long)kr_lines_of(&kind->lines, index));
    return KR_NONE;
  }
  warn_of_mixture(t, column, f);
  t->status = kr_lines_note(&kind->lines, index, kr_csv_line(t->csv));
  return index;
}

/** The known id nearest to an unknown one, KR_NONE when there is none or the search costs too much. */
static int32_t nearest_id(kr_table *t, int column, kr_field id, const kr_kind *kind) {
  kr_place place = kr_cell_place(t, column);
  if (t->search_left <= 0) return KR_NONE;
  if (!kind->has_bad_ids && !kr_messages_wants(t->messages, KR_SEVERITY_ERROR, &place)) return KR_NONE;
  t->search_left -= kr_ids_count(kind->ids);
  return kr_ids_nearest(kind->ids, id.text, id.n);
}

static void report_unknown(kr_table *t, int column, kr_field id, const kr_kind *kind) {
  char quoted[KR_QUOTE_ROOM], own[KR_QUOTE_ROOM + 8] = "", apart[KR_LOOK_ROOM];
  int32_t nearest = nearest_id(t, column, id, kind);
  const char *found = nearest >= 0 ? kr_ids_text(kind->ids, nearest) : "";
  if (!is_id((kr_field){found, strlen(found)})) return; /* its definition is misspelt, and reported */
  if (id.n < kr_cell(t, column).n) snprintf(own, sizeof own, "%s is ", kr_quote(id.text, id.n, quoted));
  if (*found)
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "%s%s; did you mean %s?%s", own, kind->absent,
                kr_quote_id(kind->ids, nearest, quoted), kr_look_apart(found, id.text, id.n, apart));
  else
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "%s%s; add it there or correct it", own, kind->absent);
}

int32_t kr_cell_find(kr_table *t, int column, kr_field id, const kr_kind *kind) {
  int32_t index = kr_ids_find(kind->ids, id.text, id.n);
  if (index >= 0) return index;
  if (!kr_cell_check_id(t, column, id)) return KR_NONE;
  if (kind->is_open) return add_id(t, id, kind->ids);
  if (!kind->is_incomplete) report_unknown(t, column, id, kind);
  return KR_NONE;
}

int32_t kr_cell_reference(kr_table *t, int column, const kr_kind *kind) {
  if (!kr_cell_has_value(t, column)) return KR_NONE;
  return kr_cell_find(t, column, kr_cell(t, column), kind);
}

int32_t kr_cell_word(kr_table *t, int column, kr_ids *words) {
  kr_field f = kr_cell(t, column);
  if (!kr_cell_has_value(t, column) || !kr_cell_check_id(t, column, f)) return KR_NONE;
  return add_id(t, f, words);
}
