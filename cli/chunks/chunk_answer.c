#include "cli/chunks/chunk_answer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "instances/atomic.h"
#include "instances/folder.h"
#include "instances/sink.h"

#define TICKET ".ticket"
#define HASH_DIGITS 64

static const char *const ends[] = {[KR_CHUNK_WHOLE] = "whole", [KR_CHUNK_CUT] = "cut", [KR_CHUNK_FAILED] = "failed"};

const char *kr_chunk_path(char out[KR_CHUNK_PATH], const char *top, int32_t number, const char *name) {
  snprintf(out, KR_CHUNK_PATH, "%s/chunks/%04d/%s", top, (int)number, name);
  return out;
}

kr_status kr_chunk_make(const char *top, int32_t number, kr_error *err) {
  char name[16];
  snprintf(name, sizeof name, "%04d", (int)number);
  int in = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int chunks = in < 0 ? -1 : kr_folder_make(in, "chunks");
  int own = chunks < 0 ? -1 : kr_folder_make(chunks, name);
  kr_status status = KR_OK;
  if (own < 0) status = kr_fail(err, KR_ERR_IO, "%s/chunks/%s: cannot be made: %s", top, name, strerror(errno));
  if (own >= 0) close(own);
  if (chunks >= 0) close(chunks);
  if (in >= 0) close(in);
  return status;
}

kr_status kr_chunk_look(const char *top, int32_t number, const char *job_sha256, kr_chunk_end *end,
                        char reason[KR_CHUNK_REASON], kr_error *err) {
  char path[KR_CHUNK_PATH], text[KR_CHUNK_REASON + 80] = "";
  *end = KR_CHUNK_OPEN;
  reason[0] = '\0';
  FILE *file = fopen(kr_chunk_path(path, top, number, "answer/" TICKET), "rb");
  if (!file && errno == ENOENT) return KR_OK;
  if (!file) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  size_t n = fread(text, 1, sizeof text - 1, file);
  bool is_bad = ferror(file) != 0;
  fclose(file);
  if (is_bad) return kr_fail(err, KR_ERR_IO, "%s: cannot be read", path);
  text[n] = '\0';
  if (n <= HASH_DIGITS || strncmp(text, job_sha256, HASH_DIGITS) != 0) return KR_OK;
  const char *said = text + HASH_DIGITS + 1;
  for (int i = KR_CHUNK_WHOLE; i <= KR_CHUNK_FAILED; i++) {
    size_t length = strlen(ends[i]);
    if (strncmp(said, ends[i], length) != 0) continue;
    *end = (kr_chunk_end)i;
    snprintf(reason, KR_CHUNK_REASON, "%.*s", (int)strcspn(said + length + 1, "\n"), said + length + 1);
  }
  return KR_OK;
}

static kr_status write_ticket(const char *folder, const char *job_sha256, kr_chunk_end end, const char *reason,
                              kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, TICKET, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, job_sha256);
  kr_sink_text(&sink, "\n");
  kr_sink_text(&sink, ends[end]);
  kr_sink_text(&sink, "\n");
  kr_sink_text(&sink, reason);
  kr_sink_text(&sink, "\n");
  return kr_sink_close(&sink, err);
}

static kr_status find(const char *top, int32_t number, const char *job_sha256, bool *is_there, kr_error *err) {
  char reason[KR_CHUNK_REASON];
  kr_chunk_end end;
  kr_status status = kr_chunk_look(top, number, job_sha256, &end, reason, err);
  *is_there = end != KR_CHUNK_OPEN;
  return status;
}

/** Where the place is taken, it is by another who was faster, with the same answer, or by an answer to another job. */
static kr_status begin(kr_folder **out, const char *top, int32_t number, const char *job_sha256, bool *is_there,
                       kr_error *err) {
  char path[KR_CHUNK_PATH];
  kr_error taken = {.text = ""};
  *is_there = false;
  kr_status status = kr_folder_begin(out, kr_chunk_path(path, top, number, "answer"), &taken);
  if (status == KR_OK) return KR_OK;
  status = find(top, number, job_sha256, is_there, err);
  if (status != KR_OK || *is_there) return status;
  kr_folder_discard(AT_FDCWD, path);
  return kr_folder_begin(out, path, err);
}

static kr_status commit(kr_folder *folder, const char *top, int32_t number, const char *job_sha256, kr_error *err) {
  bool is_there;
  kr_error other = {.text = ""};
  kr_status status = kr_folder_commit(folder, err);
  if (status == KR_OK) return KR_OK;
  return find(top, number, job_sha256, &is_there, &other) == KR_OK && is_there ? KR_OK : status;
}

kr_status kr_chunk_do(const char *top, int32_t number, const char *job_sha256, kr_chunk_work work, void *context,
                      bool *was_done, kr_error *err) {
  char reason[KR_CHUNK_REASON] = "";
  kr_chunk_end end = KR_CHUNK_OPEN;
  kr_folder *folder = NULL;
  kr_status status = find(top, number, job_sha256, was_done, err);
  if (status == KR_OK && !*was_done) status = begin(&folder, top, number, job_sha256, was_done, err);
  if (status != KR_OK || *was_done) return status;
  KR_TRY(work(context, kr_folder_path(folder), &end, reason, err));
  KR_TRY(write_ticket(kr_folder_path(folder), job_sha256, end, reason, err));
  status = commit(folder, top, number, job_sha256, err);
done:
  kr_folder_abandon(folder);
  return status;
}
