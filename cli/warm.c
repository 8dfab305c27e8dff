#include "cli/warm.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"

int kr_warm_read(kr_warm_folder *out, const char *folder, const kr_corridor *c, kr_view view, bool quiet) {
  kr_error err = {0};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_exit_failure(status, NULL);
  status = kr_result_read(&out->routes, &out->claims, folder, c, messages, &err);
  long long n = (long long)kr_messages_errors(messages);
  bool unread = !out->claims.shadow_price;
  if (n > 0 && unread) kr_print_messages(messages);
  kr_messages_free(messages);
  if (status != KR_OK && (status != KR_ERR_INPUT || unread)) return kr_exit_failure(status, &err);
  if (out->claims.is_static != (view == KR_VIEW_STATIC)) {
    fprintf(stderr, "keruen: --warm: %s is a %s result; %s\n", folder, out->claims.is_static ? "static" : "dated",
            out->claims.is_static ? "add --static, or give a dated one" : "leave --static out, or give a static one");
    return KR_EXIT_INPUT;
  }
  if (n > 0 && !quiet)
    fprintf(stderr, "keruen: --warm: %lld places in %s do not fit this instance; the rest is used\n", n, folder);
  out->warm = (kr_warm){&out->routes, out->claims.shadow_price};
  return KR_EXIT_OK;
}

void kr_warm_clear(kr_warm_folder *folder) {
  kr_allocation_clear(&folder->routes);
  kr_claims_clear(&folder->claims);
  folder->warm = (kr_warm){0};
}
