#include "cli/command.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "instances/utf8.h"

/** What people typed or files hold may be made to turn the terminal upside down: such signs go out as \xNN. */
static void put_safely(const char *text) {
  uint32_t code = 0;
  for (size_t n = strlen(text), length; n > 0; text += length, n -= length) {
    length = kr_utf8_decode(text, n, &code);
    bool is_fine = length > 0 && (code == '\n' || !kr_utf8_is_hidden(code));
    if (length == 0) length = 1;
    for (size_t i = 0; i < length; ++i) fprintf(stderr, is_fine ? "%c" : "\\x%02X", (unsigned char)text[i]);
  }
}

int kr_exit_failure(kr_status status, const kr_error *err) {
  fputs("keruen: ", stderr);
  put_safely(err && err->text[0] ? err->text : kr_status_name(status));
  fputs("\n", stderr);
  return kr_exit_code(status);
}

int kr_exit_code(kr_status status) {
  switch (status) {
    case KR_OK: return KR_EXIT_OK;
    case KR_ERR_INPUT: return KR_EXIT_INPUT;
    case KR_ERR_LIMIT: return KR_EXIT_NO_PLAN;
    case KR_ERR_VERIFY: return KR_EXIT_VERIFY;
    case KR_ERR_SOLVER: return KR_EXIT_NO_PLAN;
    case KR_ERR_RANGE: return KR_EXIT_INPUT;
    case KR_ERR_MEMORY:
    case KR_ERR_IO: break;
  }
  return KR_EXIT_IO;
}

int kr_exit_usage(const char *command, const char *format, ...) {
  char text[KR_MESSAGE_ROOM];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  fputs("keruen: ", stderr);
  put_safely(text);
  fprintf(stderr, "; see keruen%s%s --help\n", command[0] ? " " : "", command);
  return KR_EXIT_USAGE;
}

void kr_print_messages(kr_messages *messages) {
  for (size_t i = 0; i < kr_messages_kept(messages); ++i) fprintf(stderr, "%s\n", kr_messages_text(messages, i));
  const char *summary = kr_messages_summary(messages);
  if (summary[0]) fprintf(stderr, "%s\n", summary);
}

int kr_read_instance(kr_corridor **out, kr_inputs *inputs, const char *folder) {
  kr_error err = {0};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_exit_failure(status, NULL);
  status = inputs ? kr_instance_read_hashed(out, inputs, folder, messages, &err)
                  : kr_instance_read(out, folder, messages, &err);
  kr_print_messages(messages);
  kr_messages_free(messages);
  if (status == KR_OK) return KR_EXIT_OK;
  return status == KR_ERR_INPUT ? KR_EXIT_INPUT : kr_exit_failure(status, &err);
}

int kr_find_plan(const kr_corridor *c, const char *command, const char *id, int32_t *plan) {
  if (strcmp(id, "base") == 0 && kr_ids_find(c->plan_ids, id, strlen(id)) < 0) id = "";
  *plan = kr_ids_find(c->plan_ids, id, strlen(id));
  if (*plan >= 0) return KR_EXIT_OK;
  int32_t near = kr_ids_nearest(c->plan_ids, id, strlen(id));
  if (near > 0)
    return kr_exit_usage(command, "there is no plan '%s'; did you mean %s", id, kr_ids_text(c->plan_ids, near));
  return kr_exit_usage(command, "there is no plan '%s' in plan.csv (base is the network as it is)", id);
}

char *kr_thousands(double value, char *out) {
  char digits[32];
  int n = snprintf(digits, sizeof digits, "%.0f", fmin(fabs(value), 1e20)), to = 0;
  if (value <= -0.5) out[to++] = '-';
  for (int i = 0; i < n && to < 30; ++i) {
    if (i > 0 && (n - i) % 3 == 0) out[to++] = ',';
    out[to++] = digits[i];
  }
  out[to] = '\0';
  return out;
}
