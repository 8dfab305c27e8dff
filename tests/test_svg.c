#include <criterion/criterion.h>
#include <string.h>

#include "cli/svg.h"
#include "tests/scratch.h"

static scratch folder;
static kr_sink sink;

static void make(void) {
  folder = scratch_make();
  cr_assert_eq(kr_sink_open(&sink, folder.path, "p.svg", NULL), KR_OK);
}

static void drop(void) { scratch_remove(&folder); }

TestSuite(svg, .init = make, .fini = drop);

static void holds(const char *expected) {
  cr_assert_eq(kr_sink_close(&sink, NULL), KR_OK);
  char *text = scratch_read(&folder, "p.svg");
  cr_expect_str_eq(text, expected);
  free(text);
}

Test(svg, escapes_text) {
  kr_svg_text(&sink, 1, 2.005, &(kr_svg_type){"end", 12, "#000000", true}, "<script>&'\"\x01 Қ");
  holds(
      "<text x=\"1.00\" y=\"2.00\" text-anchor=\"end\" font-size=\"12.0\" fill=\"#000000\" font-weight=\"bold\">"
      "&lt;script&gt;&amp;&#39;&quot;  Қ</text>\n");
}

Test(svg, draws_shapes) {
  const double xy[] = {0, 1, 2, 3};
  kr_svg_begin(&sink, 10, 20, "a & b");
  kr_svg_line(&sink, 0, 0, 1, 1, &(kr_svg_pen){"#123456", 1, NULL});
  kr_svg_path(&sink, xy, 2, &(kr_svg_pen){"#123456", 2, "4 3"});
  for (int32_t shape = 0; shape < 4; ++shape) kr_svg_mark(&sink, 5, 5, 1, shape, "none");
  kr_svg_end(&sink);
  holds(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\" viewBox=\"0 0 10 20\" "
      "font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" role=\"img\">\n<title>a &amp; b</title>\n"
      "<rect x=\"0.00\" y=\"0.00\" width=\"10.00\" height=\"20.00\" fill=\"#ffffff\"/>\n"
      "<line x1=\"0.00\" y1=\"0.00\" x2=\"1.00\" y2=\"1.00\" stroke=\"#123456\" stroke-width=\"1.00\"/>\n"
      "<polyline fill=\"none\" points=\"0.00,1.00 2.00,3.00\" stroke=\"#123456\" stroke-width=\"2.00\" "
      "stroke-dasharray=\"4 3\"/>\n"
      "<circle cx=\"5.00\" cy=\"5.00\" r=\"1.00\" fill=\"none\"/>\n"
      "<rect x=\"4.10\" y=\"4.10\" width=\"1.80\" height=\"1.80\" fill=\"none\"/>\n"
      "<polygon points=\"5.00,3.70 6.30,5.00 5.00,6.30 3.70,5.00\" fill=\"none\"/>\n"
      "<polygon points=\"5.00,3.70 6.30,6.00 5.00,6.00 3.70,6.00\" fill=\"none\"/>\n</svg>\n");
}

static void expect_ticks(double low, double high, kr_ticks t) {
  kr_ticks made = kr_ticks_make(low, high, 4);
  cr_expect(made.n == t.n && made.low == t.low && made.high == t.high && made.step == t.step, "%g to %g: %g %g %g %d",
            low, high, made.low, made.high, made.step, (int)made.n);
}

Test(svg_numbers, ticks_are_round_and_enclose) {
  expect_ticks(0, 100, (kr_ticks){0, 100, 50, 3});
  expect_ticks(0, 8.1, (kr_ticks){0, 10, 5, 3});
  expect_ticks(0, 306020, (kr_ticks){0, 400000, 100000, 5});
  expect_ticks(-3, 5, (kr_ticks){-4, 6, 2, 6});
  expect_ticks(0, 0, (kr_ticks){0, 0.5, 0.5, 2}); /* nothing to show still has an axis */
}

Test(svg_numbers, numbers_have_the_digits_that_a_step_needs) {
  char text[32];
  cr_expect_str_eq(kr_ticks_text(0.1 + 0.2 - 0.3, 0.1, text), "0.0");
  cr_expect_str_eq(kr_ticks_text(87.4, 1, text), "87");
  cr_expect_str_eq(kr_ticks_text(87.4, 0.25, text), "87.4");
  cr_expect_str_eq(kr_ticks_text(306020, 500, text), "306.0k");
  cr_expect_str_eq(kr_ticks_text(-4.5795e9, 1e7, text), "-4580M");
  cr_expect_str_eq(kr_ticks_text(9999, 1, text), "9999");
}

Test(svg_numbers, width_counts_letters_not_bytes) {
  cr_expect_eq(kr_svg_text_width("Қарағанды", 10), kr_svg_text_width("Karagandy", 10));
}
