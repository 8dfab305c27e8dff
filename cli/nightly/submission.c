#include "cli/nightly/submission.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/nightly/intake.h"
#include "instances/cell.h"

#define PATH_ROOM 4096

const char *kr_submission_kind_name(kr_submission_kind kind) {
  return kind == KR_SUBMISSION_FREIGHT ? "freight" : "what-if";
}

void kr_submission_clear(kr_submission *s) {
  kr_corridor_free(s->freight);
  s->freight = NULL;
}

static bool is_instance(const char *folder) {
  char path[PATH_ROOM];
  struct stat info;
  snprintf(path, sizeof path, "%s/config.csv", folder);
  return lstat(path, &info) == 0;
}

static kr_status read_freight(kr_submission *out, kr_inputs *inputs, const char *folder, kr_freight_rules rules,
                              kr_messages *messages, kr_error *err) {
  rules.forwarder = out->forwarder;
  rules.most_id_bytes = KR_ID_BYTES_MAX - 1 - strlen(out->forwarder); /* in the joint name */
  return kr_freight_read(&out->freight, inputs, folder, &rules, messages, err);
}

/** An instance is read whole, then let go: who solves it reads it again, in a process of its own. */
static kr_status read_what_if(kr_inputs *inputs, const char *folder, int32_t most_rows, kr_messages *messages,
                              kr_error *err) {
  kr_corridor *c = NULL;
  kr_status status = kr_instance_read_hashed(&c, inputs, folder, messages, err);
  if (status == KR_OK && kr_n_shipments(c) > most_rows)
    status = kr_fail(err, KR_ERR_INPUT, "shipment.csv: more than %d rows; ask with fewer", (int)most_rows);
  kr_corridor_free(c);
  return status;
}

kr_status kr_submission_read(kr_submission *out, const char *folder, const kr_limits *limits,
                             const kr_corridor *corridor, kr_messages *messages, kr_error *err) {
  kr_inputs inputs = {.n_files = 0};
  kr_freight_rules rules = {.corridor = corridor, .most_rows = limits->most_rows};
  out->kind = is_instance(folder) ? KR_SUBMISSION_WHAT_IF : KR_SUBMISSION_FREIGHT;
  out->sha256[0] = '\0';
  kr_status status = kr_intake_check(folder, limits->most_bytes, err);
  if (status != KR_OK) return status;
  if (out->kind == KR_SUBMISSION_FREIGHT)
    status = read_freight(out, &inputs, folder, rules, messages, err);
  else
    status = read_what_if(&inputs, folder, limits->most_rows, messages, err);
  if (status == KR_OK || status == KR_ERR_INPUT) kr_inputs_hash(&inputs, out->sha256);
  return status;
}
