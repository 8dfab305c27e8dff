#ifndef KR_CLI_REPORT_TEXT_WIDTH_H
#define KR_CLI_REPORT_TEXT_WIDTH_H

#include <stddef.h>

/*
 * How wide a name will be before a browser has set it: about, and rather too wide than too narrow, so that names keep
 * apart. Square letters count by their East Asian width, marks over letters and signs without ink count nothing.
 * @source Unicode Standard Annex 11, East Asian Width
 */

/** The width of a text in ems of its type. @cost O(bytes) */
double kr_text_width(const char *text);

/** The text, cut off with an ellipsis where it is wider than so many ems or does not fit the room. @return out */
const char *kr_text_fit(const char *text, double most, char *out, size_t room);

#endif
