#ifndef KR_INSTANCES_MESSAGES_H
#define KR_INSTANCES_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * What is wrong with data, said once and in order: `file:line:column: error: what; what to do`. A collector keeps the
 * first 100 errors and the first 100 warnings (by file, line, column) as text and counts the rest, so its memory is
 * fixed whatever the data do. It never prints: the caller does, for (i = 0; i < kr_messages_kept(m); i++) text(i), then
 * the summary.
 */
typedef struct kr_messages kr_messages;

typedef enum kr_severity { KR_SEVERITY_ERROR, KR_SEVERITY_WARNING } kr_severity;

/** A place in a file: physical line and column from 1, the column in characters (UTF-8 code points). */
typedef struct kr_place {
  const char *file; /**< name as shown; static text, or text that outlives the collector */
  int64_t line, column;
} kr_place;

#define KR_MESSAGES_KEPT 100
#define KR_MESSAGE_ROOM 640

/** An empty collector; everything it will ever need is allocated here. @return KR_ERR_MEMORY leaves `*out` alone */
kr_status kr_messages_create(kr_messages **out);
void kr_messages_free(kr_messages *m);

/** Fixes the order of files in the output: by the order of these calls, then of first use. At most 32 files. */
void kr_messages_order(kr_messages *m, const char *file);

/**
 * Adds a message; the text is `what; what to do`, one line, no full stop. Never fails: a message behind the first 100
 * is only counted. @cost O(100)
 */
void kr_messages_add(kr_messages *m, kr_severity severity, const kr_place *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Whether a message there would be kept as text now: costly suggestions are worth making only then. */
bool kr_messages_wants(const kr_messages *m, kr_severity severity, const kr_place *place);

int64_t kr_messages_errors(const kr_messages *m);

/** How many messages are kept as text, and the i-th of them as a full line without newline, in file and line order. */
size_t kr_messages_kept(const kr_messages *m);
const char *kr_messages_text(kr_messages *m, size_t i);

/**
 * The last line: "23 errors, 2 warnings; nothing was planned" ("137 errors (the first 100 are shown); …"), or
 * "2 warnings" when there is no error, or "" when there is nothing to say.
 */
const char *kr_messages_summary(kr_messages *m);

/** Room for kr_quote's result. */
#define KR_QUOTE_ROOM 260

/**
 * Puts data between double quotes for a message: at most 60 characters (then …), control characters and broken UTF-8
 * as \xNN, so that no data can steer a terminal. @return out
 */
const char *kr_quote(const char *text, size_t n, char out[KR_QUOTE_ROOM]);

#endif
