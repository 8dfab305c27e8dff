#ifndef KR_INSTANCES_IMPORT_TEXT_H
#define KR_INSTANCES_IMPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"
#include "instances/import_number.h"

/**
 * A foreign text file as lines of words, plain or gzip (told by its first bytes, not by its name). Lines without a word
 * are passed over. The first thing that is wrong ends the reading: `file:line: error: what; what to do` as the text of
 * KR_ERR_INPUT.
 */
typedef struct kr_text kr_text;

typedef enum kr_text_kind {
  KR_TEXT_WORDS, /**< words between spaces and tabs */
  KR_TEXT_TNTP   /**< besides, `:` and `;` are words, and `~` begins a comment */
} kr_text_kind;

typedef struct kr_word {
  const char *text; /**< no NUL behind it; valid until the next line */
  size_t n;
} kr_word;

#define KR_TEXT_LINE_MAX ((size_t)1 << 20) /**< bytes of one line */

/** @param path borrowed until the end: it is the file's name in messages. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_text_open(kr_text **out, const char *path, kr_text_kind kind, kr_error *err);
void kr_text_close(kr_text *text);

/**
 * Goes to the next line that holds a word. @param more false at the end of the file
 * @return KR_ERR_INPUT for a line too long or damaged gzip; KR_ERR_IO, KR_ERR_MEMORY. @cost O(bytes)
 */
kr_status kr_text_next(kr_text *text, bool *more, kr_error *err);

/** The current line without its comment, and its words. */
kr_word kr_text_row(const kr_text *text);
size_t kr_text_count(const kr_text *text);
kr_word kr_text_word(const kr_text *text, size_t i);
const char *kr_text_path(const kr_text *text);

/** `path:line: error: …`. @return KR_ERR_INPUT */
kr_status kr_text_fail(const kr_text *text, kr_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** A word that must be a whole number. */
typedef struct kr_count {
  const char *name; /**< as in "the tail" */
  int32_t least, most;
} kr_count;

/** A word of the current line as a whole number within its bounds. @return KR_ERR_INPUT */
kr_status kr_text_whole(const kr_text *text, kr_word word, const kr_count *count, int32_t *out, kr_error *err);

/** A word that must be a number. */
typedef struct kr_measure {
  const char *name;
  kr_scale scale;
  kr_rounding *tally;
} kr_measure;

/** A word of the current line as a number, exactly. @return KR_ERR_INPUT */
kr_status kr_text_figure(const kr_text *text, kr_word word, const char *name, kr_figure *out, kr_error *err);

/** The same in units of the measure's scale. @return KR_ERR_INPUT also where it is negative or too large */
kr_status kr_text_measure(const kr_text *text, kr_word word, const kr_measure *measure, int64_t *out, kr_error *err);

#endif
