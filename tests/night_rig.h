#ifndef KR_TESTS_NIGHT_RIG_H
#define KR_TESTS_NIGHT_RIG_H

#include <criterion/criterion.h>

#include "cli/nightly/claim.h"
#include "instances/instance.h"
#include "tests/tiny_instance.h"

/** The tiny instance as corridor, and an empty spool in it. A test that cannot have them ends. */
typedef struct night_rig {
  scratch folder;
  char path[128];
  kr_spool *spool;
  kr_corridor *corridor;
  kr_messages *messages;
  kr_error err;
} night_rig;

#define COLUMNS "shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready"

static inline void night_open_spool(night_rig *rig) {
  kr_spool_close(rig->spool);
  rig->spool = NULL;
  cr_assert_eq(kr_spool_open(&rig->spool, rig->path, rig->messages, &rig->err), KR_OK, "%s", rig->err.text);
}

static inline night_rig night_rig_make(void) {
  night_rig rig = {.folder = tiny_instance()};
  snprintf(rig.path, sizeof rig.path, "%s/spool", rig.folder.path);
  cr_assert_eq(kr_messages_create(&rig.messages), KR_OK);
  cr_assert_eq(kr_instance_read(&rig.corridor, rig.folder.path, rig.messages, &rig.err), KR_OK);
  cr_assert_eq(mkdir(rig.path, 0777), 0);
  night_open_spool(&rig);
  return rig;
}

static inline void night_rig_drop(night_rig *rig) {
  kr_spool_close(rig->spool);
  kr_corridor_free(rig->corridor);
  kr_messages_free(rig->messages);
  scratch_remove(&rig->folder);
}

static inline bool night_has(night_rig *rig, kr_spool_place place, const char *receipt) {
  bool has;
  cr_assert_eq(kr_spool_has(rig->spool, place, receipt, &has, &rig->err), KR_OK, "%s", rig->err.text);
  return has;
}

/** Hands in a file of the rig's folder; its errors stay in rig->messages. */
static inline kr_status night_submit(night_rig *rig, const char *forwarder, const char *file, const char *number) {
  char receipt[KR_RECEIPT_ROOM];
  kr_drop drop = {.forwarder = forwarder, .path = scratch_path(&rig->folder, file), .number = number};
  kr_messages_free(rig->messages);
  rig->messages = NULL;
  cr_assert_eq(kr_messages_create(&rig->messages), KR_OK);
  rig->err = (kr_error){0};
  return kr_spool_submit(rig->spool, &drop, rig->messages, receipt, &rig->err);
}

/** The folder `own`: the corridor's instance, to be handed in as a what-if. */
static inline void night_copy_instance(const scratch *folder) {
  cr_assert_eq(mkdir(scratch_path(folder, "own"), 0777), 0);
  for (int32_t i = 0; i < KR_INSTANCE_FILES; i++) {
    if (!scratch_has(folder, kr_instance_file(i))) continue;
    char to[64], *text = scratch_read(folder, kr_instance_file(i));
    snprintf(to, sizeof to, "own/%s", kr_instance_file(i));
    scratch_write(folder, to, text);
    free(text);
  }
}

/** Hands in rows under COLUMNS. */
static inline kr_status night_submit_rows(night_rig *rig, const char *forwarder, const char *number, const char *rows) {
  char text[4096];
  snprintf(text, sizeof text, COLUMNS "\n%s", rows);
  scratch_write(&rig->folder, "mine.csv", text);
  return night_submit(rig, forwarder, "mine.csv", number);
}

#endif
