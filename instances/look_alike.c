#include "instances/look_alike.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "instances/utf8.h"

#define CODES_MAX 64
#define SHOWN_MAX 3

/** The alphabet of a letter, NULL of anything else. */
static const char *script_of(uint32_t code) {
  static const struct {
    uint32_t from, to;
    const char *name;
  } scripts[] = {{'A', 'Z', "Latin"},       {'a', 'z', "Latin"},        {0xC0, 0x24F, "Latin"},
                 {0x370, 0x3FF, "Greek"},   {0x400, 0x52F, "Cyrillic"}, {0x1E00, 0x1EFF, "Latin"},
                 {0x1F00, 0x1FFF, "Greek"}, {0xFF21, 0xFF5A, "Latin"}};
  for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
    if (code >= scripts[i].from && code <= scripts[i].to) return scripts[i].name;
  return NULL;
}

bool kr_look_mixed(const char *text, size_t n, kr_mixed *out) {
  kr_mixed m = {{NULL, NULL}, {0, 0}, {0, 0}};
  for (size_t i = 0; i < n; i += m.n[1]) {
    uint32_t code = 0;
    m.at[1] = i;
    m.n[1] = kr_utf8_decode(text + i, n - i, &code);
    if (m.n[1] == 0) return false;
    m.scripts[1] = script_of(code);
    *out = m;
    if (m.scripts[0] && m.scripts[1] && strcmp(m.scripts[0], m.scripts[1]) != 0) return true;
    m.scripts[0] = m.scripts[1];
    m.at[0] = i;
    m.n[0] = m.n[1];
  }
  return false;
}

/** Code points of a text, as many as there is room for. */
static size_t codes_of(const char *text, size_t left, uint32_t out[CODES_MAX]) {
  size_t count = 0;
  while (left > 0 && count < CODES_MAX) {
    size_t length = kr_utf8_decode(text, left, &out[count]);
    if (length == 0) break;
    count++;
    text += length;
    left -= length;
  }
  return count;
}

static size_t put_codes(const uint32_t *codes, size_t n, const char *where, char *out, size_t room) {
  size_t used = 0;
  for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
    used += (size_t)snprintf(out + used, room - used, "U+%04X ", (unsigned)codes[i]);
  return used + (size_t)snprintf(out + used, room - used, "%s", n == 0 ? "" : where);
}

static bool are_of_one_block(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < m; j++)
      if (a[i] >> 8 != b[j] >> 8) return false;
  return n > 0 && m > 0;
}

const char *kr_look_apart(const char *there, const char *here, size_t n_here, char out[KR_LOOK_ROOM]) {
  uint32_t a[CODES_MAX], b[CODES_MAX];
  size_t n = codes_of(there, strlen(there), a), m = codes_of(here, n_here, b), same = 0;
  out[0] = '\0';
  while (same < n && same < m && a[same] == b[same]) same++;
  while (n > same && m > same && a[n - 1] == b[m - 1]) n--, m--;
  bool is_plain = true;
  for (size_t i = same; i < n; i++) is_plain &= a[i] < 0x80;
  for (size_t i = same; i < m; i++) is_plain &= b[i] < 0x80;
  if (is_plain || are_of_one_block(a + same, n - same, b + same, m - same)) return out;
  size_t used = (size_t)snprintf(out, KR_LOOK_ROOM, " (");
  used += put_codes(a + same, n - same, "there", out + used, KR_LOOK_ROOM - used);
  if (n > same && m > same) used += (size_t)snprintf(out + used, KR_LOOK_ROOM - used, ", ");
  used += put_codes(b + same, m - same, "here", out + used, KR_LOOK_ROOM - used);
  snprintf(out + used, KR_LOOK_ROOM - used, ")");
  return out;
}
