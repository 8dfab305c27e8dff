#include "cli/options.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "cli/chunks/chunk_answer.h"
#include "cli/command.h"
#include "graph/decimal.h"

bool kr_take_positive(const char *text, double *out) {
  const char *e = strpbrk(text, "eE");
  size_t n = e ? (size_t)(e - text) : strlen(text);
  kr_micro mantissa, exponent = 0;
  if (kr_decimal_read(text, n, 6, &mantissa) != KR_DECIMAL_FINE) return false;
  if (e && kr_decimal_read(e + 1, strlen(e + 1), 0, &exponent) != KR_DECIMAL_FINE) return false;
  if (exponent < -30 * KR_MICRO || exponent > 30 * KR_MICRO) return false;
  *out = kr_decimal_value(mantissa) * pow(10.0, (double)(exponent / KR_MICRO));
  return *out > 0;
}

bool kr_take_count(const char *text, int32_t most, int32_t *out) {
  double number;
  if (!kr_take_positive(text, &number) || number > most || number != floor(number)) return false;
  *out = (int32_t)number;
  return true;
}

int kr_take_whole(const char *command, const char *option, const char *text, int32_t most, int32_t *out) {
  if (kr_take_count(text, most, out)) return KR_EXIT_OK;
  return kr_exit_usage(command, "--%s takes a whole number from 1 to %d", option, (int)most);
}

int kr_take_gap(const char *command, const char *text, double *out) {
  return kr_take_positive(text, out) ? KR_EXIT_OK : kr_exit_usage(command, "--gap takes a number > 0");
}

int kr_take_time_limit(const char *command, const char *text, double *out_s) {
  return kr_take_positive(text, out_s) ? KR_EXIT_OK : kr_exit_usage(command, "--time-limit takes seconds > 0");
}

int kr_take_threads(const char *command, const char *text, int32_t *out) {
  return kr_take_whole(command, "threads", text, KR_MOST_THREADS, out);
}

int kr_take_chunk(const char *command, const char *text, int32_t *out) {
  if (strcmp(text, "0") == 0) *out = 0;
  if (strcmp(text, "0") == 0 || kr_take_count(text, KR_CHUNK_MOST - 1, out)) return KR_EXIT_OK;
  return kr_exit_usage(command, "--chunk takes a whole number from 0 on, less than %d", KR_CHUNK_MOST);
}

int kr_take_fairness(const char *command, const char *name, kr_fair_kind *out) {
  if (kr_fair_kind_find(name, out)) return KR_EXIT_OK;
  return kr_exit_usage(command, "--fairness takes none, proportional or maxmin");
}

int kr_take_language(const char *command, const char *name, kr_language *out) {
  if (kr_language_find(name, out)) return KR_EXIT_OK;
  return kr_exit_usage(command, "--language takes en, ru, kk or zh");
}

int kr_take_night(const char *command, const char *text, kr_date *out) {
  if (!text) return kr_exit_usage(command, "say which night: --date DATE");
  if (strcmp(text, "today") == 0) {
    *out = (kr_date)(time(NULL) / (KR_MINUTES_PER_DAY * 60));
    return KR_EXIT_OK;
  }
  if (kr_date_read(text, strlen(text), out) == KR_CALENDAR_FINE) return KR_EXIT_OK;
  return kr_exit_usage(command, "'%s' is no date; write YYYY-MM-DD or today", text);
}

size_t kr_list_length(const char *text) {
  size_t n = 1;
  for (; *text; ++text) n += *text == ',';
  return n;
}

const char *kr_list_next(const char *at, char item[KR_LIST_ITEM]) {
  if (!at || !*at) return NULL;
  size_t n = strcspn(at, ","), kept = n < KR_LIST_ITEM - 1 ? n : KR_LIST_ITEM - 1;
  memcpy(item, at, kept);
  item[kept] = '\0';
  return at[n] == ',' ? at + n + 1 : at + n;
}
