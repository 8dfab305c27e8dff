#include "instances/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/utf8.h"

#define FILES_MAX 32
#define QUOTED_CHARACTERS 60

/** Where a message stands among all: smaller comes first. */
typedef struct rank {
  int file;
  int64_t line, column, sequence;
} rank;

typedef struct message {
  rank rank;
  char text[KR_MESSAGE_ROOM];
} message;

/** The first messages of one severity, in order: `at` points into `store`. */
typedef struct shelf {
  message store[KR_MESSAGES_KEPT];
  message *at[KR_MESSAGES_KEPT];
  size_t n;
  int64_t count;
} shelf;

struct kr_messages {
  shelf shelves[2];
  const char *files[FILES_MAX];
  int n_files;
  int64_t sequence;
  char summary[160];
};

kr_status kr_messages_create(kr_messages **out) {
  kr_messages *m = kr_zeros(1, sizeof *m);
  if (!m) return KR_ERR_MEMORY;
  *out = m;
  return KR_OK;
}

void kr_messages_free(kr_messages *m) { free(m); }

static int file_rank(const kr_messages *m, const char *file) {
  int i = 0;
  while (i < m->n_files && strcmp(m->files[i], file) != 0) i++;
  return i;
}

void kr_messages_order(kr_messages *m, const char *file) {
  if (file_rank(m, file) == m->n_files && m->n_files < FILES_MAX) m->files[m->n_files++] = file;
}

static bool comes_before(const rank *a, const rank *b) {
  if (a->file != b->file) return a->file < b->file;
  if (a->line != b->line) return a->line < b->line;
  if (a->column != b->column) return a->column < b->column;
  return a->sequence < b->sequence;
}

static bool has_room(const shelf *s, const rank *r) {
  return s->n < KR_MESSAGES_KEPT || comes_before(r, &s->at[s->n - 1]->rank);
}

bool kr_messages_wants(const kr_messages *m, kr_severity severity, const kr_place *place) {
  rank r = {file_rank(m, place->file), place->line, place->column, m->sequence};
  return has_room(&m->shelves[severity], &r);
}

/** A free message in its place among the kept ones; the last of a full shelf goes. */
static message *make_place(shelf *s, const rank *r) {
  message *free_one = s->n < KR_MESSAGES_KEPT ? &s->store[s->n++] : s->at[s->n - 1];
  size_t i = s->n - 1;
  for (; i > 0 && comes_before(r, &s->at[i - 1]->rank); i--) s->at[i] = s->at[i - 1];
  s->at[i] = free_one;
  free_one->rank = *r;
  return free_one;
}

void kr_messages_add(kr_messages *m, kr_severity severity, const kr_place *place, const char *format, ...) {
  shelf *s = &m->shelves[severity];
  kr_messages_order(m, place->file);
  rank r = {file_rank(m, place->file), place->line, place->column, m->sequence++};
  s->count++;
  if (!has_room(s, &r)) return;
  message *own = make_place(s, &r);
  const char *word = severity == KR_SEVERITY_ERROR ? "error" : "warning";
  int n = snprintf(own->text, sizeof own->text, "%s:%lld:%lld: %s: ", place->file, (long long)place->line,
                   (long long)place->column, word);
  if (n < 0 || (size_t)n >= sizeof own->text) return;
  va_list args;
  va_start(args, format);
  vsnprintf(own->text + n, sizeof own->text - (size_t)n, format, args);
  va_end(args);
}

int64_t kr_messages_errors(const kr_messages *m) { return m->shelves[KR_SEVERITY_ERROR].count; }

size_t kr_messages_kept(const kr_messages *m) { return m->shelves[0].n + m->shelves[1].n; }

/** The i-th of two sorted shelves, merged by counting; there are at most 200, so a walk will do. */
const char *kr_messages_text(kr_messages *m, size_t i) {
  const shelf *a = &m->shelves[0], *b = &m->shelves[1];
  size_t x = 0, y = 0;
  for (;;) {
    bool from_a = y == b->n || (x < a->n && comes_before(&a->at[x]->rank, &b->at[y]->rank));
    if (x == a->n && y == b->n) return "";
    const message *next = from_a ? a->at[x++] : b->at[y++];
    if (x + y == i + 1) return next->text;
  }
}

static void put_count(char *out, size_t room, const shelf *s, const char *noun) {
  size_t used = strlen(out);
  snprintf(out + used, room - used, "%s%lld %s%s", used ? ", " : "", (long long)s->count, noun,
           s->count == 1 ? "" : "s");
  used = strlen(out);
  if (s->count > KR_MESSAGES_KEPT) snprintf(out + used, room - used, " (the first %d are shown)", KR_MESSAGES_KEPT);
}

const char *kr_messages_summary(kr_messages *m) {
  const shelf *errors = &m->shelves[KR_SEVERITY_ERROR], *warnings = &m->shelves[KR_SEVERITY_WARNING];
  m->summary[0] = '\0';
  if (errors->count > 0) put_count(m->summary, sizeof m->summary, errors, "error");
  if (warnings->count > 0) put_count(m->summary, sizeof m->summary, warnings, "warning");
  size_t used = strlen(m->summary);
  if (errors->count > 0) snprintf(m->summary + used, sizeof m->summary - used, "; nothing was planned");
  return m->summary;
}

const char *kr_quote(const char *text, size_t n, char out[KR_QUOTE_ROOM]) {
  size_t used = 0, i = 0;
  out[used++] = '"';
  for (int shown = 0; i < n && shown < QUOTED_CHARACTERS; shown++) {
    uint32_t code = 0;
    size_t length = kr_utf8_decode(text + i, n - i, &code);
    if (length == 0 || kr_utf8_is_hidden(code)) {
      for (size_t end = i + (length ? length : 1); i < end && used < KR_QUOTE_ROOM - 12; i++)
        used += (size_t)snprintf(out + used, 5, "\\x%02X", (unsigned char)text[i]);
      if (used >= KR_QUOTE_ROOM - 12) break;
    } else {
      memcpy(out + used, text + i, length);
      used += length;
      i += length;
    }
    if (used >= KR_QUOTE_ROOM - 12) break;
  }
  if (i < n) {
    memcpy(out + used, "\xe2\x80\xa6", 3);
    used += 3;
  }
  out[used++] = '"';
  out[used] = '\0';
  return out;
}
