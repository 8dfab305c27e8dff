#define _GNU_SOURCE /* fopencookie */
#include "instances/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "instances/atomic.h"

#define ROUNDED_MAX 9e12 /* beyond it millionths do not fit 63 bits */
#define TONNES_MAX_KG 9000000000000000

static int fd_of(void *cookie) { return (int)(intptr_t)cookie; }

/* A stream of the C library's own would give up at a signal. */
static ssize_t put(void *cookie, const char *bytes, size_t n) {
  return kr_write_all(fd_of(cookie), bytes, n) ? (ssize_t)n : 0;
}

static int end(void *cookie) { return close(fd_of(cookie)); }

static FILE *open_new(kr_sink *sink) {
  const cookie_io_functions_t calls = {.write = put, .close = end};
  sink->fd = open(sink->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  FILE *file = sink->fd < 0 ? NULL : fopencookie((void *)(intptr_t)sink->fd, "w", calls);
  int reason = errno;
  if (!file && sink->fd >= 0) {
    close(sink->fd);
    unlink(sink->path);
  }
  errno = reason;
  return file;
}

kr_status kr_sink_open(kr_sink *sink, const char *folder, const char *name, kr_error *err) {
  size_t n = strlen(folder) + strlen(name) + 2;
  *sink = (kr_sink){.path = malloc(n)};
  if (!sink->path) return kr_fail_memory(err);
  snprintf(sink->path, n, "%s/%s", folder, name);
  sink->file = open_new(sink);
  if (sink->file) return KR_OK;
  kr_status status = kr_fail(err, KR_ERR_IO, "%s: cannot be written: %s", sink->path, strerror(errno));
  kr_sink_drop(sink);
  return status;
}

kr_status kr_sink_remove(const char *folder, const char *name, kr_error *err) {
  size_t n = strlen(folder) + strlen(name) + 2;
  char *path = malloc(n);
  if (!path) return kr_fail_memory(err);
  snprintf(path, n, "%s/%s", folder, name);
  kr_status status =
      unlink(path) == 0 ? KR_OK : kr_fail(err, KR_ERR_IO, "%s: cannot be removed: %s", path, strerror(errno));
  free(path);
  return status;
}

void kr_sink_drop(kr_sink *sink) {
  if (sink->file) fclose(sink->file);
  free(sink->path);
  *sink = (kr_sink){.file = NULL};
}

kr_status kr_sink_close(kr_sink *sink, kr_error *err) {
  errno = 0;
  bool failed = ferror(sink->file) || fflush(sink->file) != 0;
  failed = failed || (!sink->is_synced_later && fsync(sink->fd) != 0);
  int reason = errno;
  failed |= fclose(sink->file) != 0;
  sink->file = NULL;
  kr_status status = KR_OK;
  if (failed)
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be written: %s", sink->path, reason ? strerror(reason) : "disk full?");
  kr_sink_drop(sink);
  return status;
}

void kr_sink_text(kr_sink *sink, const char *text) { fputs(text, sink->file); }

static void begin_cell(kr_sink *sink) {
  if (sink->is_inside_row) fputc(',', sink->file);
  sink->is_inside_row = true;
}

/** `text` with `mark` before it, quoted if the two together need it. */
static void put_cell(kr_sink *sink, const char *mark, const char *text) {
  begin_cell(sink);
  if (!strpbrk(text, ",\"\r\n")) {
    fputs(mark, sink->file);
    fputs(text, sink->file);
    return;
  }
  fputc('"', sink->file);
  fputs(mark, sink->file);
  for (; *text; text++) {
    if (*text == '"') fputc('"', sink->file);
    fputc(*text, sink->file);
  }
  fputc('"', sink->file);
}

void kr_sink_id(kr_sink *sink, const char *id) { put_cell(sink, "", id); }

void kr_sink_free_text(kr_sink *sink, const char *text) {
  bool is_formula = *text && strchr("=+-@\t\r", *text);
  put_cell(sink, is_formula ? "'" : "", text);
}

void kr_sink_blank(kr_sink *sink) { begin_cell(sink); }

void kr_sink_whole(kr_sink *sink, int64_t value) {
  begin_cell(sink);
  fprintf(sink->file, "%lld", (long long)value);
}

void kr_sink_decimal(kr_sink *sink, kr_micro value) {
  char text[KR_DECIMAL_ROOM];
  kr_decimal_write(value, text);
  begin_cell(sink);
  fputs(text, sink->file);
}

const char *kr_tonnes_text(int64_t kg, char out[KR_DECIMAL_ROOM]) {
  if (llabs(kg) < TONNES_MAX_KG)
    kr_decimal_write(kg * 1000, out);
  else
    kr_number_write((double)kg / 1e3, out);
  return out;
}

void kr_sink_tonnes(kr_sink *sink, int64_t kg) {
  char text[KR_DECIMAL_ROOM];
  begin_cell(sink);
  fputs(kr_tonnes_text(kg, text), sink->file);
}

void kr_sink_rounded(kr_sink *sink, double value) {
  if (fabs(value) < ROUNDED_MAX)
    kr_sink_decimal(sink, llround(value * 1e6));
  else
    kr_sink_exact(sink, value);
}

/** Puts `d.ddde-07` or `de+21` as a plain number. */
static void put_without_exponent(FILE *file, const char *text, const char *e) {
  long exponent = strtol(e + 1, NULL, 10);
  if (*text == '-') fputc(*text++, file);
  if (exponent < 0) {
    fputs("0.", file);
    for (long i = -1; i > exponent; i--) fputc('0', file);
  }
  for (; text < e; text++) {
    if (*text == '.') continue;
    fputc(*text, file);
    exponent--;
  }
  for (; exponent >= 0; exponent--) fputc('0', file);
}

void kr_sink_exact(kr_sink *sink, double value) {
  char text[KR_DECIMAL_ROOM];
  kr_number_write(value, text);
  const char *e = strchr(text, 'e');
  begin_cell(sink);
  if (e)
    put_without_exponent(sink->file, text, e);
  else
    fputs(text, sink->file);
}

void kr_sink_end_row(kr_sink *sink) {
  fputc('\n', sink->file);
  sink->is_inside_row = false;
}
