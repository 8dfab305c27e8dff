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
