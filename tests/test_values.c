#include "instances/values.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/corridor.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static kr_values values;
static kr_messages *messages;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
}

static void drop(void) {
  kr_values_clear(&values);
  kr_messages_free(messages);
  scratch_remove(&folder);
}

TestSuite(values, .init = make, .fini = drop);

Test(values, come_back_to_the_last_bit) {
  const double list[] = {0.1, -0.0, 1.0 / 3, DBL_MAX, DBL_MIN / 4, -1e-300, nextafter(1, 2), 4579535856.0};
  size_t n = sizeof list / sizeof *list;
  for (size_t i = 0; i < n; ++i)
    cr_assert_eq(kr_values_add(&values, "price", (int32_t)i, i % 2 ? KR_NONE : INT32_MAX, list[i], &err), KR_OK);
  cr_assert_eq(kr_values_write(&values, folder.path, &err), KR_OK, "%s", err.text);
  kr_values_clear(&values);
  cr_assert_eq(kr_values_read(&values, folder.path, messages, &err), KR_OK, "%s", err.text);
  cr_assert_eq(kr_messages_errors(messages), 0, "%s", kr_messages_text(messages, 0));
  cr_assert_eq(values.n, n);
  for (size_t i = 0; i < n; ++i) {
    const kr_value *v = &values.list[i];
    cr_expect_str_eq(v->name, "price");
    cr_expect_eq(v->of, (int32_t)i);
    cr_expect_eq(v->at, i % 2 ? KR_NONE : INT32_MAX);
    cr_expect_eq(memcmp(&v->value, &list[i], sizeof list[i]), 0, "%.17g is %.17g", list[i], v->value);
  }
}

/* 1 is 3ff0000000000000, infinity 7ff0000000000000: IEEE 754. */
Test(values, of_no_number_are_reported) {
  static const char text[] =
      "name,of,at,bits\n"
      "one,,,3ff0000000000000\n"
      "infinite,,,7ff0000000000000\n"
      "short,,,3ff\n"
      "large,,,3FF0000000000000\n"
      "of,x,,3ff0000000000000\n";
  static const char *const expected[] = {
      "values.csv:3:12: error: bits \"7ff0000000000000\": not the bits of a number",
      "values.csv:4:9: error: bits \"3ff\": not the bits of a number",
      "values.csv:5:9: error: bits \"3FF0000000000000\": not the bits of a number",
      "values.csv:6:4: error: of \"x\": not a number; write digits with a decimal point"};
  scratch_write(&folder, "values.csv", text);
  cr_assert_eq(kr_values_read(&values, folder.path, messages, &err), KR_OK);
  cr_assert_eq(kr_messages_errors(messages), 4);
  for (size_t i = 0; i < 4; ++i) cr_expect_str_eq(kr_messages_text(messages, i), expected[i]);
  cr_expect_eq(values.list[0].value, 1);
}

Test(values, are_not_written_over_others) {
  scratch_write(&folder, "values.csv", "mine");
  cr_expect_eq(kr_values_write(&values, folder.path, &err), KR_ERR_IO);
}

static kr_status there_and_back(void) {
  unlink(scratch_path(&folder, "values.csv"));
  kr_status status = kr_values_add(&values, "one", 1, 2, 1, &err);
  if (status == KR_OK) status = kr_values_write(&values, folder.path, &err);
  return status == KR_OK ? kr_values_read(&values, folder.path, messages, &err) : status;
}

Test(values, survive_the_failure_of_any_allocation) {
  bool refused = true;
  for (long n = 1; refused; ++n) {
    cr_assert_lt(n, 100, "it allocates without end");
    failing_alloc_arm(n);
    kr_status status = there_and_back();
    refused = failing_alloc_disarm();
    kr_values_clear(&values);
    cr_assert_eq(status, refused ? KR_ERR_MEMORY : KR_OK, "allocation %ld", n);
  }
}
