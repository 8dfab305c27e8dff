#include "instances/import_text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "graph/memory.h"
#include "instances/messages.h"

#define CHUNK 65536

struct kr_text {
  const char *path;
  kr_text_kind kind;
  gzFile file;
  int64_t line;
  char chunk[CHUNK];
  size_t at, end; /* what is left of the chunk */
  char *row;
  size_t row_n, row_room;
  kr_word *words;
  size_t n_words, word_room;
};

kr_status kr_text_open(kr_text **out, const char *path, kr_text_kind kind, kr_error *err) {
  kr_text *t = kr_zeros(1, sizeof *t);
  if (!t) return kr_fail_memory(err);
  t->path = path;
  t->kind = kind;
  errno = 0;
  t->file = gzopen(path, "rb");
  if (t->file) {
    *out = t;
    return KR_OK;
  }
  int reason = errno;
  kr_text_close(t);
  return reason ? kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(reason)) : kr_fail_memory(err);
}

void kr_text_close(kr_text *t) {
  if (!t) return;
  if (t->file) gzclose(t->file);
  free(t->row);
  free(t->words);
  free(t);
}

kr_status kr_text_fail(const kr_text *t, kr_error *err, const char *format, ...) {
  char what[400];
  va_list args;
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  /* a long path gives way, so that what is wrong can be read */
  int hidden = (int)strlen(t->path) - 100;
  return kr_fail(err, KR_ERR_INPUT, "%s%s:%lld: error: %s", hidden > 0 ? "..." : "",
                 t->path + (hidden > 0 ? hidden : 0), (long long)t->line, what);
}

/** What zlib says about the end of the data: the end it should be, a broken archive, a broken disk. */
static kr_status judge_end(const kr_text *t, kr_error *err) {
  int code = Z_OK;
  gzerror(t->file, &code);
  if (code == Z_OK || code == Z_STREAM_END) return KR_OK;
  if (code == Z_MEM_ERROR) return kr_fail_memory(err);
  if (code == Z_ERRNO) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", t->path, strerror(errno));
  const char *what = code == Z_BUF_ERROR ? "it ends too early" : "its checksum or form is wrong";
  return kr_text_fail(t, err, "damaged gzip data (%s); fetch the file again", what);
}

/** The next chunk; t->end is 0 at the end of the file. */
static kr_status fill(kr_text *t, kr_error *err) {
  errno = 0;
  int n = gzread(t->file, t->chunk, CHUNK);
  t->at = 0;
  t->end = n > 0 ? (size_t)n : 0;
  return n < CHUNK ? judge_end(t, err) : KR_OK;
}

static kr_status append(kr_text *t, const char *bytes, size_t n, kr_error *err) {
  if (t->row_n + n > KR_TEXT_LINE_MAX)
    return kr_text_fail(t, err, "a line of more than 1 MiB; is this the right file?");
  if (!kr_grow(&t->row, &t->row_room, t->row_n + n + 1, 1)) return kr_fail_memory(err);
  memcpy(t->row + t->row_n, bytes, n);
  t->row_n += n;
  return KR_OK;
}

/** The next line, whatever it holds; `*more` is false when nothing was left. */
static kr_status read_row(kr_text *t, bool *more, kr_error *err) {
  kr_status status = KR_OK;
  t->row_n = 0;
  t->line++;
  *more = false;
  for (bool is_whole = false; !is_whole;) {
    if (t->at == t->end) KR_TRY(fill(t, err));
    if (t->end == 0) break;
    *more = true;
    const char *from = t->chunk + t->at, *newline = memchr(from, '\n', t->end - t->at);
    size_t n = newline ? (size_t)(newline - from) : t->end - t->at;
    is_whole = newline != NULL;
    t->at += n + is_whole;
    KR_TRY(append(t, from, n, err));
  }
done:
  return status;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

static bool is_mark(const kr_text *t, char c) { return t->kind == KR_TEXT_TNTP && (c == ':' || c == ';'); }

static kr_status split(kr_text *t, kr_error *err) {
  t->n_words = 0;
  const char *comment = t->kind == KR_TEXT_TNTP && t->row_n ? memchr(t->row, '~', t->row_n) : NULL;
  if (comment) t->row_n = (size_t)(comment - t->row);
  for (size_t i = 0; i < t->row_n;) {
    if (is_space(t->row[i])) {
      i++;
      continue;
    }
    size_t from = i++;
    if (!is_mark(t, t->row[from]))
      while (i < t->row_n && !is_space(t->row[i]) && !is_mark(t, t->row[i])) i++;
    if (!kr_grow(&t->words, &t->word_room, t->n_words + 1, sizeof *t->words)) return kr_fail_memory(err);
    t->words[t->n_words++] = (kr_word){t->row + from, i - from};
  }
  return KR_OK;
}

kr_status kr_text_next(kr_text *t, bool *more, kr_error *err) {
  kr_status status = KR_OK;
  do {
    KR_TRY(read_row(t, more, err));
    KR_TRY(split(t, err));
  } while (*more && t->n_words == 0);
done:
  return status;
}

kr_word kr_text_row(const kr_text *t) { return (kr_word){t->row, t->row_n}; }
size_t kr_text_count(const kr_text *t) { return t->n_words; }
kr_word kr_text_word(const kr_text *t, size_t i) { return t->words[i]; }
const char *kr_text_path(const kr_text *t) { return t->path; }

kr_status kr_text_whole(const kr_text *t, kr_word w, const kr_count *count, int32_t *out, kr_error *err) {
  kr_micro value;
  char quoted[KR_QUOTE_ROOM];
  bool is_number = kr_decimal_read(w.text, w.n, 0, &value) == KR_DECIMAL_FINE;
  if (is_number && value >= count->least * KR_MICRO && value <= count->most * KR_MICRO) {
    *out = (int32_t)(value / KR_MICRO);
    return KR_OK;
  }
  kr_quote(w.text, w.n, quoted);
  return kr_text_fail(t, err, "%s: %s must be a whole number from %d to %d; correct it", quoted, count->name,
                      (int)count->least, (int)count->most);
}

kr_status kr_text_figure(const kr_text *t, kr_word w, const char *name, kr_figure *out, kr_error *err) {
  char quoted[KR_QUOTE_ROOM];
  if (kr_figure_read(w.text, w.n, out)) return KR_OK;
  kr_quote(w.text, w.n, quoted);
  return kr_text_fail(t, err, "%s: %s is not a number; write digits with a decimal point", quoted, name);
}

kr_status kr_text_measure(const kr_text *t, kr_word w, const kr_measure *m, int64_t *out, kr_error *err) {
  kr_figure figure;
  char quoted[KR_QUOTE_ROOM];
  kr_status status = kr_text_figure(t, w, m->name, &figure, err);
  if (status != KR_OK) return status;
  if (!figure.is_negative && kr_figure_round(&figure, &m->scale, m->tally, out)) return KR_OK;
  kr_quote(w.text, w.n, quoted);
  if (figure.is_negative) return kr_text_fail(t, err, "%s: %s is below 0; give 0 or more", quoted, m->name);
  int64_t unit = 1;
  for (int d = 0; d < m->scale.decimals; d++) unit *= 10;
  return kr_text_fail(t, err, "%s: %s is too large; at most %lld can be had", quoted, m->name,
                      (long long)(m->scale.most / unit));
}
