#include "instances/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/magic.h"
#include "instances/regular.h"
#include "instances/utf8.h"

#ifdef KR_SMALL_LIMITS
#define CHUNK_BYTES ((size_t)512)
#define FIELD_BLOCK ((size_t)256)
#else
#define CHUNK_BYTES ((size_t)65536)
#define FIELD_BLOCK ((size_t)16384)
#endif

/** A place in the record from which the next field is looked for: places are asked for from left to right. */
typedef struct csv_mark {
  int field;
  size_t at; /* 0: nothing is known */
  bool is_quoted;
  kr_place place;
} csv_mark;

struct kr_csv {
  FILE *file;
  const char *name;
  kr_messages *messages;
  kr_sha256 *hash;
  struct csv_parser parser;
  bool has_parser, is_over, is_damaged;
  bool is_whole; /* the parser has seen the end of the record */
  bool is_memory_short;

  char *chunk;
  size_t chunk_n, chunk_at;
  int64_t bytes, line; /* the physical line read last */

  char *record; /* its physical lines as they stand in the file */
  size_t record_n;
  int64_t record_line;
  csv_mark mark;

  char *fields; /* texts one behind the other, each with its NUL */
  size_t fields_n, fields_room;
  size_t starts[KR_CSV_FIELDS_MAX + 1];
  int n_fields;
  size_t longest;
};

/* The parser strips spaces by default; ours stay, so that they can be reported. */
static int no_space(unsigned char c) {
  (void)c;
  return 0;
}

static kr_status start_parser(kr_csv *csv) {
  if (csv->has_parser) csv_free(&csv->parser);
  csv->has_parser = csv_init(&csv->parser, CSV_STRICT) == 0;
  if (!csv->has_parser) return KR_ERR_MEMORY;
  csv_set_space_func(&csv->parser, no_space);
  csv_set_blk_size(&csv->parser, FIELD_BLOCK); /* its buffer grows by this much at a time */
  return KR_OK;
}

static void say(kr_csv *csv, kr_place place, const char *text) {
  csv->is_damaged = true;
  kr_messages_add(csv->messages, KR_SEVERITY_ERROR, &place, "%s", text);
}

kr_status kr_csv_open(kr_csv **out, const char *path, const char *name, kr_messages *messages, kr_sha256 *hash,
                      kr_error *err) {
  kr_csv *csv = kr_zeros(1, sizeof *csv);
  if (!csv) return kr_fail_memory(err);
  kr_status status = KR_OK;
  const char *fault;
  csv->name = name;
  csv->messages = messages;
  csv->hash = hash;
  csv->chunk = malloc(CHUNK_BYTES);
  csv->record = malloc(KR_CSV_RECORD_MAX + 2);
  if (!csv->chunk || !csv->record || start_parser(csv) != KR_OK) {
    status = kr_fail_memory(err);
    goto done;
  }
  csv->file = kr_regular_open(path, &fault);
  if (fault) {
    say(csv, (kr_place){name, 1, 1}, fault);
    csv->is_over = true;
  } else if (!csv->file) {
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be opened: %s", path, strerror(errno));
    goto done;
  }
  if (csv->file) setvbuf(csv->file, NULL, _IONBF, 0);
  *out = csv;
  csv = NULL;
done:
  kr_csv_close(csv);
  return status;
}

void kr_csv_close(kr_csv *csv) {
  if (!csv) return;
  if (csv->file) fclose(csv->file);
  if (csv->has_parser) csv_free(&csv->parser);
  free(csv->chunk);
  free(csv->record);
  free(csv->fields);
  free(csv);
}

static kr_status fill_chunk(kr_csv *csv, kr_error *err) {
  csv->chunk_at = 0;
  csv->chunk_n = fread(csv->chunk, 1, CHUNK_BYTES, csv->file);
  if (ferror(csv->file)) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", csv->name, strerror(errno));
  csv->bytes += (int64_t)csv->chunk_n;
  if (csv->hash) kr_sha256_add(csv->hash, csv->chunk, csv->chunk_n);
  return KR_OK;
}

/** The place of byte `offset` of the record. */
static kr_place place_at(const kr_csv *csv, size_t offset) {
  kr_place place = {csv->name, csv->record_line, 1};
  size_t line_start = 0;
  for (size_t i = 0; i < offset; i++) {
    if (csv->record[i] != '\n') continue;
    place.line++;
    line_start = i + 1;
  }
  place.column += kr_utf8_count(csv->record + line_start, offset - line_start);
  return place;
}

/** One physical line: where it begins in the record, and what came of it. */
typedef struct line {
  size_t start;
  bool is_there, is_long;
} line;

/** Appends bytes of a line to the record as far as it has room; the rest of an over-long line is passed over. */
static void keep(kr_csv *csv, line *l, const char *bytes, size_t n) {
  size_t room = KR_CSV_RECORD_MAX - csv->record_n;
  if (n > room) l->is_long = true;
  size_t take = n < room ? n : room;
  memcpy(csv->record + csv->record_n, bytes, take);
  csv->record_n += take;
}

/** Appends the next physical line, its line break included, to the record. */
static kr_status read_line(kr_csv *csv, line *l, kr_error *err) {
  *l = (line){.start = csv->record_n};
  for (;;) {
    if (csv->chunk_at == csv->chunk_n) {
      kr_status status = fill_chunk(csv, err);
      if (status != KR_OK) return status;
      if (csv->chunk_n == 0) break;
    }
    const char *from = csv->chunk + csv->chunk_at;
    size_t left = csv->chunk_n - csv->chunk_at;
    const char *end = memchr(from, '\n', left);
    size_t n = end ? (size_t)(end - from) + 1 : left;
    l->is_there = true;
    keep(csv, l, from, n);
    csv->chunk_at += n;
    if (end) break;
  }
  if (l->is_there) csv->line++;
  if (csv->record_n == l->start || csv->record[csv->record_n - 1] != '\n') csv->record[csv->record_n++] = '\n';
  return KR_OK;
}

/** Drops the byte-order mark of UTF-8; what the first bytes betray as no text at all is not read. */
static void judge_start(kr_csv *csv) {
  const char *what = kr_magic(csv->record, csv->record_n);
  if (what) {
    say(csv, place_at(csv, 0), what);
    csv->is_over = true;
  } else if (csv->record_n >= 3 && memcmp(csv->record, "\xEF\xBB\xBF", 3) == 0) {
    csv->record_n -= 3;
    memmove(csv->record, csv->record + 3, csv->record_n);
  }
}

/** Says what makes a line unreadable; false when nothing does. */
static bool is_unreadable(kr_csv *csv, const line *l) {
  const char *text = csv->record + l->start;
  size_t n = csv->record_n - l->start - 1;
  if (l->is_long) {
    say(csv, place_at(csv, l->start), "the line is longer than 262,144 bytes; shorten it");
    return true;
  }
  size_t valid = kr_utf8_valid(text, n);
  if (valid < n) {
    bool is_nul = text[valid] == '\0';
    say(csv, place_at(csv, l->start + valid),
        is_nul ? "a NUL byte; save the file as UTF-8 text" : "not UTF-8; save the file as UTF-8");
    return true;
  }
  const char *cr = memchr(text, '\r', n);
  if (!cr || cr == text + n - 1) return false;
  say(csv, place_at(csv, (size_t)(cr - csv->record)), "a carriage return inside a line; end lines with LF or CRLF");
  return true;
}

static bool is_blank(const char *text, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!strchr(" \t\r\n", text[i])) return false;
  return true;
}

static void take_field(void *text, size_t n, void *data) {
  kr_csv *csv = data;
  if (csv->n_fields > KR_CSV_FIELDS_MAX) return;
  if (n > csv->longest) csv->longest = n;
  if (csv->is_memory_short || !kr_grow(&csv->fields, &csv->fields_room, csv->fields_n + n + 1, 1)) {
    csv->is_memory_short = true;
    return;
  }
  if (csv->n_fields < KR_CSV_FIELDS_MAX) csv->starts[csv->n_fields] = csv->fields_n;
  csv->n_fields++;
  if (n > 0) memcpy(csv->fields + csv->fields_n, text, n);
  csv->fields_n += n;
  csv->fields[csv->fields_n++] = '\0';
}

static void take_end(int terminator, void *data) {
  (void)terminator;
  ((kr_csv *)data)->is_whole = true;
}

static void begin_record(kr_csv *csv) {
  csv->record_n = csv->fields_n = csv->longest = 0;
  csv->n_fields = 0;
  csv->mark.at = 0;
  csv->is_whole = false;
  csv->record_line = csv->line + 1;
}

/** Hands one line to the parser; a misplaced quote is reported and the record dropped. */
static kr_status parse_line(kr_csv *csv, const line *l, bool *is_sound) {
  size_t n = csv->record_n - l->start;
  size_t done = csv_parse(&csv->parser, csv->record + l->start, n, take_field, take_end, csv);
  *is_sound = done == n;
  if (csv->is_memory_short) return KR_ERR_MEMORY;
  if (*is_sound) return KR_OK;
  if (csv_error(&csv->parser) != CSV_EPARSE) return KR_ERR_MEMORY;
  bool behind = csv->parser.pstate == 3;
  say(csv, place_at(csv, l->start + done),
      behind ? "text behind a closing quote; write a quote inside a field twice"
             : "a quote inside a field without quotes; quote the whole field and write the inner quote twice");
  return start_parser(csv);
}

/** A record that its limits or the end of the file cut short inside quotes: what follows cannot be trusted. */
static void give_up(kr_csv *csv) {
  say(csv, kr_csv_place(csv, csv->n_fields),
      "the quote opened here is never closed; the rest of the file was not read");
  csv->is_over = true;
}

static bool is_within_limits(kr_csv *csv) {
  if (csv->n_fields > KR_CSV_FIELDS_MAX) {
    say(csv, place_at(csv, 0), "more than 1000 columns; remove some");
    return false;
  }
  if (csv->longest <= KR_CSV_FIELD_MAX) return true;
  int i = 0;
  while (kr_csv_field(csv, i).n <= KR_CSV_FIELD_MAX) i++;
  say(csv, kr_csv_place(csv, i), "the field is longer than 16,384 bytes; shorten it");
  return false;
}

/** Reads one record, good or bad; `*is_sound` says which. */
static kr_status read_record(kr_csv *csv, bool *is_sound, kr_error *err) {
  line l;
  begin_record(csv);
  do {
    *is_sound = false;
    bool is_inside = csv->record_n > 0;
    kr_status status = read_line(csv, &l, err);
    if (status != KR_OK) return status;
    if (csv->line == 1 && !is_inside) judge_start(csv);
    if (is_inside && (!l.is_there || l.is_long)) give_up(csv);
    if (!l.is_there) csv->is_over = true;
    if (csv->is_over) return KR_OK;
    if (is_unreadable(csv, &l)) return is_inside ? start_parser(csv) : KR_OK;
    if (!is_inside && is_blank(csv->record, csv->record_n)) return KR_OK;
    status = parse_line(csv, &l, is_sound);
    if (status != KR_OK) return kr_fail_memory(err);
    if (!*is_sound) return KR_OK;
  } while (!csv->is_whole);
  *is_sound = is_within_limits(csv);
  return KR_OK;
}

kr_status kr_csv_next(kr_csv *csv, bool *more, kr_error *err) {
  kr_status status = KR_OK;
  bool is_sound = false;
  while (status == KR_OK && !is_sound && !csv->is_over) status = read_record(csv, &is_sound, err);
  *more = is_sound;
  return status;
}

int kr_csv_n_fields(const kr_csv *csv) { return csv->n_fields; }

kr_field kr_csv_field(const kr_csv *csv, int i) {
  size_t end = i + 1 < csv->n_fields ? csv->starts[i + 1] : csv->fields_n;
  return (kr_field){csv->fields + csv->starts[i], end - csv->starts[i] - 1};
}

/** The mark goes over one byte of the record, which may begin a character, a line or a field. */
static void step(csv_mark *m, char c) {
  m->at++;
  if (c == '"') m->is_quoted = !m->is_quoted;
  if (c == ',' && !m->is_quoted) m->field++;
  m->place.column += ((unsigned char)c & 0xC0) != 0x80;
  if (c != '\n') return;
  m->place.line++;
  m->place.column = 1;
}

kr_place kr_csv_place(kr_csv *csv, int i) {
  csv_mark *m = &csv->mark;
  size_t end = csv->record_n;
  while (end > 0 && strchr("\r\n", csv->record[end - 1])) end--;
  if (m->at == 0 || i < m->field) *m = (csv_mark){.place = {csv->name, csv->record_line, 1}};
  while (m->field < i && m->at < end) step(m, csv->record[m->at]);
  return m->place;
}

int64_t kr_csv_line(const kr_csv *csv) { return csv->record_line; }

int64_t kr_csv_bytes(const kr_csv *csv) { return csv->bytes; }

bool kr_csv_is_damaged(const kr_csv *csv) { return csv->is_damaged; }
