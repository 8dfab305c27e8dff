#include "cli/report/text_width.h"

#include <stdint.h>
#include <string.h>

#include "instances/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define ELLIPSIS_BYTES 3
#define LETTER 0.6 /* most letters of Latin, Greek, Cyrillic */
#define ROUND 0.72 /* Armenian, Georgian … */
#define SQUARE 1.05
#define ROUND_FROM 0x0530

/** Ranges of code points, in order, whose width is not that of their neighbours. */
static const struct {
  uint32_t first, last;
  double ems;
} ranges[] = {
    {0x0300, 0x036F, 0},        {0x0483, 0x0489, 0},      {0x0591, 0x05BD, 0},        {0x0610, 0x061A, 0},
    {0x064B, 0x065F, 0},        {0x1100, 0x115F, SQUARE}, {0x200B, 0x200F, 0},        {0x202A, 0x202E, 0},
    {0x2060, 0x206F, 0},        {0x20D0, 0x20FF, 0},      {0x2E80, 0x303E, SQUARE},   {0x3041, 0xA4CF, SQUARE},
    {0xA960, 0xA97F, SQUARE},   {0xAC00, 0xD7A3, SQUARE}, {0xF900, 0xFAFF, SQUARE},   {0xFE00, 0xFE0F, 0},
    {0xFE10, 0xFE19, SQUARE},   {0xFE20, 0xFE2F, 0},      {0xFE30, 0xFE6F, SQUARE},   {0xFEFF, 0xFEFF, 0},
    {0xFF00, 0xFF60, SQUARE},   {0xFFE0, 0xFFE6, SQUARE}, {0x1B000, 0x1B2FF, SQUARE}, {0x1F000, 0x1FAFF, SQUARE},
    {0x20000, 0x3FFFD, SQUARE}, {0xE0000, 0xE01EF, 0}};

static double width_of(uint32_t code) {
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges && ranges[i].first <= code; ++i)
    if (code <= ranges[i].last) return ranges[i].ems;
  if (code < 0x80 && strchr("MWm", (int)code)) return SQUARE;
  return code < ROUND_FROM ? LETTER : ROUND;
}

/** The letter at the head of a text. @return its bytes, at least 1 */
static size_t take(const char *text, double *ems) {
  uint32_t code;
  size_t length = kr_utf8_decode(text, strlen(text), &code);
  *ems = length ? width_of(code) : SQUARE;
  return length ? length : 1;
}

double kr_text_width(const char *text) {
  double sum = 0, ems;
  for (; *text; sum += ems) text += take(text, &ems);
  return sum;
}

const char *kr_text_fit(const char *text, double most, char *out, size_t room) {
  size_t n = 0;
  double so_far = 0, ems;
  while (text[n]) {
    size_t length = take(text + n, &ems);
    if (so_far + ems > most || n + length + ELLIPSIS_BYTES >= room) break;
    so_far += ems;
    n += length;
  }
  memmove(out, text, n);
  strcpy(out + n, text[n] ? ELLIPSIS : "");
  return out;
}
