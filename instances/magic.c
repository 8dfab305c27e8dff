#include "instances/magic.h"

#include <stdbool.h>
#include <string.h>

#define UTF16 "the file is UTF-16; save it as UTF-8"
#define UTF32 "the file is UTF-32; save it as UTF-8"
#define PAGE "the file is a web page; fetch the CSV file itself"

static const struct {
  const char *bytes;
  size_t n;
  const char *what;
} known[] = {{"\xFF\xFE\0\0", 4, UTF32},
             {"\0\0\xFE\xFF", 4, UTF32},
             {"\xFF\xFE", 2, UTF16},
             {"\xFE\xFF", 2, UTF16},
             {"PK\x03\x04", 4, "the file is a zip archive or an Excel workbook; save the sheet as CSV in UTF-8"},
             {"\xD0\xCF\x11\xE0", 4, "the file is an Excel workbook; save the sheet as CSV in UTF-8"},
             {"\x1F\x8B", 2, "the file is compressed with gzip; unpack it"},
             {"SQLite format 3", 15, "the file is a SQLite database; write the table out as CSV"},
             {"%PDF-", 5, "the file is a PDF document; give the CSV file itself"},
             {"<!DOCTYPE", 9, PAGE},
             {"<!doctype", 9, PAGE},
             {"<html", 5, PAGE}};

/** Text of two or four bytes a character without a mark: the zeros of the first letter tell. */
static const char *wide(const char *b, size_t n) {
  if (n < 4) return NULL;
  bool big = !b[0] && b[1] && !b[2] && b[3], little = b[0] && !b[1] && b[2] && !b[3];
  if (big || little) return UTF16;
  big = !b[0] && !b[1] && !b[2] && b[3];
  little = b[0] && !b[1] && !b[2] && !b[3];
  return big || little ? UTF32 : NULL;
}

const char *kr_magic(const char *bytes, size_t n) {
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (n >= known[i].n && memcmp(bytes, known[i].bytes, known[i].n) == 0) return known[i].what;
  return wide(bytes, n);
}
