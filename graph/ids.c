#include "graph/ids.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/siphash.h"

#define BLOCK_BYTES ((size_t)65536)
#define NEAREST_MAX 64 /* code points; no id is longer */

typedef struct block {
  struct block *next;
  size_t used, room;
  char bytes[];
} block;

typedef struct slot {
  uint32_t hash;
  int32_t index; /* -1 = free */
} slot;

struct kr_ids {
  block *blocks; /* the newest first */
  char **texts;  /* behind each length, in the arena */
  size_t texts_room;
  slot *slots; /* open addressing, a power of two, at most half full */
  size_t n_slots;
  int32_t count;
  kr_hash_key key; /* its own, or a file could be written whose ids all meet in one slot */
};

static uint32_t hash_of(const kr_ids *ids, const char *text, size_t n) {
  return (uint32_t)kr_siphash(ids->key, text, n);
}

kr_status kr_ids_create(kr_ids **out) {
  kr_ids *ids = kr_zeros(1, sizeof *ids);
  if (!ids) return KR_ERR_MEMORY;
  ids->key = kr_hash_key_make();
  *out = ids;
  return KR_OK;
}

void kr_ids_free(kr_ids *ids) {
  if (!ids) return;
  for (block *b = ids->blocks; b;) {
    block *next = b->next;
    free(b);
    b = next;
  }
  free(ids->texts);
  free(ids->slots);
  free(ids);
}

static uint32_t length_of(const char *text) {
  uint32_t n;
  memcpy(&n, text - sizeof n, sizeof n);
  return n;
}

/** The slot of `text`, or the free one where it belongs. */
static slot *slot_of(const kr_ids *ids, uint32_t hash, const char *text, size_t n) {
  size_t mask = ids->n_slots - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    slot *s = &ids->slots[i];
    if (s->index < 0) return s;
    const char *known = ids->texts[s->index];
    if (s->hash == hash && length_of(known) == n && memcmp(known, text, n) == 0) return s;
  }
}

/** Doubles the table when one more id would fill more than half of it. */
static bool make_slots(kr_ids *ids) {
  if (((size_t)ids->count + 1) * 2 <= ids->n_slots) return true;
  size_t n = ids->n_slots ? ids->n_slots * 2 : 16;
  slot *slots = n <= SIZE_MAX / sizeof *slots ? malloc(n * sizeof *slots) : NULL;
  if (!slots) return false;
  for (size_t i = 0; i < n; i++) slots[i].index = -1;
  for (size_t i = 0; i < ids->n_slots; i++) {
    if (ids->slots[i].index < 0) continue;
    size_t at = ids->slots[i].hash & (n - 1);
    while (slots[at].index >= 0) at = (at + 1) & (n - 1);
    slots[at] = ids->slots[i];
  }
  free(ids->slots);
  ids->slots = slots;
  ids->n_slots = n;
  return true;
}

/** Copies a text, its length before it and a NUL behind it, into the arena. */
static char *store(kr_ids *ids, const char *text, size_t n) {
  uint32_t length = (uint32_t)n;
  size_t need = sizeof length + n + 1;
  block *b = ids->blocks;
  if (!b || b->room - b->used < need) {
    size_t room = need > BLOCK_BYTES ? need : BLOCK_BYTES;
    b = malloc(sizeof *b + room);
    if (!b) return NULL;
    *b = (block){.next = ids->blocks, .room = room};
    ids->blocks = b;
  }
  char *at = b->bytes + b->used;
  b->used += need;
  memcpy(at, &length, sizeof length);
  memcpy(at + sizeof length, text, n);
  at[need - 1] = '\0';
  return at + sizeof length;
}

kr_status kr_ids_add(kr_ids *ids, const char *text, size_t n, int32_t *index) {
  if (n > UINT32_MAX / 2 || ids->count == INT32_MAX || !make_slots(ids)) return KR_ERR_MEMORY;
  uint32_t hash = hash_of(ids, text, n);
  slot *s = slot_of(ids, hash, text, n);
  if (s->index < 0) {
    if (!kr_grow(&ids->texts, &ids->texts_room, (size_t)ids->count + 1, sizeof *ids->texts)) return KR_ERR_MEMORY;
    char *stored = store(ids, text, n);
    if (!stored) return KR_ERR_MEMORY;
    ids->texts[ids->count] = stored;
    *s = (slot){.hash = hash, .index = ids->count++};
  }
  *index = s->index;
  return KR_OK;
}

int32_t kr_ids_find(const kr_ids *ids, const char *text, size_t n) {
  if (ids->count == 0) return -1;
  return slot_of(ids, hash_of(ids, text, n), text, n)->index;
}

const char *kr_ids_text(const kr_ids *ids, int32_t i) { return ids->texts[i]; }

int32_t kr_ids_count(const kr_ids *ids) { return ids->count; }

#define FIRST_ACCENT 0x3300 /* U+0300 and U+036F, with their leading bits */
#define LAST_ACCENT 0x336F

/**
 * Decodes UTF-8 (a broken byte stands for itself, leading bits stay) with ASCII letters lowered and accents that are
 * written apart left out; -1 when there are too many.
 */
static int lowered(const char *text, size_t n, uint32_t out[NEAREST_MAX]) {
  int count = 0;
  for (size_t i = 0; i < n;) {
    if (count == NEAREST_MAX) return -1;
    unsigned char c = (unsigned char)text[i++];
    uint32_t code = c >= 'A' && c <= 'Z' ? (uint32_t)c + 32 : c;
    for (; c >= 0xC0 && i < n && ((unsigned char)text[i] & 0xC0) == 0x80; i++)
      code = (code << 6) | ((unsigned char)text[i] & 0x3F);
    if (code < FIRST_ACCENT || code > LAST_ACCENT) out[count++] = code;
  }
  return count;
}

static int least(int a, int b) { return a < b ? a : b; }

/** Damerau–Levenshtein distance (adjacent swaps count 1), or `limit` + 1 as soon as it must be larger. */
static int distance(const uint32_t *a, int n, const uint32_t *b, int m, int limit) {
  int rows[3][NEAREST_MAX + 1];
  int *before = rows[0], *above = rows[1], *row = rows[2];
  if (abs(n - m) > limit) return limit + 1;
  for (int j = 0; j <= m; j++) above[j] = j;
  for (int i = 1; i <= n; i++) {
    int best = row[0] = i;
    for (int j = 1; j <= m; j++) {
      int d = above[j - 1] + (a[i - 1] != b[j - 1]);
      d = least(d, least(above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d = least(d, before[j - 2] + 1);
      row[j] = d;
      best = least(best, d);
    }
    if (best > limit) return limit + 1;
    int *oldest = before;
    before = above;
    above = row;
    row = oldest;
  }
  return above[m];
}

int32_t kr_ids_nearest(const kr_ids *ids, const char *text, size_t n) {
  uint32_t wanted[NEAREST_MAX], known[NEAREST_MAX];
  int length = lowered(text, n, wanted);
  if (length < 0) return -1;
  int limit = length / 3 > 1 ? length / 3 : 1;
  int32_t nearest = -1;
  for (int32_t i = 0; i < ids->count && limit >= 0; i++) {
    int m = lowered(ids->texts[i], length_of(ids->texts[i]), known);
    int d = m < 0 ? limit + 1 : distance(wanted, length, known, m, limit);
    if (d <= limit) {
      nearest = i;
      limit = d - 1;
    }
  }
  return nearest;
}
