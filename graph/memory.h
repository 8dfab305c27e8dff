#ifndef KR_GRAPH_MEMORY_H
#define KR_GRAPH_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Makes room for `need` items of `size` bytes in `*items`, which holds `*capacity` of them; grows by half again, so a
 * sequence of appends costs O(1) each. The contents stay; new room is not initialised.
 * @param items     address of the array pointer (NULL and capacity 0 at first); changed only on success
 * @return false when memory ends or need * size overflows; nothing is changed then
 */
bool kr_grow(void *items, size_t *capacity, size_t need, size_t size);

/** calloc(max(n, 1), size): never NULL for n = 0, NULL when memory ends. Free with free(). */
void *kr_zeros(size_t n, size_t size);

/** A malloc'd copy of `n` bytes of `text` with a NUL behind them; NULL when memory ends. */
char *kr_copy_text(const char *text, size_t n);

#endif
