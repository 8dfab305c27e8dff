#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "instances/parse_json.h"
#include "tests/failing_alloc.h"

#define TEXT_BYTES 32768
#define STRINGS 150

/** An object whose strings are `pad` bytes longer than the one before, so that tokens end where any buffer ends. */
static size_t compose(char text[TEXT_BYTES], int pad) {
  size_t n = (size_t)sprintf(text, "{\"pad\": \"%*s\"", pad, "");
  for (int i = 0; i < STRINGS; i++) n += (size_t)sprintf(text + n, ", \"key %d\": [\"%*s\", %d.25]", i, i, "", i);
  return n + (size_t)sprintf(text + n, "}");
}

Test(parse_json, keeps_what_it_read) {
  kr_json json;
  static char text[TEXT_BYTES];
  size_t n = compose(text, 3);
  cr_assert_eq(kr_json_parse(&json, text, n, NULL, NULL), KR_OK);
  const json_t *last = json_object_get(json.root, "key 149");
  cr_expect_eq(json_string_length(json_array_get(last, 0)), 149);
  cr_expect_eq(json_number_value(json_array_get(last, 1)), 149.25);
  kr_json_drop(&json);
}

Test(parse_json, says_where_it_is_no_json) {
  kr_json json;
  json_error_t fault;
  cr_assert_eq(kr_json_parse(&json, "{\"a\": 1,\n \"a\": 2}", 17, &fault, NULL), KR_OK);
  cr_expect_null(json.root);
  cr_expect_eq(fault.line, 2);
  kr_json_drop(&json);
}

/** @return whether it had all the memory that it asked for */
static bool parse_without(const char *text, size_t n, long nth, bool is_once) {
  kr_json json;
  (is_once ? failing_alloc_arm_once : failing_alloc_arm)(nth);
  kr_status status = kr_json_parse(&json, text, n, NULL, NULL);
  bool refused = failing_alloc_disarm();
  cr_expect_eq(status, refused ? KR_ERR_MEMORY : KR_OK);
  cr_expect(refused || json_object_size(json.root) == STRINGS + 1);
  kr_json_drop(&json);
  return !refused;
}

Test(parse_json, survives_the_failure_of_any_allocation_wherever_a_token_ends) {
  static char text[TEXT_BYTES];
  for (int pad = 0; pad < 300; pad++) {
    size_t n = compose(text, pad);
    for (long nth = 1; !parse_without(text, n, nth, true); nth++) cr_assert_lt(nth, 10000);
    for (long nth = 1; !parse_without(text, n, nth, false); nth++) cr_assert_lt(nth, 10000);
  }
}

Test(parse_json, leaves_the_allocator_of_the_program_around_it) {
  kr_json json;
  json_t *before = json_string("taken before");
  cr_assert_eq(kr_json_parse(&json, "[1, 2]", 6, NULL, NULL), KR_OK);
  json_t *between = json_string("taken between");
  cr_expect_eq(json_array_size(json.root), 2);
  kr_json_drop(&json);
  cr_expect_str_eq(json_string_value(between), "taken between");
  json_decref(before);
  json_decref(between);
}
