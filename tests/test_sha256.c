#include "instances/sha256.h"

#include <criterion/criterion.h>
#include <string.h>

static void hashes(const char *text, const char *expected) {
  kr_sha256 hash;
  char out[65];
  kr_sha256_begin(&hash);
  kr_sha256_add(&hash, text, strlen(text));
  kr_sha256_end(&hash, out);
  cr_expect_str_eq(out, expected);
}

/* NIST's examples for FIPS 180-4 */
Test(sha256, agrees_with_the_standard) {
  hashes("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  hashes("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  hashes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  hashes(
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrst"
      "u",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

Test(sha256, of_a_million_letters_does_not_depend_on_how_they_come) {
  char text[997], out[65];
  kr_sha256 hash;
  memset(text, 'a', sizeof text);
  kr_sha256_begin(&hash);
  for (size_t left = 1000000; left > 0;) {
    size_t take = left < sizeof text ? left : sizeof text;
    kr_sha256_add(&hash, text, take);
    left -= take;
  }
  kr_sha256_end(&hash, out);
  cr_expect_str_eq(out, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

Test(sha256, pads_texts_of_every_length_around_a_block) {
  /* Lengths 55, 56, 63, 64, 65: one byte at a time must give what one call gives. */
  char text[66], one[65], many[65];
  memset(text, 'x', sizeof text);
  for (size_t n = 50; n < sizeof text; n++) {
    kr_sha256 a, b;
    kr_sha256_begin(&a);
    kr_sha256_begin(&b);
    kr_sha256_add(&a, text, n);
    for (size_t i = 0; i < n; i++) kr_sha256_add(&b, text + i, 1);
    kr_sha256_end(&a, one);
    kr_sha256_end(&b, many);
    cr_expect_str_eq(one, many);
  }
}
