#include <fcntl.h>
#include <math.h>
#include <stdio.h>

#include "cli/nightly/night_internal.h"
#include "instances/folder.h"

static kr_status read_rows(kr_night *n, const char *result, kr_error *err) {
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = kr_result_read_shares(&n->claims, result, n->corridor, messages, err);
  kr_messages_free(messages);
  return status;
}

kr_status kr_night_read_shares(kr_night *n, kr_error *err) {
  char path[KR_NIGHT_PATH + 32];
  bool has = false;
  snprintf(path, sizeof path, "%s/result/" KR_FORWARDER_FILE, n->folder);
  kr_status status = n->claims.forwarders ? KR_OK : kr_folder_has(AT_FDCWD, path, &has, err);
  if (status != KR_OK || !has) return status;
  snprintf(path, sizeof path, "%s/instance", n->folder);
  if (!n->corridor) status = kr_night_read(n, path, err);
  snprintf(path, sizeof path, "%s/result", n->folder);
  return status == KR_OK ? read_rows(n, path, err) : status;
}

void kr_night_say_shares(const kr_night *n) {
  double least = 1, most = 0;
  int32_t count = kr_ids_count(n->corridor->forwarder_ids);
  if (!n->claims.forwarders || count == 0) return;
  for (int32_t f = 0; f < count; f++) {
    least = fmin(least, n->claims.forwarders[f].share);
    most = fmax(most, n->claims.forwarders[f].share);
  }
  kr_night_say(n, KR_NIGHT_NOTE, "shares",
               "%d forwarders are served %.1f to %.1f %% of what they have on the way or waiting", (int)count,
               100 * least, 100 * most);
}
