#ifndef KR_CLI_REPORT_HTML_H
#define KR_CLI_REPORT_HTML_H

#include "graph/decimal.h"
#include "instances/sink.h"

/**
 * Text and numbers of a page, put into an open sink. Whatever a name is made of, it stays a text: in an element, in an
 * attribute in double quotes, in SVG, in JSON inside a <script>. Signs that override the direction of writing
 * (U+202A–202E, U+2066–2069) are left out: they would turn around the figures beside a name.
 */

/** Text inside an element; a control character, which XML does not allow, becomes a space. */
void kr_html_text(kr_sink *sink, const char *text);

/**
 * The next byte of a text as it stands in a page, and `*at` behind it: an entity, a space for what cannot be seen,
 * nothing for a sign that turns the direction, or itself, in `plain`.
 */
const char *kr_html_character(const char **at, char plain[2]);

/** ` name="value"`, a space before it. @param name ours, never a user's */
void kr_html_attribute(kr_sink *sink, const char *name, const char *value);

/** A JSON string in quotes, without `<`, `>`, `&` and line separators: it cannot end the <script> around it. */
void kr_html_json(kr_sink *sink, const char *text);

#define KR_HTML_NUMBER_ROOM 48 /* groups are 3 bytes apart */

/**
 * A fixed-point number as people read it: groups of three digits apart by narrow no-break spaces (U+202F), `decimals`
 * digits behind the point, rounded exactly, half away from zero; "-0" is written 0.
 * @param value counted in 10^-scale: scale 3 for kilograms as tonnes, 6 for a kr_micro
 * @param decimals 0 … scale. @return out
 */
const char *kr_html_fixed(int64_t value, int scale, int decimals, char out[KR_HTML_NUMBER_ROOM]);

/** Whole tonnes of so many kilograms, as kr_html_fixed. @return out */
const char *kr_html_tonnes(int64_t kg, char out[KR_HTML_NUMBER_ROOM]);

#endif
