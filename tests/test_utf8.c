#include "instances/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

Test(utf8, decodes_what_it_should_and_nothing_else) {
  uint32_t code;
  cr_expect_eq(kr_utf8_decode("A", 1, &code), 1u);
  cr_expect_eq(kr_utf8_decode("\xD0\x96", 2, &code), 2u);
  cr_expect_eq(code, 0x416u);
  cr_expect_eq(kr_utf8_decode("\xF0\x9F\x9A\xA2", 4, &code), 4u);
  cr_expect_eq(code, 0x1F6A2u);
  cr_expect_eq(kr_utf8_decode("\xD0\x96", 1, &code), 0u);
  cr_expect_eq(kr_utf8_decode("\xC1\xBF", 2, &code), 0u);
  cr_expect_eq(kr_utf8_decode("", 0, &code), 0u);
}

Test(utf8, finds_the_first_fault_wherever_it_lies) {
  char text[64];
  for (size_t at = 0; at < sizeof text; at++) {
    memset(text, 'a', sizeof text);
    text[at] = (char)0xFF;
    cr_expect_eq(kr_utf8_valid(text, sizeof text), at);
    text[at] = '\0';
    cr_expect_eq(kr_utf8_valid(text, sizeof text), at);
    text[at] = 'b';
    cr_expect_eq(kr_utf8_valid(text, sizeof text), sizeof text);
  }
}

Test(utf8, counts_characters) {
  cr_expect_eq(kr_utf8_count("Алматы", strlen("Алматы")), 6);
  cr_expect_eq(kr_utf8_count("a\xFFz", 3), 3);
}

Test(utf8, lets_letters_of_any_script_into_ids) {
  static const uint32_t letters[] = {'a',   'Z',    '0',   '_',   '-',    '.',    ':',    '@',    0xE9,    0xF1, 0x416,
                                     0x4D9, 0x10D0, 0x627, 0x905, 0x4E2D, 0x3042, 0xAC00, 0xFF21, 0x20000, 0xAA, 0xB5};
  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
    cr_expect(kr_utf8_is_id(letters[i]), "U+%04X", (unsigned)letters[i]);
}

Test(utf8, keeps_everything_else_out_of_ids) {
  static const uint32_t others[] = {0,      ' ',    '\t',   '/',    ';',    ',',     '"',     '\'',    0x7F,
                                    0x85,   0xA0,   0xAD,   0xD7,   0x200B, 0x2013,  0x202E,  0x20AC,  0x2192,
                                    0x3000, 0xFEFF, 0xFF0C, 0xE000, 0xFFFD, 0x1F6A2, 0xE0001, 0x10FFFF};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    cr_expect(!kr_utf8_is_id(others[i]), "U+%04X", (unsigned)others[i]);
}
