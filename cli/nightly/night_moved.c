#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/nightly/copy.h"
#include "cli/nightly/night_internal.h"
#include "cli/nightly/spool_internal.h"
#include "instances/atomic.h"
#include "instances/folder.h"
#include "instances/memory_file.h"
#include "instances/sink.h"

#define COMMITMENTS "commitment.csv"

/** Tonight's instance, but for the promises: those of the answer. */
static kr_status copy_files(const kr_night *n, const char *answer, const char *to, kr_error *err) {
  char path[KR_NIGHT_PATH + 16];
  kr_status status = KR_OK;
  snprintf(path, sizeof path, "%s/instance", n->folder);
  int instance = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), own = open(answer, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (instance < 0 || own < 0) status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  for (int32_t i = 0; i < KR_INSTANCE_FILES && status == KR_OK; i++)
    if (strcmp(kr_instance_file(i), COMMITMENTS) != 0)
      status = kr_file_copy_if_there(instance, kr_instance_file(i), to, err);
  if (status == KR_OK) status = kr_file_copy(own, COMMITMENTS, to, err);
  if (instance >= 0) close(instance);
  if (own >= 0) close(own);
  return status;
}

static kr_status read_moved(kr_night *n, const char *answer, kr_error *err) {
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = kr_moved_read(&n->moved, n->corridor, answer, messages, err);
  kr_messages_free(messages);
  return status;
}

kr_status kr_night_take_moved(kr_night *n, const char *answer, kr_error *err) {
  char path[KR_NIGHT_PATH + 16];
  kr_folder *folder = NULL;
  kr_status status;
  bool is_moved;
  int own = open(answer, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (own < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", answer, strerror(errno));
  status = kr_folder_has(own, KR_MOVED_FILE, &is_moved, err);
  close(own);
  snprintf(path, sizeof path, "%s/moved", n->folder);
  kr_folder_discard(AT_FDCWD, path); /* of a run that was stopped */
  if (status != KR_OK || !is_moved) return status;
  KR_TRY(kr_folder_begin(&folder, path, err));
  KR_TRY(copy_files(n, answer, kr_folder_path(folder), err));
  KR_TRY(kr_folder_commit(folder, err));
  KR_TRY(kr_night_read(n, path, err));
  status = read_moved(n, answer, err);
done:
  kr_folder_abandon(folder);
  return status;
}

/** One lot of a shipment's reason. */
static void put_reason(const kr_moved_lot *lot, FILE *to) {
  char moved[KR_DECIMAL_ROOM], price[KR_DECIMAL_ROOM], was[18], is[18];
  kr_number_write(lot->price_t_h, price);
  kr_instant_write(lot->arrive_min, was);
  kr_instant_write(lot->new_arrive_min, is);
  fprintf(to, "moved for others at a price of %s t*h: %s t of lot %d arrive by %s, were promised for %s", price,
          kr_tonnes_text(lot->moved_kg, moved), (int)lot->number, is, was);
}

char *kr_night_moved_reason(const kr_night *n, int32_t shipment, const char *reason) {
  kr_memory_file file = {0};
  int n_said = 0;
  if (kr_memory_file_open(&file, NULL) != KR_OK) return NULL;
  for (size_t i = 0; i < n->moved.n; i++) {
    if (n->moved.lots[i].shipment != shipment) continue;
    if (n_said++ > 0) fputs("; ", file.file);
    put_reason(&n->moved.lots[i], file.file);
  }
  if (n_said > 0 && reason[0]) fprintf(file.file, "; %s", reason);
  if (kr_memory_file_close(&file, NULL) != KR_OK) kr_memory_file_drop(&file);
  return file.bytes;
}
