#ifndef KR_CLI_REPORT_PAGE_H
#define KR_CLI_REPORT_PAGE_H

#include "cli/report/html.h"
#include "cli/report/messages.h"
#include "instances/memory_file.h"

/** What a page carries: a plan's has a map and scripts, a study's only text and pictures. */
typedef enum kr_page_kind { KR_PAGE_PLAN, KR_PAGE_STUDY } kr_page_kind;

/**
 * One self-contained HTML file, made in memory and then put in place whole. Style and scripts go into it with the
 * hashes that its Content-Security-Policy names; nothing else may run, and nothing is fetched.
 *
 *   kr_page page;
 *   KR_TRY(kr_page_open(&page, KR_PAGE_PLAN, KR_ENGLISH, "a title", err));
 *   … sections …
 *   KR_TRY(kr_page_close(&page, "report.html", err));
 * done:
 *   kr_page_drop(&page);
 */
typedef struct kr_page {
  kr_sink sink;   /**< the parts, into memory */
  kr_sink labels; /**< rules of style: what each cell of a table is, for screens too narrow for its head */
  kr_language language;
  kr_page_kind kind;
  const char *title; /**< borrowed */
  int n_tables;
  kr_memory_file parts, styles; /**< what the sinks write to */
} kr_page;

/** Begins with what stands after the head. @param page filled; kr_page_drop() whatever the status. @return
 * KR_ERR_MEMORY */
kr_status kr_page_open(kr_page *page, kr_page_kind kind, kr_language language, const char *title, kr_error *err);

/** The head, the parts and the foot as a file, replaced whole. @return KR_ERR_IO, KR_ERR_MEMORY: the old file is
 * untouched */
kr_status kr_page_close(kr_page *page, const char *path, kr_error *err);
void kr_page_drop(kr_page *page);

/* ---- words ---- */

/** A message in the page's language, as it is. */
const char *kr_page_word(const kr_page *page, kr_message message);

/** The same, escaped, put into the page. */
void kr_page_say(kr_page *page, kr_message message);

/** A message with its {0}, {1} … filled, and of {0|day|days} the form that goes with {0} (see plural.h). @param parts
 * [n] HTML: what kr_value makes, or escaped text */
void kr_page_fill(kr_page *page, kr_message message, const char *const *parts, int n);

/** `<tag>message</tag>`. @param tag may have attributes: `p class="note"` */
void kr_page_element(kr_page *page, const char *tag, kr_message message);

/* ---- parts ---- */

/** `<section>` with its heading, which the list of contents links to. @param id ours; kr_page_end_section ends it */
void kr_page_section(kr_page *page, const char *id, kr_message heading);
void kr_page_end_section(kr_page *page);

/** A heading whose column holds numbers. */
#define KR_NUMBER_FLAG 0x10000
#define KR_NUMBER(key) ((kr_message)(KR_MESSAGE_##key | KR_NUMBER_FLAG))

/** A table with its heading cells; the rows are the caller's. @param name of what it is: its caption */
void kr_page_open_table(kr_page *page, const char *name, const kr_message *heads, int n_heads);
void kr_page_close_table(kr_page *page);

/** On narrow screens a table's rows are cards: what its column `column` (from 0) is called there. */
void kr_page_label(kr_page *page, const char *table, int column, const char *text);

/** The same behind a summary line: the numbers of a picture. */
void kr_page_open_numbers(kr_page *page, const char *name, const kr_message *heads, int n_heads);
void kr_page_open_details(kr_page *page, kr_message summary);
void kr_page_close_numbers(kr_page *page);

/** What is wider than a phone and scrolls there, keyboard included. */
void kr_page_open_scroll(kr_page *page, const char *name);
void kr_page_close_scroll(kr_page *page);

/* ---- values ---- */

#define KR_VALUE_ROOM 160

/** `<data value="6811697.014">6 811 697</data>`: a number as people read it, and exactly. @return out */
const char *kr_value(double value, int decimals, char out[KR_VALUE_ROOM]);

/** The same for a part of 1: `<data value="0.874">87.4 %</data>`. @return out */
const char *kr_value_percent(double part, int decimals, char out[KR_VALUE_ROOM]);

/** A number as people read it, without the element. @return out */
const char *kr_value_plain(double value, int decimals, char out[KR_VALUE_ROOM]);

/** `<td>` with kr_value in it, or the number alone where it is shown exactly; an empty cell for NAN. */
void kr_page_cell(kr_page *page, double value, int decimals);
void kr_page_cell_text(kr_page *page, const char *text);

/** Ends the last cell of a row, then the line: a line end within a cell would make it one that is not empty. */
void kr_page_end_row(kr_page *page);

/** A text escaped for use as a part, cut off where it does not fit. @return out */
const char *kr_page_escaped(const char *text, char *out, size_t room);

/** The style and script of the pages, made of report.css and report.js by the build. */
extern const char kr_page_css[];
extern const char kr_page_js[];

#endif
