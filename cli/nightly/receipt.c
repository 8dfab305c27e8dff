#include "cli/nightly/receipt.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "instances/cell.h"

/** An id that may name a folder and does not hold `mark`. */
static bool is_name(const char *text, size_t n, char mark) {
  return kr_is_id(text, n) && *text != '.' && !memchr(text, mark, n);
}

kr_status kr_forwarder_check(const char *forwarder, kr_error *err) {
  char quoted[KR_QUOTE_ROOM];
  size_t n = strlen(forwarder);
  if (n <= KR_FORWARDER_BYTES_MAX && is_name(forwarder, n, ':')) return KR_OK;
  return kr_fail(err, KR_ERR_INPUT,
                 "forwarder %s: no name of a forwarder; give at most 32 letters, digits and _ - . @, no point first",
                 kr_quote(forwarder, n, quoted));
}

/** `YYYYMMDDTHHMMSS.micros-pid-random`. */
static kr_status choose_number(char out[KR_NAME_ROOM], kr_error *err) {
  struct timespec now;
  struct tm utc;
  uint32_t word;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0 || !gmtime_r(&now.tv_sec, &utc) ||
      getrandom(&word, sizeof word, 0) != (ssize_t)sizeof word)
    return kr_fail(err, KR_ERR_IO, "the system gives neither time nor random numbers");
  size_t n = strftime(out, KR_NAME_ROOM, "%Y%m%dT%H%M%S", &utc);
  snprintf(out + n, KR_NAME_ROOM - n, ".%06ld-%ld-%08lx", now.tv_nsec / 1000, (long)getpid(), (unsigned long)word);
  return KR_OK;
}

kr_status kr_receipt_make(char out[KR_RECEIPT_ROOM], const char *number, const char *forwarder, kr_error *err) {
  char chosen[KR_NAME_ROOM], quoted[KR_QUOTE_ROOM];
  kr_status status = kr_forwarder_check(forwarder, err);
  if (status == KR_OK && !number) status = choose_number(chosen, err);
  if (status != KR_OK) return status;
  if (!number) number = chosen;
  if (!is_name(number, strlen(number), '@'))
    return kr_fail(err, KR_ERR_INPUT, "receipt %s: cannot be one; give at most 64 letters, digits and _ - . :",
                   kr_quote(number, strlen(number), quoted));
  snprintf(out, KR_RECEIPT_ROOM, "%s@%s", number, forwarder);
  return KR_OK;
}

bool kr_receipt_forwarder(const char *receipt, char forwarder[KR_NAME_ROOM]) {
  const char *at = strchr(receipt, '@');
  if (!at || !is_name(receipt, (size_t)(at - receipt), '@') || kr_forwarder_check(at + 1, NULL) != KR_OK) return false;
  snprintf(forwarder, KR_NAME_ROOM, "%s", at + 1);
  return true;
}

void kr_joint_name(char out[KR_NAME_ROOM], const char *forwarder, const char *id) {
  snprintf(out, KR_NAME_ROOM, "%s:%s", forwarder, id);
}
