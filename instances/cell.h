#ifndef KR_INSTANCES_CELL_H
#define KR_INSTANCES_CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/calendar.h"
#include "graph/decimal.h"
#include "graph/ids.h"
#include "instances/lines.h"
#include "instances/table.h"

/**
 * The cells of a table's current row as values. A cell that is not what FORMAT says is reported with its place, and a
 * harmless value returned, so that the rest of the row is checked as well.
 */

/** A kind of thing that ids name: what is known of it, and where it is defined. */
typedef struct kr_kind {
  kr_ids *ids;
  kr_lines lines;     /**< of each definition */
  const char *absent; /**< "not in node.csv" */
  bool has_bad_ids;   /**< one was defined that is no id: what is nearly the same is then no news either */
  bool is_incomplete; /**< its file could not be read whole: an unknown id is then no news */
  bool is_open;       /**< nothing defines it here: an id not seen before is added, its form alone is checked */
} kr_kind;

/** Bounds of a number. */
typedef struct kr_bounds {
  kr_micro least, most;
  bool is_open; /**< must be more than `least`, not equal to it */
  int decimals; /**< at most */
} kr_bounds;

extern const kr_bounds kr_bounds_not_negative; /**< 0 … 10^12, 6 decimals */
extern const kr_bounds kr_bounds_positive;     /**< more than 0 … 10^12, 6 decimals */

/** An id between quotes, for a message. @return out */
const char *kr_quote_id(const kr_ids *ids, int32_t index, char out[KR_QUOTE_ROOM]);

kr_field kr_cell(const kr_table *t, int column);
bool kr_cell_is_blank(const kr_table *t, int column);
kr_place kr_cell_place(const kr_table *t, int column);

/** Says `column "value": text` at the cell; nothing in a muted row or an absent column. */
void kr_cell_say(kr_table *t, int column, kr_severity severity, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/**
 * A cell that is a value (not free text): reports a blank one where it must be filled, and spaces around it.
 * @return true when there is something to read
 */
bool kr_cell_has_value(kr_table *t, int column);

/** Reports a character in free text that would order a terminal about: escape, bell, a turn of the direction … */
void kr_cell_check_text(kr_table *t, int column);

/** Free text, kept in `texts`; "" where blank. */
const char *kr_cell_text(kr_table *t, int column, kr_ids *texts);

#define KR_ID_BYTES_MAX 64

/** Whether a text has the form of an id: 1 … KR_ID_BYTES_MAX bytes, letters, digits and `_ - . : @`. */
bool kr_is_id(const char *text, size_t n);

/** Whether n bytes of a cell have the form of an id; says what is wrong when they do not. */
bool kr_cell_check_id(kr_table *t, int column, kr_field id);

/** A new id of a kind. @return its index; KR_NONE when it is blank, or already there (reported with its line) */
int32_t kr_cell_define(kr_table *t, int column, kr_kind *kind);

/** The index of an id that must be known, KR_NONE when it is not (reported) or blank. */
int32_t kr_cell_reference(kr_table *t, int column, const kr_kind *kind);

/** The same for a part of a cell. */
int32_t kr_cell_find(kr_table *t, int column, kr_field id, const kr_kind *kind);

/** A word of an open vocabulary: added when it is new. @return its index, KR_NONE when blank or no id */
int32_t kr_cell_word(kr_table *t, int column, kr_ids *words);

/** A decimal within bounds; `blank` where the cell is blank or wrong. */
kr_micro kr_cell_decimal(kr_table *t, int column, const kr_bounds *bounds, kr_micro blank);

/** A decimal of any sign within ±most, for coordinates. */
kr_micro kr_cell_signed(kr_table *t, int column, int64_t most);

/** A number >= 0 of any size and any decimals, for results; NAN where the cell is blank or wrong. */
double kr_cell_real(kr_table *t, int column);

/** A whole number least … most; `blank` where the cell is blank or wrong. */
int32_t kr_cell_whole(kr_table *t, int column, int32_t least, int32_t most, int32_t blank);

/** 0 or 1. */
bool kr_cell_flag(kr_table *t, int column, bool blank);

/** A date; false when it is blank or wrong. */
bool kr_cell_date(kr_table *t, int column, kr_date *out);

/** An instant in minutes since 1970; false when it is blank or wrong. */
bool kr_cell_instant(kr_table *t, int column, int64_t *minutes);

#endif
