#include "instances/utf8.h"

#include <string.h>

static bool continues(unsigned char c) { return (c & 0xC0) == 0x80; }

/** Bytes that a lead byte announces; 0 for one that no code point begins with. */
static size_t announced(unsigned char c) {
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return 2;
  if (c >= 0xE0 && c <= 0xEF) return 3;
  return c >= 0xF0 && c <= 0xF4 ? 4 : 0;
}

size_t kr_utf8_decode(const char *text, size_t n, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  if (n == 0) return 0;
  size_t length = announced((unsigned char)text[0]);
  if (length == 0 || length > n) return 0;
  uint32_t value = (unsigned char)text[0] & mask[length];
  for (size_t i = 1; i < length; i++) {
    if (!continues((unsigned char)text[i])) return 0;
    value = (value << 6) | ((unsigned char)text[i] & 0x3F);
  }
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  *code = value;
  return length;
}

/** Eight bytes without a NUL and without a high bit. */
static bool is_plain(const char *text) {
  uint64_t word;
  memcpy(&word, text, sizeof word);
  return (((word - UINT64_C(0x0101010101010101)) | word) & UINT64_C(0x8080808080808080)) == 0;
}

size_t kr_utf8_valid(const char *text, size_t n) {
  size_t i = 0;
  while (i < n) {
    if (n - i >= 8 && is_plain(text + i)) {
      i += 8;
      continue;
    }
    uint32_t code;
    size_t length = kr_utf8_decode(text + i, n - i, &code);
    if (length == 0 || code == 0) return i;
    i += length;
  }
  return n;
}

int64_t kr_utf8_count(const char *text, size_t n) {
  int64_t count = 0;
  uint32_t code;
  for (size_t i = 0; i < n; count++) {
    size_t length = kr_utf8_decode(text + i, n - i, &code);
    i += length ? length : 1;
  }
  return count;
}

typedef struct range {
  uint32_t from, to;
} range;

static bool is_among(uint32_t code, const range *ranges, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (code >= ranges[i].from && code <= ranges[i].to) return true;
  return false;
}

bool kr_utf8_is_hidden(uint32_t code) {
  static const range hidden[] = {
      {0, 0x1F},        {0x7F, 0xA0},       {0xAD, 0xAD},       {0x34F, 0x34F},    {0x61C, 0x61C},   {0x115F, 0x1160},
      {0x1680, 0x1680}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},  {0x2028, 0x202F}, {0x205F, 0x206F},
      {0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},  {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
      {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
  return is_among(code, hidden, sizeof hidden / sizeof *hidden);
}

/** Blocks beyond ASCII that hold no letters, in order. */
static const range excluded[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},       {0xD7, 0xD7},
    {0xF7, 0xF7},     {0x37E, 0x37E},   {0x61C, 0x61C},   {0x1680, 0x1680},   {0x180E, 0x180E},
    {0x2000, 0x20CF}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004},   {0x3008, 0x3020},
    {0x3030, 0x3030}, {0xD800, 0xF8FF}, {0xFE00, 0xFE6F}, {0xFEFF, 0xFF0F},   {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF}};

bool kr_utf8_is_id(uint32_t code) {
  if (code < 0x80) {
    bool is_letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    return is_letter || (code >= '0' && code <= '9') || (code != 0 && strchr("_-.:@", (int)code) != NULL);
  }
  return !is_among(code, excluded, sizeof excluded / sizeof *excluded) && !kr_utf8_is_hidden(code);
}
