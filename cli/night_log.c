#include "cli/night_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "instances/json.h"

static const char *const names[] = {"info", "warning", "error"};
static const int priorities[] = {6, 4, 3}; /* sd-daemon(3) */

kr_night_log_form kr_night_log_choose(bool is_json) {
  return (kr_night_log_form){is_json, !is_json && getenv("JOURNAL_STREAM")};
}

static void print_json(kr_night_level level, const char *date, const char *event, const char *text) {
  const char *members[][2] = {{"time", ""}, {"level", names[level]}, {"night", date}, {"event", event}, {"text", text}};
  char now[32];
  time_t at = time(NULL);
  struct tm utc;
  gmtime_r(&at, &utc);
  strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
  members[0][1] = now;
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    fputs(i == 0 ? "{" : ", ", stderr);
    kr_json_string(stderr, members[i][0]);
    fputs(": ", stderr);
    kr_json_string(stderr, members[i][1]);
  }
  fputs("}\n", stderr);
}

void kr_night_log_print(void *context, kr_night_level level, kr_date night, const char *event, const char *text) {
  const kr_night_log_form *form = context;
  char date[11];
  kr_date_write(night, date);
  if (form->is_json) {
    print_json(level, date, event, text);
    return;
  }
  if (form->is_journal) fprintf(stderr, "<%d>", priorities[level]);
  fprintf(stderr, "%s %s: %s\n", date, event, text);
}
