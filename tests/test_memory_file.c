#include <criterion/criterion.h>
#include <string.h>

#include "instances/memory_file.h"
#include "tests/failing_alloc.h"

static void put(FILE *to) {
  for (int i = 0; i < 3000; i++) fprintf(to, "%d,", i);
}

Test(memory_file, holds_what_was_written) {
  kr_memory_file m = {0};
  cr_assert_eq(kr_memory_file_open(&m, NULL), KR_OK);
  cr_assert_eq(kr_memory_file_close(&m, NULL), KR_OK);
  cr_expect_str_eq(m.bytes, "");
  kr_memory_file_drop(&m);
  cr_assert_eq(kr_memory_file_open(&m, NULL), KR_OK);
  put(m.file);
  cr_assert_eq(kr_memory_file_close(&m, NULL), KR_OK);
  cr_expect_eq(m.n, 13890); /* 10 * 2 + 90 * 3 + 900 * 4 + 2000 * 5 */
  cr_expect_eq(strlen(m.bytes), 13890);
  cr_expect_str_eq(m.bytes + m.n - 10, "2998,2999,");
  kr_memory_file_drop(&m);
}

/** open_memstream would lose the middle and say nothing. */
Test(memory_file, says_so_when_any_allocation_is_refused) {
  for (long n = 1; n < 100; n++) {
    kr_memory_file m = {0};
    kr_error err = {0};
    failing_alloc_arm_once(n);
    kr_status status = kr_memory_file_open(&m, &err);
    if (status == KR_OK) {
      put(m.file);
      status = kr_memory_file_close(&m, &err);
    }
    bool refused = failing_alloc_disarm();
    cr_expect_eq(status, refused ? KR_ERR_MEMORY : KR_OK, "allocation %ld", n);
    kr_memory_file_drop(&m);
    if (!refused) return;
  }
  cr_expect_fail("it allocates without end");
}
