#ifndef KR_GRAPH_STATUS_H
#define KR_GRAPH_STATUS_H

#include <stddef.h>

/** What a call says about itself: KR_OK, or why it could not do what it is for. */
typedef enum kr_status {
  KR_OK = 0,
  KR_ERR_MEMORY, /**< an allocation failed; nothing was changed */
  KR_ERR_RANGE,  /**< an argument is out of its range (our own bug, or a caller's) */
  KR_ERR_INPUT,  /**< the data are not what FORMAT says; the text names the place */
  KR_ERR_IO,     /**< a file could not be read or written */
  KR_ERR_LIMIT,  /**< a limit or a signal came first and there is no answer yet */
  KR_ERR_SOLVER, /**< a library gave an answer that does not hold */
  KR_ERR_VERIFY  /**< the judge found a violation */
} kr_status;

/** Where a fault is described by the function that sees it. The text is one line without a full stop. */
typedef struct kr_error {
  kr_status status;
  char text[512];
} kr_error;

/**
 * Fills `err` (may be NULL) as printf does and returns `status`, so that a caller can write `return kr_fail(…)`.
 * @cost O(length of the text), no allocation
 */
kr_status kr_fail(kr_error *err, kr_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** kr_fail for the one fault every function shares. */
kr_status kr_fail_memory(kr_error *err);

/** A plain name of the status, for logs. @return static text, never NULL */
const char *kr_status_name(kr_status status);

/** Leaves for the label `done` with `status` set as soon as `call` is not KR_OK. */
#define KR_TRY(call)                \
  do {                              \
    status = (call);                \
    if (status != KR_OK) goto done; \
  } while (0)

#endif
