/* What summary.json may say, and what it may not: members out of form, files that have changed, lines to point at. */
#include <criterion/criterion.h>
#include <math.h>

#include "instances/read_result.h"
#include "instances/read_summary.h"
#include "instances/summary_text.h"
#include "instances/told.h"
#include "instances/write_reason.h"
#include "tests/scratch.h"
#include "tests/small_result.h"

static scratch folder;
static small_result s;
static kr_messages *messages;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  s = small_result_make();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
}

static void drop(void) {
  kr_messages_free(messages);
  small_result_free(&s);
  scratch_remove(&folder);
}

TestSuite(summary_form, .init = make, .fini = drop);

#define COUNTS                                                                                                \
  "\"shipments\": 3, \"served\": 1, \"partial\": 1, \"unserved\": 1, \"late\": 1, \"lots\": 3, \"legs\": 8, " \
  "\"columns\": 0, \"rounds\": 0, \"priced_resource_days\": 0"

/** A summary with these members beside those that it needs. */
static kr_status read_with(const char *plan, const char *options, const char *counts, const char *more,
                           kr_claims *claims) {
  char text[2000];
  snprintf(text, sizeof text,
           "{\"schema\": \"keruen.summary/1\", \"status\": \"optimal\", \"objective\": 1, \"bound\": 1, \"gap\": 0,\n"
           "\"served_t\": 1, \"unserved_t\": 1, \"transit_tonne_hours\": 1, \"counts\": {%s}, \"plan\": %s,\n"
           "\"options\": {%s}%s}",
           counts, plan, options, more);
  scratch_write(&folder, "summary.json", text);
  return kr_summary_read(claims, folder.path, s.c, messages, &err);
}

#define FINE_OPTIONS "\"static\": false, \"integer\": false, \"gap\": 0.1"

static void expect(const char *plan, const char *options, const char *counts, const char *more, const char *told) {
  kr_claims claims = {0};
  size_t before = kr_messages_kept(messages);
  cr_expect_eq(read_with(plan, options, counts, more, &claims), KR_OK, "%s", err.text);
  cr_assert_eq(kr_messages_kept(messages), before + (told ? 1u : 0u), "%s %s %s %s", plan, options, counts, more);
  if (told) cr_expect_str_eq(kr_messages_text(messages, before), told);
  kr_claims_clear(&claims);
}

Test(summary_form, members_out_of_form_are_told) {
  const char *odd_flag = "summary.json:1:1: error: static: not there or neither true nor false; the options need it";
  const char *odd_count = "summary.json:1:1: error: legs: not there or no whole number; the counts need it";
  const char *odd_plan = "summary.json:1:1: error: plan: not a plan of this instance; is this its result?";
  const char *head =
      "\"shipments\": 3, \"served\": 1, \"partial\": 1, \"unserved\": 1, \"late\": 1, \"lots\": 3, "
      "\"columns\": 0, \"rounds\": 0, \"priced_resource_days\": 0";
  static const char *const counts[] = {"", ", \"legs\": -1", ", \"legs\": 1.5", ", \"legs\": \"8\"",
                                       ", \"legs\": null"};
  expect("\"\"", FINE_OPTIONS, COUNTS, "", NULL);
  expect("\"\"", "\"static\": true, \"integer\": false, \"gap\": 0.1", COUNTS, "", NULL);
  expect("\"\"", "\"integer\": false, \"gap\": 0.1", COUNTS, "", odd_flag);
  expect("\"\"", "\"static\": \"no\", \"integer\": false, \"gap\": 0.1", COUNTS, "", odd_flag);
  expect("\"\"", "\"static\": null, \"integer\": false, \"gap\": 0.1", COUNTS, "", odd_flag);
  expect("5", FINE_OPTIONS, COUNTS, "", odd_plan);
  expect("\"next\"", FINE_OPTIONS, COUNTS, "", odd_plan);
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    char all[400];
    snprintf(all, sizeof all, "%s%s", head, counts[i]);
    expect("\"\"", FINE_OPTIONS, all, "", odd_count);
  }
}

Test(summary_form, rows_of_a_curve_are_three_numbers_or_two_and_null) {
  static const char *const odd[] = {
      "[1, 2]",       "[1, 2, 3, 4]", "7", "[\"1\", 2, 3]", "[null, 2, 3]", "[1, \"2\", 3]", "[1, 2, \"3\"]",
      "[1, true, 3]", "[1, 2, []]",   "[]"};
  kr_claims claims = {0};
  cr_expect_eq(
      read_with("\"\"", FINE_OPTIONS, COUNTS, ", \"run\": {\"curve\": [[1, null, null], [2.5, 9, 8]]}", &claims),
      KR_OK);
  cr_assert_eq(claims.n_curve, 2u);
  cr_expect(claims.curve[0].objective == INFINITY && claims.curve[0].bound == -INFINITY);
  cr_expect(claims.curve[1].wall_s == 2.5 && claims.curve[1].objective == 9 && claims.curve[1].bound == 8);
  kr_claims_clear(&claims);
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    char run[100];
    snprintf(run, sizeof run, ", \"run\": {\"incumbents\": [[1, 3, 2], %s]}", odd[i]);
    expect("\"\"", FINE_OPTIONS, COUNTS, run,
           "summary.json:1:1: error: run: a row of its curve is not [seconds, plan, bound]");
  }
  expect("\"\"", FINE_OPTIONS, COUNTS, ", \"run\": {\"curve\": []}", NULL);
}

Test(summary_form, fairness_that_is_no_object_is_none) {
  static const char *const none[] = {"", ", \"fairness\": null", ", \"fairness\": [1]"};
  for (size_t i = 0; i < 3; i++) {
    kr_claims claims = {0};
    cr_expect_eq(read_with("\"\"", FINE_OPTIONS, COUNTS, none[i], &claims), KR_OK);
    cr_expect(!claims.is_fair, "%s", none[i]);
    kr_claims_clear(&claims);
  }
}

static void expect_member(const char *key, const char *value) {
  char out[KR_MEMBER_ROOM];
  cr_expect_eq(kr_summary_member(folder.path, key, out, &err), KR_OK);
  cr_expect_str_eq(out, value, "%s: %s", key, out);
}

Test(summary_form, a_plain_member_is_told_as_json_writes_it) {
  char text[600], x[300];
  memset(x, 'x', sizeof x - 1);
  x[sizeof x - 1] = '\0';
  expect_member("a", ""); /* no file */
  snprintf(text, sizeof text,
           "{\"a\": \"word\", \"b\": 2.5, \"c\": true, \"d\": false, \"e\": [1], \"f\": \"%s\", \"g\": null}", x);
  scratch_write(&folder, "summary.json", text);
  expect_member("a", "word");
  expect_member("b", "2.5");
  expect_member("c", "true");
  expect_member("d", "false");
  expect_member("e", "");
  expect_member("f", "");
  expect_member("g", "");
  expect_member("h", "");
}

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

Test(summary_form, a_file_has_changed_by_its_hash_its_length_or_its_absence) {
  static const struct changed {
    const char *said; /* of config.csv */
    bool is_there, has_changed;
    const char *then;
  } cases[] = {
      {"{\"sha256\": \"" HASH "\", \"bytes\": 7}", true, false, HASH},
      {"{\"sha256\": \"" HASH "\"}", true, false, HASH},
      {"{\"sha256\": \"" HASH "\", \"bytes\": \"7\"}", true, false, HASH},
      {"{\"sha256\": \"" HASH "\", \"bytes\": 8}", true, true, HASH},
      {"{\"sha256\": \"" HASH "\", \"bytes\": 7}", false, true, HASH},
      {"{\"sha256\": \"abc\", \"bytes\": 7}", true, true, "no hash"},
      {"{\"sha256\": \"G123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}", true, true, "no hash"},
      {"{\"bytes\": 7}", true, true, "no hash"},
      {"7", true, true, "no hash"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[300];
    kr_changed_inputs changed;
    const char *name = "";
    kr_inputs now = {.files = {{"config.csv", HASH, 7}}, .n_files = cases[i].is_there};
    snprintf(text, sizeof text, "{\"inputs\": {\"config.csv\": %s}}", cases[i].said);
    scratch_write(&folder, "summary.json", text);
    cr_expect_eq(kr_summary_list_changed(folder.path, &now, &changed, &err), KR_OK);
    cr_expect(changed.is_json && changed.is_told);
    cr_expect_eq(changed.n, cases[i].has_changed, "%s", cases[i].said);
    cr_expect_str_eq(changed.files[0].then, cases[i].has_changed ? cases[i].then : "", "%s", cases[i].said);
    cr_expect_eq(kr_summary_find_changed(folder.path, &now, &name, &err), KR_OK);
    cr_expect_eq(name != NULL, cases[i].has_changed);
  }
}

Test(summary_form, a_file_that_was_not_there_has_changed_and_without_inputs_nothing_is_told) {
  kr_inputs now = {.files = {{"config.csv", HASH, 7}}, .n_files = 1};
  kr_changed_inputs changed;
  scratch_write(&folder, "summary.json", "{\"inputs\": {}}");
  cr_expect_eq(kr_summary_list_changed(folder.path, &now, &changed, &err), KR_OK);
  cr_expect_eq(changed.n, 1);
  cr_expect_str_eq(changed.files[0].then, "");
  cr_expect_str_eq(changed.files[0].now, HASH);
  static const char *const silent[] = {"{}", "{\"inputs\": null}", "[1]", "no JSON"};
  for (size_t i = 0; i < 4; i++) {
    scratch_write(&folder, "summary.json", silent[i]);
    cr_expect_eq(kr_summary_list_changed(folder.path, &now, &changed, &err), KR_OK);
    cr_expect_eq(changed.is_json, i < 2, "%s", silent[i]);
    cr_expect(!changed.is_told && changed.n == 0);
  }
}

Test(summary_form, a_member_has_a_line) {
  cr_expect_eq(kr_summary_line(folder.path, "bound"), 1); /* no file */
  scratch_write(&folder, "summary.json",
                "{\n  \"bounded\": 1,\n  \"bound\" : 2,\n  \"bound\": 3,\n  \"counts\": {\n    \"late\": 1\n  }\n}");
  cr_expect_eq(kr_summary_line(folder.path, "bound"), 4);
  cr_expect_eq(kr_summary_line(folder.path, "counts"), 5);
  cr_expect_eq(kr_summary_line(folder.path, "counts.late"), 6);
  cr_expect_eq(kr_summary_line(folder.path, "counts.early"), 1);
  cr_expect_eq(kr_summary_line(folder.path, "late.counts"), 1);
}

Test(summary_form, what_a_study_tells_can_be_asked_for) {
  kr_told *told = NULL;
  scratch_write(&folder, "summary.json", "{\"a\": 1.5, \"b\": \"x\", \"list\": [{\"n\": 2, \"t\": \"y\"}, {}, 7]}");
  cr_assert_eq(kr_told_open(&told, folder.path, &err), KR_OK);
  cr_expect_eq(kr_told_number(told, "a"), 1.5);
  cr_expect(isnan(kr_told_number(told, "b")) && isnan(kr_told_number(told, "c")));
  cr_expect_eq(kr_told_count(told, "list"), 3);
  cr_expect_eq(kr_told_count(told, "a"), 0);
  cr_expect_eq(kr_told_item(told, "list", 0, "n"), 2);
  cr_expect(isnan(kr_told_item(told, "list", 1, "n")) && isnan(kr_told_item(told, "list", 2, "n")));
  cr_expect_str_eq(kr_told_item_text(told, "list", 0, "t"), "y");
  cr_expect_str_eq(kr_told_item_text(told, "list", 1, "t"), "");
  kr_told_close(told);
}

static void expect_untold(const char *fault) {
  kr_told *told = NULL;
  char expected[200];
  snprintf(expected, sizeof expected, "%s/summary.json: %s", folder.path, fault);
  cr_expect_eq(kr_told_open(&told, folder.path, &err), KR_ERR_INPUT);
  cr_expect_null(told);
  cr_expect_str_eq(err.text, expected);
}

Test(summary_form, what_is_no_summary_tells_nothing) {
  expect_untold("the file is missing; it is written with every result");
  scratch_write(&folder, "summary.json", "{");
  expect_untold("not JSON");
  char *large = malloc(KR_SUMMARY_BYTES + 10);
  cr_assert(large);
  memset(large, ' ', KR_SUMMARY_BYTES + 10);
  large[0] = '{';
  scratch_bytes(&folder, "summary.json", large, KR_SUMMARY_BYTES + 10);
  expect_untold("not JSON");
  free(large);
  kr_told_close(NULL);
}

/* ---- reasons ---- */

#define FULL "no capacity left; no room: "

Test(summary_form, a_reason_is_formed_as_it_is_written) {
  static const char *const fine[] = {
      "no capacity left",
      "no capacity left; on an empty network it would take 24 h",
      "no capacity left; on an empty network it would take 24 h; no room: track on 2025-01-02",
      FULL "track on 2025-01-01 to 2025-01-03",
      FULL "track on 2025-01-01 and 3 more",
      FULL "track on 2025-01-01, track on 2025-01-03 and 12 more",
      "cannot arrive before the horizon ends, even on an empty network"};
  static const char *const odd[] = {"",
                                    "no reason",
                                    "no capacity left!",
                                    "no capacity left; on an empty network it would take 24",
                                    "no capacity left; on an empty network it would take x h",
                                    "no capacity left; on an empty network it would take 24.000 h",
                                    "no capacity left indeed; no room: track on 2025-01-01",
                                    FULL,
                                    FULL "trac on 2025-01-01",
                                    FULL "tracks on 2025-01-01",
                                    FULL "track",
                                    FULL "track on",
                                    FULL "track on 2025-13-01",
                                    FULL "track on 2024-12-31",
                                    FULL "track on 2025-01-04",
                                    FULL "track on 2025-01-02 to 2025-01-01",
                                    FULL "track on 2025-01-01 to",
                                    FULL "track on 2025-01-01, ",
                                    FULL "track on 2025-01-01, trac",
                                    FULL "track on 2025-01-01, track on 2025-01-02, track on 2025-01-03",
                                    FULL "track on 2025-01-01 and 0 more",
                                    FULL "track on 2025-01-01 and x more",
                                    FULL "track on 2025-01-01 and 3",
                                    FULL "track on 2025-01-01 and 3 more of them"};
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
    cr_expect(kr_reason_is_formed(fine[i], s.c, false), "%s", fine[i]);
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
    cr_expect(!kr_reason_is_formed(odd[i], s.c, false), "%s", odd[i]);
}

Test(summary_form, the_longest_name_that_fits_is_meant_and_static_reasons_have_no_days) {
  build_resource(s.c, "track north", "train");
  cr_expect(kr_reason_is_formed(FULL "track north on 2025-01-01", s.c, false));
  cr_expect(kr_reason_is_formed(FULL "track north, track", s.c, true));
  cr_expect(!kr_reason_is_formed(FULL "track north on 2025-01-01", s.c, true));
  cr_expect(!kr_reason_is_formed(FULL "track northern, track", s.c, true));
}
