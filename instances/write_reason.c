#include "instances/write_reason.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "graph/decimal.h"

#define HOURS_MAX 1e9
#define NAMED 2 /* resources without room */
#define ROOM "; no room: "

/** What there is to say first; the hours of the best route, where known, go between `before` and " h". */
static const struct {
  const char *text, *before;
} reasons[] = {
    [KR_REASON_NONE] = {"", NULL},
    [KR_REASON_NO_ROUTE] = {"no route for this cargo at any time, whatever the capacities", NULL},
    [KR_REASON_HORIZON] = {"cannot arrive before the horizon ends, even on an empty network", NULL},
    [KR_REASON_NOT_WORTH] = {"costs more to move than to leave, even on an empty network", ", where it takes "},
    [KR_REASON_QUOTA] = {"its forwarder's quotas leave it no way", NULL},
    [KR_REASON_CAPACITY] = {"no capacity left", "; on an empty network it would take "},
    [KR_REASON_STOPPED] = {"the solve was stopped before a place was found", "; on an empty network it would take "},
    [KR_REASON_LATE_ANYWAY] = {"late even on an empty network", ", where it takes "},
    [KR_REASON_LATE_QUEUE] = {"late for want of capacity", "; on an empty network it would take "},
};

/** Text being put together in a room that is large enough. */
typedef struct line {
  char *text;
  size_t n;
} line;

static void put(line *out, const char *text) {
  int n = snprintf(out->text + out->n, KR_REASON_ROOM - out->n, "%s", text);
  if (n > 0) out->n += (size_t)n;
}

static void put_category(line *out, kr_reason reason, double ideal_h) {
  char hours[KR_DECIMAL_ROOM];
  put(out, reasons[reason].text);
  if (!reasons[reason].before || !(fabs(ideal_h) <= HOURS_MAX)) return;
  kr_decimal_write(llround(ideal_h * 100) * (KR_MICRO / 100), hours);
  put(out, reasons[reason].before);
  put(out, hours);
  put(out, " h");
}

static void put_binding(line *out, const kr_corridor *c, bool is_static, const kr_binding *b) {
  char date[11];
  put(out, kr_ids_text(c->resource_ids, b->resource));
  if (is_static) return;
  put(out, " on ");
  kr_date_write(c->start + b->from_day, date);
  put(out, date);
  if (b->to_day == b->from_day) return;
  put(out, " to ");
  kr_date_write(c->start + b->to_day, date);
  put(out, date);
}

const char *kr_reason_text(const kr_corridor *c, const kr_result *r, int32_t s, bool is_static,
                           char out[KR_REASON_ROOM]) {
  char more[40];
  line text = {out, 0};
  size_t first = r->first_binding[s], n = r->first_binding[s + 1] - first;
  put_category(&text, (kr_reason)r->reason[s], r->ideal_h[s]);
  for (size_t i = 0; i < n && i < NAMED; ++i) {
    put(&text, i ? ", " : ROOM);
    put_binding(&text, c, is_static, &r->bindings[first + i]);
  }
  snprintf(more, sizeof more, " and %zu more", n - NAMED);
  if (n > NAMED) put(&text, more);
  return out;
}

kr_reason kr_reason_kind(const char *text) {
  for (size_t i = KR_REASON_NONE + 1; text && i < sizeof reasons / sizeof *reasons; i++)
    if (strncmp(text, reasons[i].text, strlen(reasons[i].text)) == 0) return (kr_reason)i;
  return KR_REASON_NONE;
}

/** The hours that stand behind `before`; NAN when they do not. */
static double read_hours(const char *at, const char *before) {
  kr_micro hours;
  size_t n = before ? strlen(before) : 0;
  if (!before || strncmp(at, before, n) != 0) return NAN;
  const char *end = strchr(at + n, ' ');
  if (!end || kr_decimal_read(at + n, (size_t)(end - at) - n, 6, &hours) != KR_DECIMAL_FINE) return NAN;
  return kr_decimal_value(hours);
}

kr_reason_parts kr_reason_read(const char *said) {
  kr_reason reason = kr_reason_kind(said);
  kr_reason_parts parts = {reason, NAN, NULL};
  if (reason == KR_REASON_NONE) return parts;
  const char *rest = said + strlen(reasons[reason].text), *room = strstr(rest, ROOM);
  parts.ideal_h = read_hours(rest, reasons[reason].before);
  if (room) parts.room = room + strlen(ROOM);
  return parts;
}

/* ---- form ---- */

/** Past a resource that begins here: the longest name that fits; NULL where there is none. */
static const char *pass_resource(const char *at, const kr_corridor *c) {
  size_t longest = 0;
  for (int32_t r = 0; r < kr_n_resources(c); r++) {
    size_t n = strlen(kr_ids_text(c->resource_ids, r));
    bool fits = strncmp(at, kr_ids_text(c->resource_ids, r), n) == 0 && (at[n] == '\0' || at[n] == ' ' || at[n] == ',');
    if (fits && n > longest) longest = n;
  }
  return longest > 0 ? at + longest : NULL;
}

/** Past `word` and a day of the horizon, not before `*day`, which it becomes; NULL where they do not stand here. */
static const char *pass_day(const char *at, const char *word, const kr_corridor *c, kr_date *day) {
  size_t n = strlen(word);
  kr_date date;
  if (strncmp(at, word, n) != 0 || strlen(at) < n + 10) return NULL;
  if (kr_date_read(at + n, 10, &date) != KR_CALENDAR_FINE || date < *day || date >= c->start + c->days) return NULL;
  *day = date;
  return at + n + 10;
}

/** Past what put_binding writes. */
static const char *pass_binding(const char *at, const kr_corridor *c, bool is_static) {
  kr_date day = c->start;
  at = pass_resource(at, c);
  if (!at || is_static) return at;
  at = pass_day(at, " on ", c, &day);
  const char *until = at ? pass_day(at, " to ", c, &day) : NULL;
  return until ? until : at;
}

/** " and 3 more", or nothing, and the end. */
static bool is_end(const char *at) {
  static const char before[] = " and ";
  if (*at == '\0') return true;
  if (strncmp(at, before, sizeof before - 1) != 0) return false;
  at += sizeof before - 1;
  size_t digits = strspn(at, "0123456789");
  return digits > 0 && *at != '0' && strcmp(at + digits, " more") == 0;
}

bool kr_reason_is_formed(const char *said, const kr_corridor *c, bool is_static) {
  kr_reason_parts parts = kr_reason_read(said);
  if (parts.reason == KR_REASON_NONE) return false;
  line plain = {(char[KR_REASON_ROOM]){""}, 0};
  put_category(&plain, parts.reason, parts.ideal_h);
  if (strncmp(said, plain.text, plain.n) != 0) return false;
  const char *at = said + plain.n;
  if (!parts.room) return *at == '\0';
  if (at != parts.room - strlen(ROOM)) return false;
  at = parts.room;
  for (int i = 0; i < NAMED && at; i++) {
    at = pass_binding(at, c, is_static);
    if (!at || strncmp(at, ", ", 2) != 0) break;
    if (i + 1 < NAMED) at += 2;
  }
  return at && is_end(at);
}
