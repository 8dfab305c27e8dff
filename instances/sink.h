#ifndef KR_INSTANCES_SINK_H
#define KR_INSTANCES_SINK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "graph/decimal.h"
#include "graph/status.h"

/**
 * A file being written. A failure is remembered and told once, by kr_sink_close; until then every call is safe.
 */
typedef struct kr_sink {
  FILE *file;
  int fd; /* of a file of the disk */
  char *path;
  bool is_inside_row;   /* a CSV cell stands in this row already */
  bool is_synced_later; /* set after opening: the caller syncs the file system (disk.h), closing need not */
} kr_sink;

/** Creates `folder/name`, which must not be there. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_sink_open(kr_sink *sink, const char *folder, const char *name, kr_error *err);

/** Takes `folder/name` away, to be written anew. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_sink_remove(const char *folder, const char *name, kr_error *err);

/** Flushes, syncs to disk (unless it is synced later) and closes. @return KR_ERR_IO when this or any write before it
 * failed */
kr_status kr_sink_close(kr_sink *sink, kr_error *err);

/** Closes after a failure elsewhere. */
void kr_sink_drop(kr_sink *sink);

void kr_sink_text(kr_sink *sink, const char *text);

/* Cells of a CSV row, RFC 4180. Ids and numbers stand as they are; free text that a spreadsheet could take for a
 * formula gets an apostrophe before it. */
void kr_sink_id(kr_sink *sink, const char *id);
void kr_sink_free_text(kr_sink *sink, const char *text);
void kr_sink_blank(kr_sink *sink);
void kr_sink_whole(kr_sink *sink, int64_t value);
void kr_sink_decimal(kr_sink *sink, kr_micro value);
void kr_sink_tonnes(kr_sink *sink, int64_t kg);
/** A double rounded to 6 decimals. */
void kr_sink_rounded(kr_sink *sink, double value);
/** A double with all the digits it takes to read it back, without an exponent. */
void kr_sink_exact(kr_sink *sink, double value);
void kr_sink_end_row(kr_sink *sink);

/** Tonnes of a number of kilograms, exactly. @return out */
const char *kr_tonnes_text(int64_t kg, char out[KR_DECIMAL_ROOM]);

#endif
