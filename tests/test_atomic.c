#include "instances/atomic.h"

#include <criterion/criterion.h>

#include "tests/scratch.h"

static scratch place;
static char out[128];
static kr_folder *folder;
static kr_error err;

static void make(void) {
  place = scratch_make();
  snprintf(out, sizeof out, "%s/out", place.path);
}

static void drop(void) {
  kr_folder_abandon(folder);
  folder = NULL;
  scratch_remove(&place);
}

TestSuite(atomic, .init = make, .fini = drop);

#define SUMMARY "{\n  \"schema\": \"keruen.summary/1\"\n}\n"

static void begin(void) { cr_assert_eq(kr_folder_begin(&folder, out, &err), KR_OK, "%s", err.text); }

static void put(const char *name, const char *text) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", kr_folder_path(folder), name);
  FILE *file = fopen(path, "wb");
  cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void publish(const char *text) {
  begin();
  put("summary.json", SUMMARY);
  put("allocation.csv", text);
  cr_assert_eq(kr_folder_commit(folder, &err), KR_OK, "%s", err.text);
  kr_folder_abandon(folder);
  folder = NULL;
}

static void holds(const char *name, const char *text) {
  char *found = scratch_read(&place, name);
  cr_expect_str_eq(found, text);
  free(found);
}

static void refuses(const char *path, const char *text) {
  char expected[400];
  snprintf(expected, sizeof expected, text, path);
  cr_expect_eq(kr_folder_begin(&folder, path, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, expected);
}

Test(atomic, a_folder_is_not_there_until_it_is_committed) {
  begin();
  put("allocation.csv", "x");
  cr_expect(!scratch_has(&place, "out"));
  cr_assert_eq(kr_folder_commit(folder, &err), KR_OK);
  holds("out/allocation.csv", "x");
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, an_abandoned_folder_leaves_nothing) {
  begin();
  put("allocation.csv", "x");
  kr_folder_abandon(folder);
  folder = NULL;
  cr_expect_eq(scratch_count(place.path), 0);
}

Test(atomic, an_empty_folder_is_taken_over) {
  mkdir(out, 0777);
  publish("x");
  holds("out/allocation.csv", "x");
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, an_earlier_result_is_replaced_whole) {
  publish("old");
  begin();
  put("summary.json", SUMMARY);
  cr_assert_eq(kr_folder_commit(folder, &err), KR_OK);
  cr_expect(scratch_has(&place, "out/summary.json"));
  cr_expect(!scratch_has(&place, "out/allocation.csv"));
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, an_earlier_result_stays_when_the_new_one_is_abandoned) {
  publish("old");
  begin();
  put("allocation.csv", "new");
  kr_folder_abandon(folder);
  folder = NULL;
  holds("out/allocation.csv", "old");
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, a_folder_with_anything_else_is_refused_and_left_alone) {
  mkdir(out, 0777);
  scratch_write(&place, "out/summary.json", SUMMARY);
  scratch_write(&place, "out/notes.txt", "mine");
  refuses(out, "%s: holds notes.txt, which is no file of a result; name another folder");
  holds("out/notes.txt", "mine");
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, a_folder_whose_summary_is_not_ours_is_refused) {
  mkdir(out, 0777);
  scratch_write(&place, "out/summary.json", "{\"schema\": \"another/1\"}");
  refuses(out, "%s: is there and is no result of ours; name another folder");
}

Test(atomic, a_file_is_refused) {
  scratch_write(&place, "out", "mine");
  refuses(out, "%s: is there and is not a folder; name another");
  holds("out", "mine");
}

Test(atomic, a_symbolic_link_is_refused) {
  scratch_write(&place, "elsewhere", "x");
  cr_assert_eq(symlink("elsewhere", out), 0);
  refuses(out, "%s: is there and is not a folder; name another");
}

Test(atomic, names_that_cannot_be_renamed_to_are_refused) {
  refuses(".", "\"%s\": cannot be replaced; give the name of a folder for the result");
  refuses("..", "\"%s\": cannot be replaced; give the name of a folder for the result");
  refuses("/", "\"%s\": cannot be replaced; give the name of a folder for the result");
  refuses("", "\"%s\": cannot be replaced; give the name of a folder for the result");
}

Test(atomic, a_place_in_no_folder_is_refused) {
  cr_expect_eq(kr_folder_begin(&folder, "/nowhere/at/all", &err), KR_ERR_IO);
  cr_expect(strstr(err.text, "No such file or directory"));
}

Test(atomic, something_that_came_in_between_is_not_overwritten) {
  begin();
  put("allocation.csv", "new");
  mkdir(out, 0777);
  scratch_write(&place, "out/notes.txt", "mine");
  cr_expect_eq(kr_folder_commit(folder, &err), KR_ERR_IO);
  kr_folder_abandon(folder);
  folder = NULL;
  holds("out/notes.txt", "mine");
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, trailing_slashes_do_not_matter) {
  strcat(out, "//");
  publish("x");
  holds("out/allocation.csv", "x");
}

Test(atomic, two_at_once_do_not_meet) {
  kr_folder *other = NULL;
  begin();
  cr_assert_eq(kr_folder_begin(&other, out, &err), KR_OK);
  cr_expect_str_neq(kr_folder_path(folder), kr_folder_path(other));
  kr_folder_abandon(other);
}

Test(atomic, a_file_is_replaced_whole) {
  cr_assert_eq(kr_file_replace(out, "old", 3, &err), KR_OK);
  cr_assert_eq(kr_file_replace(out, "newer", 5, &err), KR_OK);
  holds("out", "newer");
  cr_expect_eq(scratch_count(place.path), 1);
}

Test(atomic, a_file_that_cannot_be_written_says_so) {
  cr_expect_eq(kr_file_replace("/nowhere/x", "a", 1, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "/nowhere/x: cannot be written: No such file or directory");
}
