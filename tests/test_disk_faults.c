/* Whatever call to the disk fails while something is published or read: a clear word, and nothing halved. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/vfs.h>

#include "instances/atomic.h"
#include "instances/disk.h"
#include "instances/folder.h"
#include "instances/read_result.h"
#include "instances/sink.h"
#include "instances/write_instance.h"
#include "instances/write_mps.h"
#include "instances/write_result.h"
#include "tests/failing_disk.h"
#include "tests/scratch.h"
#include "tests/small_result.h"
#include "tests/tiny_instance.h"

#define MOST_CALLS 60
#define OLD_SUMMARY "{\n  \"schema\": \"keruen.summary/1\"\n}\n"

static scratch place;
static char out[128];
static small_result s;
static kr_run_info run;
static kr_corridor *tiny;
static kr_messages *messages;
static kr_error err;

static void make(void) {
  place = scratch_make();
  snprintf(out, sizeof out, "%s/out", place.path);
  s = small_result_make();
  run = small_result_run();
  scratch folder = tiny_instance();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_instance_read(&tiny, folder.path, messages, &err), KR_OK);
  scratch_remove(&folder);
}

static void drop(void) {
  failing_disk_disarm();
  small_result_free(&s);
  kr_corridor_free(tiny);
  kr_messages_free(messages);
  scratch_remove(&place);
}

TestSuite(disk_faults, .init = make, .fini = drop);

static bool holds(const char *name, const char *text) {
  char *found = scratch_read(&place, name);
  bool is_same = strcmp(found, text) == 0;
  free(found);
  return is_same;
}

/* ---- publishing ---- */

static kr_status publish(void) {
  kr_folder *folder = NULL;
  kr_status status;
  KR_TRY(kr_folder_begin(&folder, out, &err));
  KR_TRY(kr_result_write(kr_folder_path(folder), s.c, s.t, &s.r, &run, &err));
  KR_TRY(kr_folder_commit(folder, &err));
done:
  kr_folder_abandon(folder);
  return status;
}

/** The same, but the caller syncs. */
static kr_status publish_synced(void) {
  kr_folder *folder = NULL;
  kr_status status;
  KR_TRY(kr_folder_begin(&folder, out, &err));
  KR_TRY(kr_result_write(kr_folder_path(folder), s.c, s.t, &s.r, &run, &err));
  KR_TRY(kr_folder_commit_synced(folder, &err));
done:
  kr_folder_abandon(folder);
  return status;
}

static kr_status write_instance(void) { return kr_instance_write(out, tiny, &err); }
static kr_status replace_file(void) { return kr_file_replace(out, "new", 3, &err); }

static kr_status write_mps(void) {
  kr_mps *m = NULL;
  kr_status status;
  KR_TRY(kr_mps_open(&m, out, "a model", &err));
  KR_TRY(kr_mps_row(m, KR_MPS_AT_MOST, 1, &err));
  for (int i = 0; i < 2000; i++) /* more than a stream keeps to itself */
    KR_TRY(kr_mps_column(m, &(kr_mps_column_data){1, 1, (int64_t[]){0}, (double[]){0.25}, 0}, &err));
  KR_TRY(kr_mps_commit(m, &err));
done:
  kr_mps_abandon(m);
  return status;
}

static void put_old_result(void) {
  mkdir(out, 0777);
  scratch_write(&place, "out/summary.json", OLD_SUMMARY);
  scratch_write(&place, "out/allocation.csv", "old");
}

static void put_old_file(void) { scratch_write(&place, "out", "old"); }
static void put_nothing(void) {}
static void put_folder(void) { mkdir(out, 0777); }

static bool has_old_result(void) {
  return holds("out/summary.json", OLD_SUMMARY) && holds("out/allocation.csv", "old");
}
static bool has_old_file(void) { return holds("out", "old"); }
static bool has_nothing(void) { return scratch_count(place.path) == 0; }
static bool has_empty_folder(void) { return scratch_count(out) == 0; }

static bool has_result(void) {
  char *text = scratch_read(&place, "out/allocation.csv");
  bool is_whole = strlen(text) > 600 && text[strlen(text) - 1] == '\n';
  free(text);
  return is_whole && scratch_count(out) == 4;
}

static bool has_instance(void) { return scratch_count(out) == 8 && scratch_has(&place, "out/shipment.csv"); }
static bool has_file(void) { return holds("out", "new"); }

static bool has_mps(void) {
  char *text = scratch_read(&place, "out");
  bool is_whole = strlen(text) > 20000 && strcmp(text + strlen(text) - 7, "ENDATA\n") == 0;
  free(text);
  return is_whole;
}

/** What is published, over what, and how either looks. */
static const struct published {
  const char *name;
  kr_status (*publish)(void);
  void (*put_old)(void);
  bool (*has_old)(void), (*has_new)(void);
} published[] = {{"a result", publish, put_nothing, has_nothing, has_result},
                 {"a result in an empty folder", publish, put_folder, has_empty_folder, has_result},
                 {"a result over another", publish, put_old_result, has_old_result, has_result},
                 {"a result among many", publish_synced, put_old_result, has_old_result, has_result},
                 {"an instance", write_instance, put_folder, has_empty_folder, has_instance},
                 {"a file", replace_file, put_nothing, has_nothing, has_file},
                 {"a file over another", replace_file, put_old_file, has_old_file, has_file},
                 {"a model", write_mps, put_old_file, has_old_file, has_mps}};
#define N_PUBLISHED (sizeof published / sizeof *published)

static const struct refusal {
  const char *call;
  int code;
} refusals[] = {{"open", EACCES},     {"openat", EMFILE}, {"read", EIO},           {"write", ENOSPC},
                {"write", EIO},       {"fsync", EIO},     {"close", EDQUOT},       {"rename", EXDEV},
                {"renameat2", EPERM}, {"mkdir", ENOSPC},  {"lstat", ELOOP},        {"stat", EACCES},
                {"opendir", EMFILE},  {"unlink", EROFS},  {"fopencookie", ENOMEM}, {"readdir", EIO}};
#define N_REFUSALS (sizeof refusals / sizeof *refusals)

static void clear_place(void) {
  scratch_remove(&place);
  mkdir(place.path, 0700);
}

/** @return whether the n-th such call came */
static bool meet(const struct published *p, const struct refusal *r, long n) {
  clear_place();
  p->put_old();
  err.text[0] = '\0';
  failing_disk_arm(r->call, n, r->code);
  kr_status status = p->publish();
  if (!failing_disk_disarm()) return false;
  if (status == KR_OK) {
    cr_expect(p->has_new(), "%s, %s %ld: said to be there", p->name, r->call, n);
    return true;
  }
  cr_expect_eq(status, KR_ERR_IO, "%s, %s %ld: %s", p->name, r->call, n, kr_status_name(status));
  cr_expect(strstr(err.text, place.path), "%s, %s %ld: %s", p->name, r->call, n, err.text);
  cr_expect(p->has_old() || p->has_new(), "%s, %s %ld: neither as before nor as after", p->name, r->call, n);
  cr_expect_leq(scratch_count(place.path), 1, "%s, %s %ld: something is left", p->name, r->call, n);
  return true;
}

Test(disk_faults, what_is_published_is_there_whole_or_as_before) {
  for (size_t i = 0; i < N_PUBLISHED; i++)
    for (size_t k = 0; k < N_REFUSALS; k++) {
      long n = 1;
      while (n < MOST_CALLS && meet(&published[i], &refusals[k], n)) n++;
      cr_expect_lt(n, MOST_CALLS, "%s, %s: calls without end", published[i].name, refusals[k].call);
    }
}

Test(disk_faults, a_write_that_is_interrupted_or_cut_short_goes_on) {
  static const struct refusal halves[] = {{"write", EINTR}, {"write", 0}};
  for (size_t i = 0; i < N_PUBLISHED; i++)
    for (size_t k = 0; k < 2; k++)
      for (long n = 1; n < 4; n++) {
        clear_place();
        failing_disk_arm(halves[k].call, n, halves[k].code);
        cr_expect_eq(published[i].publish(), KR_OK, "%s, write %ld: %s", published[i].name, n, err.text);
        failing_disk_disarm();
        cr_expect(published[i].has_new(), "%s, write %ld", published[i].name, n);
      }
}

Test(disk_faults, a_file_system_that_syncs_no_folders_is_no_reason_to_fail) {
  failing_disk_arm("fsync", 5, EINVAL); /* after the four files */
  cr_expect_eq(publish(), KR_OK, "%s", err.text);
  cr_expect(failing_disk_disarm());
  cr_expect(has_result());
}

Test(disk_faults, where_names_cannot_be_exchanged_an_earlier_result_is_moved_aside) {
  for (int k = 0; k < 2; k++) {
    clear_place();
    put_old_result();
    failing_disk_arm("renameat2", 1, k ? ENOSYS : EINVAL);
    cr_expect_eq(publish(), KR_OK, "%s", err.text);
    cr_expect(failing_disk_disarm());
    cr_expect(has_result());
    cr_expect_eq(scratch_count(place.path), 1);
  }
}

Test(disk_faults, what_was_moved_aside_is_put_back) {
  char expected[300];
  for (long n = 1; n <= 2; n++) {
    clear_place();
    put_old_result();
    failing_disk_arm("renameat2", 1, EINVAL);
    failing_disk_arm("rename", n, EXDEV);
    cr_expect_eq(publish(), KR_ERR_IO);
    failing_disk_disarm();
    snprintf(expected, sizeof expected, "%s: cannot be %s: %s", out, n == 1 ? "moved aside" : "renamed to",
             strerror(EXDEV));
    cr_expect_str_eq(err.text, expected);
    cr_expect(has_old_result());
    cr_expect_eq(scratch_count(place.path), 1);
  }
}

Test(disk_faults, a_process_that_is_ended_takes_its_unfinished_folders_back) {
  kr_folder *folder = NULL;
  cr_assert_eq(kr_folder_begin(&folder, out, &err), KR_OK);
  cr_assert_eq(kr_result_write(kr_folder_path(folder), s.c, s.t, &s.r, &run, &err), KR_OK);
  cr_expect_eq(scratch_count(place.path), 1);
  kr_folders_remove_unfinished();
  cr_expect_eq(scratch_count(place.path), 0);
  kr_folders_remove_unfinished(); /* that it is not there any more is fine */
  kr_folder_abandon(folder);
}

Test(disk_faults, hidden_names_end_some_time) {
  for (int i = 0; i < 100; i++) {
    char name[64];
    snprintf(name, sizeof name, i ? ".out.tmp-%ld-%d" : ".out.tmp-%ld", (long)getpid(), i);
    cr_assert_eq(mkdir(scratch_path(&place, name), 0777), 0);
  }
  cr_expect_eq(publish(), KR_ERR_IO);
  cr_expect(strstr(err.text, "cannot be made: File exists"), "%s", err.text);
  cr_expect_eq(scratch_count(place.path), 100);
}

Test(disk_faults, a_file_never_takes_the_place_of_something_else) {
  char expected[300];
  mkdir(out, 0777);
  snprintf(expected, sizeof expected, "%s: stands there and is no file; give another name", out);
  cr_expect_eq(replace_file(), KR_ERR_IO);
  cr_expect_str_eq(err.text, expected);
}

/** Names that could not be read are not names that are not there. */
Test(disk_faults, a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one) {
  kr_status (*const made[])(void) = {publish, write_instance};
  mkdir(out, 0777);
  scratch_write(&place, "out/thesis.txt", "ten years");
  for (size_t i = 0; i < sizeof made / sizeof *made; i++)
    for (long n = 1; n <= 3; n++) {
      failing_disk_arm("readdir", n, EIO);
      cr_expect_eq(made[i](), KR_ERR_IO, "%zu, %ld", i, n);
      failing_disk_disarm();
      cr_expect(holds("out/thesis.txt", "ten years"), "%zu, %ld", i, n);
    }
}

Test(disk_faults, what_is_not_there_cannot_be_removed) {
  char expected[300];
  scratch_write(&place, "a.csv", "x");
  cr_expect_eq(kr_sink_remove(place.path, "a.csv", &err), KR_OK);
  cr_expect_eq(kr_sink_remove(place.path, "a.csv", &err), KR_ERR_IO);
  snprintf(expected, sizeof expected, "%s/a.csv: cannot be removed: %s", place.path, strerror(ENOENT));
  cr_expect_str_eq(err.text, expected);
}

Test(disk_faults, a_folder_is_not_made_where_its_parent_cannot_be_synced) {
  int in = open(place.path, O_RDONLY | O_DIRECTORY);
  failing_disk_arm("fsync", 1, EIO);
  cr_expect_eq(kr_folder_make(in, "inner"), -1);
  failing_disk_disarm();
  int made = kr_folder_make(in, "inner");
  cr_expect_geq(made, 0);
  close(made);
  close(in);
}

/* ---- temporary folders ---- */

static void expect_temporary(bool is_small, const char *root) {
  char path[KR_TEMPORARY_ROOM];
  cr_assert_eq(kr_folder_make_temporary(path, is_small, &err), KR_OK, "%s", err.text);
  cr_expect(strncmp(path, root, strlen(root)) == 0 && path[strlen(root)] == '/', "%s", path);
  cr_expect_eq(rmdir(path), 0);
}

Test(disk_faults, a_temporary_folder_is_where_the_user_says) {
  setenv("TMPDIR", place.path, 1);
  expect_temporary(false, place.path);
  expect_temporary(true, place.path);
  setenv("TMPDIR", "", 1);
  expect_temporary(false, "/tmp");
  unsetenv("TMPDIR");
  expect_temporary(false, "/tmp");
  expect_temporary(true, "/dev/shm");
  failing_disk_arm("mkdtemp", 1, ENOSPC);
  expect_temporary(true, "/tmp");
}

Test(disk_faults, without_a_temporary_folder_the_error_names_the_place) {
  char path[KR_TEMPORARY_ROOM], far[KR_TEMPORARY_ROOM] = "/tmp";
  unsetenv("TMPDIR");
  failing_disk_arm("mkdtemp", 1, ENOSPC);
  cr_expect_eq(kr_folder_make_temporary(path, false, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "no temporary folder could be made in /tmp");
  cr_expect_str_eq(path, "");
  failing_disk_disarm();
  while (strlen(far) + 2 < sizeof far) strcat(far, "/.");
  setenv("TMPDIR", far, 1); /* there, but too long */
  cr_expect_eq(kr_folder_make_temporary(path, true, &err), KR_ERR_IO);
  cr_expect(strncmp(err.text, "no temporary folder could be made in /tmp/.", 43) == 0, "%s", err.text);
  unsetenv("TMPDIR");
}

/* ---- file systems ---- */

static const char *kernel; /* NULL = the true one */
static long file_system;

int __wrap_uname(struct utsname *out_name);
int __real_uname(struct utsname *out_name);
int __wrap_uname(struct utsname *out_name) {
  if (!kernel) return __real_uname(out_name);
  snprintf(out_name->release, sizeof out_name->release, "%s", kernel);
  return *kernel ? 0 : -1;
}

int __wrap_fstatfs(int fd, struct statfs *info);
int __real_fstatfs(int fd, struct statfs *info);
int __wrap_fstatfs(int fd, struct statfs *info) {
  if (file_system == 0) return __real_fstatfs(fd, info);
  info->f_type = file_system;
  return fd < 0 ? -1 : 0;
}

static bool tells_all(const char *release, long magic, int fd) {
  kernel = release;
  file_system = magic;
  bool does = kr_disk_tells_all(fd);
  kernel = NULL;
  file_system = 0;
  return does;
}

Test(disk_faults, one_sync_tells_all_from_linux_5_8_on_the_known_file_systems) {
  static const long known[] = {0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x01021994};
  static const char *const old[] = {"", "4.19.0", "5.7.99", "5", "odd"}, *const new[] = {"5.8.0", "5.10.0-8", "6.1.0"};
  for (size_t i = 0; i < 5; i++) {
    cr_expect(tells_all("6.1.0", known[i], 0), "%lx", known[i]);
    cr_expect(!tells_all(old[i], 0xef53, 0), "%s", old[i]);
  }
  for (size_t i = 0; i < 3; i++) cr_expect(tells_all(new[i], 0xef53, 0), "%s", new[i]);
  cr_expect(!tells_all("6.1.0", 0x65735546, 0), "FUSE");
  cr_expect(!tells_all("6.1.0", 0xef53, -1));
}

Test(disk_faults, a_file_system_that_cannot_be_synced_says_so) {
  int fd = open(place.path, O_RDONLY | O_DIRECTORY);
  cr_expect_eq(kr_disk_sync(fd, "here", &err), KR_OK);
  failing_disk_arm("syncfs", 1, EIO);
  cr_expect_eq(kr_disk_sync(fd, "here", &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "here: its file system cannot be synced: Input/output error");
  close(fd);
}

/* ---- reading ---- */

static kr_status read_instance(const char *folder) {
  kr_corridor *c = NULL;
  kr_status status = kr_instance_read(&c, folder, messages, &err);
  cr_expect_eq(c != NULL, status == KR_OK);
  kr_corridor_free(c);
  return status;
}

static kr_status read_result(const char *folder) {
  kr_allocation a = {0};
  kr_claims claims = {0};
  kr_status status = kr_result_read(&a, &claims, folder, s.c, messages, &err);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  return status;
}

static void expect_reading_fails_clearly(kr_status (*read_it)(const char *), const char *folder) {
  static const struct refusal faults[] = {{"open", EACCES}, {"stat", EACCES},   {"lstat", EACCES},
                                          {"fstat", EIO},   {"fdopen", ENOMEM}, {"opendir", EMFILE}};
  for (size_t k = 0; k < sizeof faults / sizeof *faults; k++)
    for (long n = 1; n < MOST_CALLS; n++) {
      int64_t errors = kr_messages_errors(messages);
      failing_disk_arm(faults[k].call, n, faults[k].code);
      kr_status status = read_it(folder);
      bool has_failed = failing_disk_disarm();
      bool is_quiet = kr_messages_errors(messages) == errors;
      if (!has_failed) break;
      cr_expect(status == KR_ERR_IO || (status == KR_OK && is_quiet), "%s %ld: %s", faults[k].call, n,
                kr_status_name(status));
      if (status == KR_ERR_IO) cr_expect(strstr(err.text, "cannot be "), "%s %ld: %s", faults[k].call, n, err.text);
    }
}

Test(disk_faults, a_file_that_cannot_be_opened_is_an_error_and_no_missing_file) {
  scratch folder = tiny_instance();
  expect_reading_fails_clearly(read_instance, folder.path);
  cr_assert_eq(publish(), KR_OK);
  expect_reading_fails_clearly(read_result, out);
  scratch_remove(&folder);
}

/** A file that is there, can be opened, and fails to be read: the memory of this process, at address 0. */
static void spoil(const scratch *folder, const char *name) {
  unlink(scratch_path(folder, name));
  cr_assert_eq(symlink("/proc/self/mem", scratch_path(folder, name)), 0);
}

static void expect_unreadable(kr_status (*read_it)(const char *), const char *folder, const char *name) {
  cr_expect_eq(read_it(folder), KR_ERR_IO, "%s", name);
  cr_expect(strstr(err.text, name) && strstr(err.text, "cannot be read: Input/output error"), "%s", err.text);
}

Test(disk_faults, a_file_that_cannot_be_read_through_is_an_error_and_no_short_file) {
  static const char *const sheets[] = {"config.csv", "node.csv", "link.csv", "transfer.csv", "shipment.csv"};
  static const char *const parts[] = {"summary.json", "allocation.csv", "shipment_result.csv", "resource_day.csv"};
  for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
    scratch folder = tiny_instance();
    spoil(&folder, sheets[i]);
    expect_unreadable(read_instance, folder.path, sheets[i]);
    scratch_remove(&folder);
  }
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    char name[64];
    clear_place();
    cr_assert_eq(publish(), KR_OK);
    snprintf(name, sizeof name, "out/%s", parts[i]);
    spoil(&place, name);
    expect_unreadable(read_result, out, parts[i]);
  }
}
