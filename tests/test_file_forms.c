/* What a path may lead to, what the first bytes of a file betray, and how numbers are written into a cell. */
#include <criterion/criterion.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "instances/instance.h"
#include "instances/magic.h"
#include "instances/regular.h"
#include "instances/sink.h"
#include "tests/tiny_instance.h"

static scratch folder;
static kr_error err;

static void make(void) { folder = scratch_make(); }
static void drop(void) { scratch_remove(&folder); }

TestSuite(file_forms, .init = make, .fini = drop);

#define ADVICE ", not a file; put the file itself there"

/** @param expected NULL: there is no fault, and errno is `reason` */
static void stands(const char *path, const char *expected, int reason) {
  const char *fault = "untouched";
  errno = 0;
  FILE *file = kr_regular_open(path, &fault);
  cr_expect_null(file);
  if (expected)
    cr_expect_str_eq(fault, expected, "%s", path);
  else
    cr_expect(!fault && errno == reason, "%s: %s", path, strerror(errno));
}

Test(file_forms, only_a_regular_file_is_opened) {
  const char *path = scratch_path(&folder, "x");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
  stands(path, NULL, ENOENT);
  stands(folder.path, "a folder" ADVICE, 0);
  stands("/dev/null", "a device" ADVICE, 0);
  cr_assert_eq(mkfifo(path, 0600), 0);
  stands(path, "a pipe" ADVICE, 0);
  unlink(path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
  stands(path, "a socket" ADVICE, 0);
  close(fd);
  unlink(path);
  cr_assert_eq(symlink("nowhere", path), 0);
  stands(path, "a symbolic link that leads nowhere" ADVICE, 0);
  unlink(path);
  cr_assert_eq(symlink("x", path), 0);
  stands(path, "a symbolic link that leads nowhere" ADVICE, 0);
  unlink(path);
  scratch_write(&folder, "x", "text");
  stands("/tmp/nowhere/at/all", NULL, ENOENT);
  const char *fault = "untouched";
  FILE *file = kr_regular_open(path, &fault);
  cr_assert(file && !fault);
  fclose(file);
}

Test(file_forms, wide_text_is_known_with_or_without_its_mark) {
  static const struct first {
    const char *bytes;
    const char *what; /* NULL: nothing is known against it */
  } firsts[] = {{"\xFF\xFEn\0", "the file is UTF-16; save it as UTF-8"},
                {"\xFF\xFE\0\0", "the file is UTF-32; save it as UTF-8"},
                {"n\0o\0", "the file is UTF-16; save it as UTF-8"},
                {"\0n\0o", "the file is UTF-16; save it as UTF-8"},
                {"n\0\0\0", "the file is UTF-32; save it as UTF-8"},
                {"\0\0\0n", "the file is UTF-32; save it as UTF-8"},
                {"node", NULL},
                {"\0\0\0\0", NULL},
                {"\0n\0\0", NULL},
                {"\0nod", NULL},
                {"n\0od", NULL},
                {"\0\0no", NULL},
                {"n\0\0d", NULL},
                {"no\0\0", NULL},
                {"\0no\0", NULL},
                {"n\0oo", NULL}};
  for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
    const char *found = kr_magic(firsts[i].bytes, 4);
    cr_expect_str_eq(found ? found : "", firsts[i].what ? firsts[i].what : "", "the %zu-th", i);
  }
  cr_expect_null(kr_magic("n\0o", 3));
}

static void is_written(void (*put)(kr_sink *, double), double value, const char *expected) {
  kr_sink sink;
  cr_assert_eq(kr_sink_open(&sink, folder.path, "cells.csv", &err), KR_OK, "%s", err.text);
  put(&sink, value);
  cr_assert_eq(kr_sink_close(&sink, &err), KR_OK);
  char *text = scratch_read(&folder, "cells.csv");
  cr_expect_str_eq(text, expected);
  free(text);
  cr_assert_eq(kr_sink_remove(folder.path, "cells.csv", &err), KR_OK);
}

Test(file_forms, numbers_are_written_without_an_exponent) {
  is_written(kr_sink_exact, 1.25e-9, "0.00000000125");
  is_written(kr_sink_exact, -1.25e-9, "-0.00000000125");
  is_written(kr_sink_exact, 1e25, "10000000000000000000000000");
  is_written(kr_sink_exact, -1.5e25, "-15000000000000000000000000");
  is_written(kr_sink_exact, 0.25, "0.25");
  is_written(kr_sink_rounded, 0.1234564, "0.123456");
  is_written(kr_sink_rounded, 1e25, "10000000000000000000000000");
}

Test(file_forms, tonnes_beyond_millionths_are_written_all_the_same) {
  char text[KR_DECIMAL_ROOM];
  cr_expect_str_eq(kr_tonnes_text(-1500, text), "-1.5");
  cr_expect_eq(atof(kr_tonnes_text(9100000000000000, text)), 9.1e12);
  cr_expect_eq(atof(kr_tonnes_text(-9100000000000000, text)), -9.1e12);
}

/** Twenty shipments of a tonne, of which the last `n` are a thousand times that. @return warnings */
static size_t warnings_of_slips(int n) {
  scratch tiny = tiny_instance();
  kr_messages *messages = NULL;
  kr_corridor *c = NULL;
  char text[4000] = "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n";
  for (int i = 0; i < 20; i++) {
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "S%d,KTZ,A,B,box,%d,2025-01-06\n", i, i < 20 - n ? 1 : 1000);
  }
  scratch_write(&tiny, "shipment.csv", text);
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_instance_read(&c, tiny.path, messages, &err), KR_OK, "%s", err.text);
  size_t told = kr_messages_kept(messages);
  if (n == 1)
    cr_expect_str_eq(kr_messages_text(messages, 0),
                     "shipment.csv:21:1: warning: shipment \"S19\": quantity_t is 1000 times that of the middle one "
                     "here; are these kilograms?");
  kr_corridor_free(c);
  kr_messages_free(messages);
  scratch_remove(&tiny);
  return told;
}

Test(file_forms, one_quantity_in_kilograms_is_a_slip_and_many_are_none) {
  cr_expect_eq(warnings_of_slips(0), 0u);
  cr_expect_eq(warnings_of_slips(1), 1u);
  cr_expect_eq(warnings_of_slips(2), 0u);
}
