#ifndef KR_INSTANCES_UTF8_H
#define KR_INSTANCES_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Decodes the first code point. @return its bytes, 1…4; 0 when n is 0 or the bytes are not well-formed UTF-8 */
size_t kr_utf8_decode(const char *text, size_t n, uint32_t *code);

/** How many bytes from the front are well-formed UTF-8 without a NUL; n when all are. @cost O(n), eight at a time */
size_t kr_utf8_valid(const char *text, size_t n);

/** Code points in `n` bytes; a broken byte counts one. */
int64_t kr_utf8_count(const char *text, size_t n);

/** Whether a code point shows nothing, or a space that is none, or turns the text around it: a terminal would obey it.
 */
bool kr_utf8_is_hidden(uint32_t code);

/**
 * Whether a code point may stand in an id: ASCII letters, digits, `_ - . : @`, and of the rest of Unicode whatever is
 * not in a block of spaces, controls, punctuation, symbols, emoji, private use or invisible signs.
 */
bool kr_utf8_is_id(uint32_t code);

#endif
