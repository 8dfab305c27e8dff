#include "cli/spool.h"

#include <stdio.h>

#include "cli/command.h"

static int open_spool(kr_office *office, const char *path) {
  kr_error err = {0};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status == KR_OK) status = kr_spool_open(&office->spool, path, messages, &err);
  if (messages) kr_print_messages(messages);
  kr_messages_free(messages);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

int kr_office_need_ledger(kr_office *office) {
  kr_error err = {0};
  if (office->ledger) return KR_EXIT_OK;
  kr_status status = kr_ledger_open(&office->ledger, kr_spool_root(office->spool), &err);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

int kr_office_open(kr_office *office, const char *path) {
  int code = open_spool(office, path);
  if (code == KR_EXIT_OK && kr_ledger_is_there(path)) code = kr_office_need_ledger(office);
  return code;
}

int kr_office_look(kr_office *office, const char *path) {
  kr_error err = {0};
  int code = open_spool(office, path);
  if (code != KR_EXIT_OK || !kr_ledger_is_there(path)) return code;
  kr_status status = kr_ledger_open_to_read(&office->ledger, path, &err);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

void kr_office_close(kr_office *office) {
  kr_ledger_close(office->ledger);
  kr_spool_close(office->spool);
}

void kr_office_print(void *context, const char *text) { printf("%s%s\n", (const char *)context, text); }
