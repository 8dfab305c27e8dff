#include "instances/lines.h"

#include <criterion/criterion.h>

Test(lines, knows_the_line_of_everything_and_keeps_only_the_breaks) {
  kr_lines lines = {0};
  /* things 0…9 on lines 2…11, then a blank line, 10…19 on 13…22, then three lost rows, 20 on 26 */
  for (int32_t i = 0; i < 10; i++) cr_assert_eq(kr_lines_note(&lines, i, 2 + i), KR_OK);
  for (int32_t i = 10; i < 20; i++) cr_assert_eq(kr_lines_note(&lines, i, 3 + i), KR_OK);
  cr_assert_eq(kr_lines_note(&lines, 20, 26), KR_OK);
  cr_expect_eq(lines.n, 3u);
  cr_expect_eq(kr_lines_of(&lines, 0), 2);
  cr_expect_eq(kr_lines_of(&lines, 9), 11);
  cr_expect_eq(kr_lines_of(&lines, 10), 13);
  cr_expect_eq(kr_lines_of(&lines, 19), 22);
  cr_expect_eq(kr_lines_of(&lines, 20), 26);
  kr_lines_clear(&lines);
  cr_expect_eq(kr_lines_of(&lines, 0), 0);
}
