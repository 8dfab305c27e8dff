#include "cli/report/html.h"

#include <string.h>

#define NARROW_SPACE "\xE2\x80\xAF"

/** U+202A–202E, U+2066–2069: signs that turn the direction of what follows, figures included. */
static bool is_turn(const char *text) {
  const unsigned char *c = (const unsigned char *)text;
  if (c[0] != 0xE2) return false;
  return (c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE) || (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9);
}

const char *kr_html_character(const char **at, char plain[2]) {
  char c = *(*at)++;
  if (is_turn(*at - 1)) return *at += 2, "";
  plain[0] = (unsigned char)c < ' ' ? ' ' : c;
  plain[1] = '\0';
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return plain;
  }
}

void kr_html_text(kr_sink *sink, const char *text) {
  char plain[2];
  while (*text) fputs(kr_html_character(&text, plain), sink->file);
}

void kr_html_attribute(kr_sink *sink, const char *name, const char *value) {
  fprintf(sink->file, " %s=\"", name);
  kr_html_text(sink, value);
  fputc('"', sink->file);
}

/** U+2028 or U+2029, which once ended a line of a script. */
static bool is_separator(const char *text) {
  return strncmp(text, "\xE2\x80\xA8", 3) == 0 || strncmp(text, "\xE2\x80\xA9", 3) == 0;
}

void kr_html_json(kr_sink *sink, const char *text) {
  fputc('"', sink->file);
  for (; *text; ++text) {
    unsigned char c = (unsigned char)*text;
    if (is_turn(text)) {
      text += 2;
    } else if (is_separator(text)) {
      fprintf(sink->file, "\\u20%02x", (unsigned char)text[2] - 0x80);
      text += 2;
    } else if (c < ' ' || strchr("<>&\"\\\x7F", c)) {
      fprintf(sink->file, "\\u%04x", c);
    } else {
      fputc(c, sink->file);
    }
  }
  fputc('"', sink->file);
}

static uint64_t power_of_ten(int n) {
  uint64_t power = 1;
  while (n-- > 0) power *= 10;
  return power;
}

static char *put_groups(uint64_t whole, char *to) {
  char digits[24];
  int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)whole);
  for (int i = 0; i < n; ++i) {
    if (i > 0 && (n - i) % 3 == 0) to = stpcpy(to, NARROW_SPACE);
    *to++ = digits[i];
  }
  *to = '\0';
  return to;
}

static void put_decimals(uint64_t part, int decimals, char *to) {
  to[0] = decimals > 0 ? '.' : '\0';
  to[decimals > 0 ? decimals + 1 : 0] = '\0';
  for (int i = decimals; i > 0; --i, part /= 10) to[i] = (char)('0' + part % 10);
}

const char *kr_html_fixed(int64_t value, int scale, int decimals, char out[KR_HTML_NUMBER_ROOM]) {
  uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value, drop = power_of_ten(scale - decimals);
  uint64_t rounded = size / drop + (size % drop >= drop - size % drop), unit = power_of_ten(decimals);
  char *to = out;
  if (value < 0 && rounded > 0) *to++ = '-';
  put_decimals(rounded % unit, decimals, put_groups(rounded / unit, to));
  return out;
}

const char *kr_html_tonnes(int64_t kg, char out[KR_HTML_NUMBER_ROOM]) { return kr_html_fixed(kg, 3, 0, out); }
