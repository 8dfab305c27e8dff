#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "graph/ids.h"
#include "tests/failing_alloc.h"

static kr_ids *ids;

static void make(void) { cr_assert_eq(kr_ids_create(&ids), KR_OK); }
static void drop(void) { kr_ids_free(ids); }

TestSuite(ids, .init = make, .fini = drop);

static int32_t add(const char *text) {
  int32_t index = -77;
  cr_assert_eq(kr_ids_add(ids, text, strlen(text), &index), KR_OK);
  return index;
}

static int32_t find(const char *text) { return kr_ids_find(ids, text, strlen(text)); }

static const char *nearest(const char *text) {
  int32_t i = kr_ids_nearest(ids, text, strlen(text));
  return i < 0 ? "" : kr_ids_text(ids, i);
}

Test(ids, numbers_texts_in_the_order_they_come) {
  cr_expect_eq(add("ALMA"), 0);
  cr_expect_eq(add(""), 1);
  cr_expect_eq(add("ALMA"), 0);
  cr_expect_eq(add("Алматы"), 2);
  cr_expect_eq(kr_ids_count(ids), 3);
  cr_expect_str_eq(kr_ids_text(ids, 2), "Алматы");
}

Test(ids, finds_nothing_in_an_empty_set) {
  cr_expect_eq(find("ALMA"), -1);
  cr_expect_str_eq(nearest("ALMA"), "");
}

Test(ids, tells_a_text_from_its_beginning) {
  add("ALMA");
  cr_expect_eq(find("ALM"), -1);
  cr_expect_eq(find("ALMAT"), -1);
  cr_expect_eq(kr_ids_find(ids, "ALMATY", 4), 0);
}

Test(ids, keeps_bytes_that_are_zero) {
  int32_t index;
  cr_assert_eq(kr_ids_add(ids, "a\0b", 3, &index), KR_OK);
  cr_expect_eq(kr_ids_find(ids, "a\0c", 3), -1);
  cr_expect_eq(kr_ids_find(ids, "a\0b", 3), 0);
  cr_expect_eq(find("a"), -1);
}

Test(ids, holds_a_hundred_thousand_and_keeps_texts_where_they_were) {
  char text[32];
  add("first");
  const char *first = kr_ids_text(ids, 0);
  for (int i = 0; i < 100000; i++) {
    snprintf(text, sizeof text, "SHIP-%d", i);
    cr_assert_eq(add(text), i + 1);
  }
  cr_expect_eq(kr_ids_text(ids, 0), first);
  for (int i = 0; i < 100000; i += 997) {
    snprintf(text, sizeof text, "SHIP-%d", i);
    cr_assert_eq(find(text), i + 1);
  }
  cr_expect_eq(find("SHIP-100000"), -1);
}

Test(ids, takes_a_text_larger_than_a_block) {
  static char text[200000];
  memset(text, 'x', sizeof text - 1);
  cr_expect_eq(add("before"), 0);
  cr_expect_eq(add(text), 1);
  cr_expect_eq(add("behind"), 2);
  cr_expect_eq(find(text), 1);
}

Test(ids, suggests_the_nearest) {
  add("ALMATY");
  add("AKTAU");
  add("transit_hours");
  cr_expect_str_eq(nearest("ALMATI"), "ALMATY");
  cr_expect_str_eq(nearest("almaty"), "ALMATY");
  cr_expect_str_eq(nearest("transit_hour"), "transit_hours");
  cr_expect_str_eq(nearest("AKATU"), "AKTAU"); /* one swap */
  cr_expect_str_eq(nearest("POTI"), "");       /* 4 / 3 = 1 edit allowed, and none is so near */
}

Test(ids, suggests_the_first_of_equals) {
  add("A1");
  add("A2");
  cr_expect_str_eq(nearest("A3"), "A1");
}

Test(ids, allows_one_edit_in_three_letters) {
  add("abcdef");
  cr_expect_str_eq(nearest("abcdxy"), "abcdef"); /* 2 edits of 6 */
  cr_expect_str_eq(nearest("abcxyz"), "");       /* 3 edits of 6 */
  cr_expect_str_eq(nearest("abcdefg"), "abcdef");
}

Test(ids, counts_letters_not_bytes) {
  add("Алматы");
  cr_expect_str_eq(nearest("Алмата"), "Алматы");
  cr_expect_str_eq(nearest("Алмфта"), "Алматы"); /* 2 of 6 letters; in bytes it would be 4 of 12 */
  cr_expect_str_eq(nearest("Ылмфта"), "");       /* 3 of 6 */
}

Test(ids, passes_over_texts_too_long_for_ids) {
  char text[200];
  memset(text, 'x', sizeof text);
  add("xxx");
  cr_expect_eq(kr_ids_nearest(ids, text, sizeof text), -1);
}

Test(ids, says_so_when_memory_ends_and_stays_as_it_was) {
  int32_t index;
  char text[32];
  for (int i = 0; i < 7; i++) {
    snprintf(text, sizeof text, "%d", i);
    add(text);
  }
  /* The eighth is the one for which the table of 16 slots has room still; the ninth needs a larger one. */
  add("7");
  failing_alloc_arm(1);
  kr_status status = kr_ids_add(ids, "8", 1, &index);
  cr_expect(failing_alloc_disarm());
  cr_expect_eq(status, KR_ERR_MEMORY);
  cr_expect_eq(kr_ids_count(ids), 8);
  cr_expect_eq(find("8"), -1);
  cr_expect_eq(find("7"), 7);
  cr_expect_eq(add("8"), 8);
}
