#include "nightly/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "instances/sink.h"

#define CHUNK_BYTES 65536

static kr_status pour(int from, const char *name, kr_sink *sink, kr_error *err) {
  char chunk[CHUNK_BYTES];
  for (;;) {
    ssize_t n = read(from, chunk, sizeof chunk);
    if (n < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", name, strerror(errno));
    if (n == 0) return KR_OK;
    fwrite(chunk, 1, (size_t)n, sink->file); /* a failure is told when the sink is closed */
  }
}

kr_status kr_file_copy(int folder, const char *name, const char *to, kr_error *err) {
  kr_sink sink;
  int from = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", name, strerror(errno));
  kr_status status = kr_sink_open(&sink, to, name, err);
  if (status == KR_OK) {
    status = pour(from, name, &sink, err);
    if (status == KR_OK)
      status = kr_sink_close(&sink, err);
    else
      kr_sink_drop(&sink);
  }
  close(from);
  return status;
}
