/* Any bytes as a number, a date, an instant, an id, a text: what is read is written and read back as the same. */
#include <string.h>

#include "cli/nightly/receipt.h"
#include "graph/calendar.h"
#include "graph/decimal.h"
#include "graph/ids.h"
#include "instances/cell.h"
#include "instances/import_number.h"
#include "instances/look_alike.h"
#include "instances/magic.h"
#include "instances/messages.h"
#include "instances/utf8.h"
#include "tests/fuzz/target.h"

static void number(const char *text, size_t n, int decimals) {
  kr_micro value, again;
  char out[KR_DECIMAL_ROOM];
  if (kr_decimal_read(text, n, decimals, &value) != KR_DECIMAL_FINE) return;
  size_t length = kr_decimal_write(value, out);
  MUST(length < sizeof out && kr_decimal_read(out, length, decimals, &again) == KR_DECIMAL_FINE && again == value);
}

static void figure(const char *text, size_t n, uint8_t choice) {
  kr_figure f;
  int64_t units = 0;
  kr_rounding tally = {0};
  const kr_scale scale = {1 + (kr_micro)choice * 999, choice % 7, choice % 2, 9000000000000000};
  if (!kr_figure_read(text, n, &f)) return;
  MUST(kr_figure_value(&f) == kr_figure_value(&f)); /* no NaN */
  if (kr_figure_round(&f, &scale, &tally, &units)) MUST(units >= 0 && units <= scale.most);
}

static void moment(const char *text, size_t n) {
  kr_date date, again;
  int64_t minutes, minutes_again;
  char day[11], instant[18];
  if (kr_date_read(text, n, &date) == KR_CALENDAR_FINE) {
    kr_date_write(date, day);
    MUST(n == 10 && memcmp(day, text, n) == 0);
    MUST(kr_date_read(day, 10, &again) == KR_CALENDAR_FINE && again == date);
  }
  if (kr_instant_read(text, n, &minutes) != KR_CALENDAR_FINE) return;
  kr_instant_write(minutes, instant);
  if (memcmp(instant, "1900", 4) < 0 || memcmp(instant, "2999", 4) > 0) return; /* an offset led out of the years */
  MUST(kr_instant_read(instant, 17, &minutes_again) == KR_CALENDAR_FINE && minutes_again == minutes);
}

static void letters(const char *text, size_t n) {
  char quoted[KR_QUOTE_ROOM], apart[KR_LOOK_ROOM];
  kr_mixed mixed;
  size_t valid = kr_utf8_valid(text, n), walked = 0, length;
  uint32_t code;
  while (walked < n && text[walked] && (length = kr_utf8_decode(text + walked, n - walked, &code)) > 0)
    walked += length;
  MUST(valid == walked);
  MUST(kr_utf8_count(text, n) <= (int64_t)n);
  MUST(strlen(kr_quote(text, n, quoted)) < sizeof quoted);
  kr_magic(text, n);
  kr_is_id(text, n);
  if (valid < n) return;
  if (kr_look_mixed(text, n, &mixed)) MUST(mixed.at[1] + mixed.n[1] <= n);
  kr_look_apart("Aктау-Bакı", text, n, apart);
}

/** The bytes' lines as ids: found again, and near each other. */
static void names(const char *text, size_t n) {
  kr_ids *ids = NULL;
  int32_t index;
  MUST(kr_ids_create(&ids) == KR_OK);
  for (size_t i = 0, length; i < n; i += length + 1) {
    const char *newline = memchr(text + i, '\n', n - i);
    length = newline ? (size_t)(newline - text) - i : n - i;
    MUST(kr_ids_add(ids, text + i, length, &index) == KR_OK && kr_ids_find(ids, text + i, length) == index);
  }
  int32_t nearest = kr_ids_nearest(ids, text, n);
  MUST(nearest < kr_ids_count(ids));
  kr_ids_free(ids);
}

static void receipt(const char *text) {
  char forwarder[KR_NAME_ROOM];
  if (kr_receipt_forwarder(text, forwarder)) MUST(forwarder[0] != '.' && !strchr(text, '/'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (n == 0) return 0;
  char *text = malloc(n); /* of the very size, so that nothing is read behind it; ends with a NUL of its own */
  MUST(text);
  memcpy(text, data + 1, n - 1);
  text[n - 1] = '\0';
  switch (data[0] % 6) {
    case 0: number(text, n - 1, data[0] / 6 % 7); break;
    case 1: figure(text, n - 1, data[0]); break;
    case 2: moment(text, n - 1); break;
    case 3: letters(text, n - 1); break;
    case 4: names(text, n - 1); break;
    default: receipt(text); break;
  }
  free(text);
  return 0;
}
