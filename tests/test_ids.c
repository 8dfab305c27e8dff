#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "graph/ids.h"
#include "graph/siphash.h"
#include "tests/colliding_ids.h"
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

/** CPU seconds of adding 100,000 ids and finding each, the least of three tries. */
static double cost_of(const colliding_ids *some) {
  double least = 1e9;
  for (int go = 0; go < 3; go++) {
    kr_ids *own = NULL;
    char text[COLLIDING_BYTES];
    int32_t index;
    clock_t from = clock();
    cr_assert_eq(kr_ids_create(&own), KR_OK);
    for (int i = 0; i < 100000; i++) {
      collide_text(some, i, text);
      cr_assert_eq(kr_ids_add(own, text, sizeof text, &index), KR_OK);
      cr_assert_eq(index, i);
    }
    double took = (double)(clock() - from) / CLOCKS_PER_SEC;
    if (took < least) least = took;
    kr_ids_free(own);
  }
  return least;
}

Test(ids, costs_no_more_when_the_ids_are_chosen_to_collide) {
  static colliding_ids enemy, random;
  collide_make(&enemy, 0);
  collide_make(&random, 1);
  double chosen = cost_of(&enemy), by_chance = cost_of(&random);
  cr_expect_leq(chosen, 2 * by_chance + 0.005, "%.4f s, by chance %.4f s", chosen, by_chance);
}

/* The value of SipHash-1-3 for the key 00 01 … 0f over 00 01 … 0e, as in Rust's library (core::hash::sip). */
Test(siphash, is_the_published_function) {
  kr_hash_key key = {{UINT64_C(0x0706050403020100), UINT64_C(0x0F0E0D0C0B0A0908)}};
  char text[15];
  for (int i = 0; i < 15; i++) text[i] = (char)i;
  cr_expect_eq(kr_siphash(key, text, 0), UINT64_C(0xABAC0158050FC4DC));
  cr_expect_eq(kr_siphash(key, text, 15), UINT64_C(0xD320D86D2A519956));
}

Test(siphash, has_another_key_each_time) {
  kr_hash_key a = kr_hash_key_make(), b = kr_hash_key_make();
  cr_expect_neq(kr_siphash(a, "ALMA", 4), kr_siphash(b, "ALMA", 4));
}
