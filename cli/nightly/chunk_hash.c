#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/nightly/chunk.h"
#include "instances/instance.h"
#include "instances/sha256.h"

#define PIECE_BYTES 65536

/** @param is_there false: there is no such file */
static kr_status hash_file(const char *path, char out[65], bool *is_there, kr_error *err) {
  char piece[PIECE_BYTES];
  kr_sha256 hash;
  ssize_t n = 0;
  int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  *is_there = fd >= 0;
  if (fd < 0 && errno == ENOENT) return KR_OK;
  kr_sha256_begin(&hash);
  while (fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0) kr_sha256_add(&hash, piece, (size_t)n);
  int reason = errno;
  kr_sha256_end(&hash, out);
  if (fd >= 0) close(fd);
  return fd >= 0 && n == 0 ? KR_OK : kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(reason));
}

kr_status kr_chunk_hash_file(const char *path, char out[65], kr_error *err) {
  bool is_there;
  kr_status status = hash_file(path, out, &is_there, err);
  if (status == KR_OK && !is_there) status = kr_fail(err, KR_ERR_IO, "%s: is not there", path);
  return status;
}

/** Files in the order of their names, as kr_instance_read_hashed leaves them. */
kr_status kr_chunk_hash_instance(const char *folder, char out[65], kr_error *err) {
  kr_inputs inputs = {.n_files = 0};
  for (int32_t i = 0; i < KR_INSTANCE_FILES; i++) {
    char path[KR_CHUNK_PATH + 32];
    bool is_there;
    struct kr_input *input = &inputs.files[inputs.n_files];
    snprintf(path, sizeof path, "%s/%s", folder, kr_instance_file(i));
    kr_status status = hash_file(path, input->sha256, &is_there, err);
    if (status != KR_OK) return status;
    input->name = kr_instance_file(i);
    if (is_there) inputs.n_files++;
  }
  kr_inputs_hash(&inputs, out);
  return KR_OK;
}
