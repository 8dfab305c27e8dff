#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <math.h>
#include <string.h>

#include "cli/command.h"
#include "cli/report/address.h"
#include "cli/report/page.h"
#include "cli/report/picks.h"
#include "cli/report/policy.h"
#include "graph/memory.h"
#include "instances/grid.h"
#include "instances/write_reason.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"
#include "tests/run_line.h"
#include "tests/scratch.h"

#define TINY "instances/tiny-caspian"

/* ---- the policy ---- */

Test(report_policy, names_a_text_by_its_hash_in_base64) {
  char out[KR_POLICY_HASH_ROOM];
  cr_expect_str_eq(kr_policy_hash("", out), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  cr_expect_str_eq(kr_policy_hash("abc", out), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

/* ---- words ---- */

static int count(const char *text, const char *what) {
  int n = 0;
  for (const char *at = text; (at = strstr(at, what)) != NULL; ++at) ++n;
  return n;
}

Test(report_messages, have_a_text_in_each_language_with_the_same_places_to_fill) {
  for (int m = 0; m < KR_N_MESSAGES; ++m)
    for (int l = 0; l < KR_N_LANGUAGES; ++l) {
      const char *english = kr_message_text(KR_ENGLISH, (kr_message)m),
                 *other = kr_message_text((kr_language)l, (kr_message)m);
      cr_expect(other[0], "message %d has no text in %s", m, kr_language_tag((kr_language)l));
      for (char place[] = "{0}"; place[1] <= '9'; ++place[1])
        cr_expect_eq(count(english, place), count(other, place), "%s: %s in %s", english, place,
                     kr_language_tag((kr_language)l));
    }
}

Test(report_messages, finds_languages_by_name) {
  kr_language language;
  cr_expect(kr_language_find("kk", &language) && language == KR_KAZAKH);
  cr_expect_not(kr_language_find("fr", &language));
}

/* ---- values ---- */

#define GAP "\xE2\x80\xAF"

Test(report_value, shows_a_number_and_keeps_it_exact) {
  char out[KR_VALUE_ROOM];
  cr_expect_str_eq(kr_value(6811697.014, 0, out), "<data value=\"6811697.014\">6" GAP "811" GAP "697</data>");
  cr_expect_str_eq(kr_value(NAN, 0, out), "–");
  cr_expect_str_eq(kr_value_percent(0.874, 1, out), "<data value=\"0.874\">87.4 %</data>");
  cr_expect_str_eq(kr_value_percent(0, 1, out), "<data value=\"0\">0.0 %</data>");
  cr_expect_str_eq(kr_value_percent(3.5e-10, 2, out), "<data value=\"3.5e-10\">&lt; 0.0001 %</data>");
  cr_expect_str_eq(kr_value_percent(0.00049, 2, out), "<data value=\"0.00049\">0.049 %</data>");
}

Test(report_value, puts_an_escaped_text_into_a_room) {
  char out[12];
  cr_expect_str_eq(kr_page_escaped("<b>", out, sizeof out), "&lt;b&gt;");
}

/* ---- addresses ---- */

static const char *address(const char *page, const char *folder) {
  static char out[KR_ADDRESS_ROOM];
  return kr_address(page, folder, "a.csv", out);
}

Test(report_address, is_relative_to_the_page) {
  scratch s = scratch_make();
  char page[200], folder[200];
  snprintf(folder, sizeof folder, "%s/a b", s.path);
  cr_assert_eq(mkdir(folder, 0777), 0);
  snprintf(page, sizeof page, "%s/p.html", s.path);
  cr_expect_str_eq(address(page, folder), "a%20b/a.csv");
  snprintf(page, sizeof page, "%s/a b/p.html", s.path);
  cr_expect_str_eq(address(page, folder), "a.csv");
  cr_expect_str_eq(address(page, s.path), "../a.csv");
  cr_expect_str_eq(address("/nowhere/p.html", "/no\"where"), "/no%22where/a.csv");
  rmdir(folder);
  scratch_remove(&s);
}

/* ---- reasons ---- */

Test(report_reason, is_read_back_as_it_was_written) {
  kr_reason_parts p =
      kr_reason_read("no capacity left; on an empty network it would take 37.5 h; no room: A on 2025-01-01");
  cr_expect_eq(p.reason, KR_REASON_CAPACITY);
  cr_expect_eq(p.ideal_h, 37.5);
  cr_expect_str_eq(p.room, "A on 2025-01-01");
  p = kr_reason_read("late even on an empty network, where it takes 108 h");
  cr_expect_eq(p.reason, KR_REASON_LATE_ANYWAY);
  cr_expect_eq(p.ideal_h, 108);
  cr_expect_null(p.room);
  cr_expect_eq(kr_reason_read("").reason, KR_REASON_NONE);
  cr_expect_eq(kr_reason_read("somebody else's words").reason, KR_REASON_NONE);
}

Test(report_reason, has_words_of_its_own) {
  for (int i = KR_REASON_NO_ROUTE; i <= KR_REASON_LATE_QUEUE; ++i)
    for (int k = KR_REASON_NO_ROUTE; k < i; ++k)
      cr_expect_neq(kr_message_of_reason((kr_reason)i), kr_message_of_reason((kr_reason)k), "%d and %d", i, k);
}

/* ---- a grid ---- */

Test(report_grid, reads_texts_and_numbers_by_column) {
  scratch s = scratch_make();
  kr_messages *messages = NULL;
  kr_grid g;
  scratch_write(&s, "g.csv", "name,value\n'=1+1,-2.5e3\n\"a,b\",\n");
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_grid_read(&g, s.path, "g.csv", messages, NULL), KR_OK);
  cr_expect_eq(g.n_rows, 2);
  cr_expect_str_eq(kr_grid_text(&g, 0, "name"), "=1+1");
  cr_expect_eq(kr_grid_number(&g, 0, "value"), -2500);
  cr_expect_str_eq(kr_grid_text(&g, 1, "name"), "a,b");
  cr_expect(isnan(kr_grid_number(&g, 1, "value")));
  cr_expect_str_eq(kr_grid_text(&g, 0, "nothing"), "");
  kr_grid_clear(&g);
  scratch_write(&s, "bad.csv", "a,b\n1\n");
  cr_expect_eq(kr_grid_read(&g, s.path, "bad.csv", messages, NULL), KR_ERR_INPUT);
  cr_expect_str_eq(kr_messages_text(messages, 0), "bad.csv:2:1: error: 1 fields; the header has 2");
  kr_grid_clear(&g);
  kr_messages_free(messages);
  scratch_remove(&s);
}

/* ---- which shipments are listed ---- */

/** 600 that stay, one late, 600 served: a third of the room for each kind, what the late leave goes to the others. */
Test(report_picks, no_kind_crowds_out_the_others) {
  enum { ALL = 1201 };
  kr_corridor *c = build_corridor(2, 24);
  kr_shipment_claim *shipments = kr_zeros(ALL, sizeof *shipments);
  char id[16];
  build_link(c, (built_link){"L", "A", "B", "rail", 24, NULL, false});
  for (int i = 0; i < ALL; ++i) {
    snprintf(id, sizeof id, "S%d", i);
    build_shipment(c, (built_shipment){id, "A", "B", "box", 1, 0, 0, 1, true});
    bool stays = i < 600, is_late = i == 600;
    shipments[i] = (kr_shipment_claim){
        .is_given = true, .unserved_kg = stays ? 1000 + i : 0, .late_h = is_late, .served_kg = stays ? 0 : 1000 + i};
  }
  kr_claims claims = {.shipments = shipments};
  kr_facts facts = {.corridor = c, .claims = &claims};
  int32_t list[KR_PICKS_MOST], n;
  cr_assert_eq(kr_picks_choose(&facts, list, &n), KR_OK);
  cr_expect_eq(n, 500);
  cr_expect_eq(list[0], 599, "of those that stay the largest is the first");
  cr_expect_eq(list[166], 600, "166 that stay, then the late one");
  cr_expect_eq(list[167], 1200, "then the largest of the others");
  cr_expect_eq(list[499], 1200 - 332);
  free(shipments);
  kr_corridor_free(c);
}

/* ---- the command ---- */

static scratch folder;

static void solve(void) {
  char line[300];
  folder = scratch_make();
  cr_redirect_stdout();
  cr_redirect_stderr();
  snprintf(line, sizeof line, "solve -q -o %s/result " TINY, folder.path);
  cr_assert_eq(run_line(kr_command_solve, line), KR_EXIT_OK);
}

static void drop(void) {
  static const char *const files[] = {"allocation.csv", "shipment_result.csv", "resource_day.csv", "summary.json"};
  char path[200];
  for (size_t i = 0; i < 4; ++i) {
    snprintf(path, sizeof path, "%s/result/%s", folder.path, files[i]);
    remove(path);
  }
  snprintf(path, sizeof path, "%s/result", folder.path);
  rmdir(path);
  scratch_remove(&folder);
}

TestSuite(report_command, .init = solve, .fini = drop);

static int report(const char *more) {
  char line[500];
  snprintf(line, sizeof line, "report " TINY " %s/result -o %s/p.html %s", folder.path, folder.path, more);
  return run_line(kr_command_report, line);
}

static void change(const char *name, const char *before, const char *after) {
  char path[100];
  snprintf(path, sizeof path, "result/%s", name);
  char *text = scratch_read(&folder, path), *at = strstr(text, before);
  cr_assert(at && strlen(before) == strlen(after));
  memcpy(at, after, strlen(after));
  scratch_write(&folder, path, text);
  free(text);
}

static void expect_no_page(void) {
  char *page = scratch_read(&folder, "p.html");
  cr_expect_str_eq(page, "", "a page was written");
  free(page);
}

Test(report_command, writes_a_page_and_geojson_without_handlers_or_foreign_addresses) {
  char more[200];
  snprintf(more, sizeof more, "--geojson %s/p.geojson --language kk", folder.path);
  cr_assert_eq(report(more), KR_EXIT_OK);
  char *page = scratch_read(&folder, "p.html"), *map = scratch_read(&folder, "p.geojson");
  cr_expect(strstr(page, "<html lang=\"kk\">"));
  cr_expect(strstr(page, "default-src 'none'"));
  cr_expect_eq(count(page, "src="), 0);
  cr_expect_eq(count(page, " onclick") + count(page, " onload") + count(page, " style="), 0);
  cr_expect(strstr(map, "\"FeatureCollection\""));
  free(page);
  free(map);
}

Test(report_command, refuses_what_is_not_in_form) {
  change("allocation.csv", "link", "lynk");
  cr_expect_eq(report(""), KR_EXIT_INPUT);
  expect_no_page();
}

Test(report_command, refuses_what_the_judge_refuses) {
  char *text = scratch_read(&folder, "result/summary.json"), *digit = strstr(text, "\"objective\": ") + 13;
  *digit = *digit == '9' ? '8' : '9';
  scratch_write(&folder, "result/summary.json", text);
  free(text);
  cr_expect_eq(report(""), KR_EXIT_VERIFY);
  expect_no_page();
}

Test(report_command, refuses_a_folder_of_another_kind) {
  change("summary.json", "keruen.summary/1", "keruen.unknown/1");
  cr_expect_eq(report(""), KR_EXIT_INPUT);
  expect_no_page();
}

Test(report_command, refuses_wrong_usage) {
  cr_expect_eq(report("--language fr"), KR_EXIT_USAGE);
  cr_expect_eq(report("--nothing"), KR_EXIT_USAGE);
  cr_expect_eq(report("third"), KR_EXIT_USAGE);
  expect_no_page();
}

Test(report_command, says_where_a_page_cannot_be_written) {
  char line[300];
  snprintf(line, sizeof line, "report " TINY " %s/result -o %s/no/p.html", folder.path, folder.path);
  cr_expect_eq(run_line(kr_command_report, line), KR_EXIT_IO);
}

/** Runs report with output and map at places in the scratch folder; NULL = no map. */
static int report_to(const char *output, const char *map) {
  char line[600];
  int n = snprintf(line, sizeof line, "report " TINY " %s/result -o %s/%s", folder.path, folder.path, output);
  if (map) snprintf(line + n, sizeof line - (size_t)n, " --geojson %s/%s", folder.path, map);
  return run_line(kr_command_report, line);
}

static void expect_kept(const char *name, const char *text) {
  char *found = scratch_read(&folder, name);
  cr_expect_str_eq(found, text, "%s is not what it was", name);
  free(found);
}

Test(report_command, replaces_nothing_but_its_own_files) {
  char *lots = scratch_read(&folder, "result/allocation.csv"), *sums = scratch_read(&folder, "result/summary.json");
  scratch_write(&folder, "note.html", "mine");
  cr_expect_eq(report_to("result/allocation.csv", NULL), KR_EXIT_IO);
  cr_expect_eq(report_to("quota.csv", NULL), KR_EXIT_IO);
  cr_expect_eq(report_to("note.html", NULL), KR_EXIT_IO);
  cr_expect_eq(report_to("p.html", "result/summary.json"), KR_EXIT_IO);
  cr_expect_eq(report_to("p.html", "p.html"), KR_EXIT_IO, "one name for both");
  cr_expect_eq(report_to("result", NULL), KR_EXIT_IO);
  expect_kept("result/allocation.csv", lots);
  expect_kept("result/summary.json", sums);
  expect_kept("note.html", "mine");
  expect_kept("quota.csv", "");
  for (int i = 0; i < 2; ++i) cr_expect_eq(report_to("p.html", "p.geojson"), KR_EXIT_OK, "its own, the %d. time", i);
  free(lots);
  free(sums);
}

/** The page of a solve with options. */
static char *page_of(const char *options) {
  char line[400];
  snprintf(line, sizeof line, "solve " TINY " -q %s -o %s/result --report %s/p.html", options, folder.path,
           folder.path);
  cr_assert_eq(run_line(kr_command_solve, line), KR_EXIT_OK);
  return scratch_read(&folder, "p.html");
}

Test(report_command, claims_no_more_than_is_proven) {
  char *exact = page_of(""), *loose = page_of("--gap 100");
  cr_expect(strstr(exact, "No plan can do better"));
  cr_expect_null(strstr(loose, "No plan can do better"));
  cr_expect(strstr(loose, "by more than"));
  cr_expect(strstr(loose, "may split shipments"));
  free(exact);
  free(loose);
}

Test(report_command, says_nothing_of_time_where_there_is_none) {
  char *page = page_of("--static");
  cr_expect_null(strstr(page, "Nothing is late"));
  cr_expect_null(strstr(page, "the queue costs"));
  free(page);
}

Test(report_command, says_that_the_instance_has_changed) {
  cr_assert_eq(report(""), KR_EXIT_OK);
  char *page = scratch_read(&folder, "p.html");
  cr_expect_null(strstr(page, "has changed since"));
  free(page);
  char *told = scratch_read(&folder, "result/summary.json"),
       *digit = strstr(strstr(told, "\"capacity.csv\""), "sha256") + 10;
  *digit = *digit == 'a' ? 'b' : 'a';
  scratch_write(&folder, "result/summary.json", told);
  free(told);
  cr_assert_eq(report(""), KR_EXIT_OK);
  page = scratch_read(&folder, "p.html");
  cr_expect(strstr(page, "has changed since this was solved (capacity.csv)"));
  free(page);
}

/** Whichever allocation fails: exit code 6 and no page, or the page. */
Test(report_command, survives_the_failure_of_any_allocation, .timeout = 600) {
  for (long n = 1; n < 4000; n += n < 60 ? 1 : 37) {
    failing_alloc_arm(n);
    int code = report("");
    bool failed = failing_alloc_disarm();
    cr_assert(failed ? code == KR_EXIT_IO : code == KR_EXIT_OK, "allocation %ld: code %d", n, code);
    if (!failed) return;
    expect_no_page();
  }
}
