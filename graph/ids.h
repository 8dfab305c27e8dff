#ifndef KR_GRAPH_IDS_H
#define KR_GRAPH_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * The ids of one kind of thing, each with its index 0, 1, 2 … in the order they were first added. Texts live in one
 * arena; a text pointer stays valid until kr_ids_free (the arena grows in blocks that never move).
 */
typedef struct kr_ids kr_ids;

/** An empty set. @return KR_ERR_MEMORY leaves `*out` alone */
kr_status kr_ids_create(kr_ids **out);
void kr_ids_free(kr_ids *ids);

/**
 * The index of `text`, added if it is new. @param index receives it; the id was new when *index equals the count before
 * @return KR_ERR_MEMORY, nothing added. @cost O(n) amortised
 */
kr_status kr_ids_add(kr_ids *ids, const char *text, size_t n, int32_t *index);

/** The index of `text`, or -1. @cost O(n) */
int32_t kr_ids_find(const kr_ids *ids, const char *text, size_t n);

/** The text of index i in [0, count), NUL-terminated. */
const char *kr_ids_text(const kr_ids *ids, int32_t i);
int32_t kr_ids_count(const kr_ids *ids);

/**
 * The id nearest to `text` by Damerau–Levenshtein distance (case-blind for ASCII), for "did you mean".
 * @return its index, or -1 when none is within max(1, n / 3) edits; the first of equals. @cost O(count * n)
 */
int32_t kr_ids_nearest(const kr_ids *ids, const char *text, size_t n);

#endif
