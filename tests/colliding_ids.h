#ifndef KR_TESTS_COLLIDING_IDS_H
#define KR_TESTS_COLLIDING_IDS_H

#include <stdint.h>
#include <string.h>

/**
 * Ids that an enemy writes: 64 bytes of letters, digits, `_` and `-`, all with one value of the hash that graph/ids.c
 * had before it had a key (Joux: four places where one of 18 pieces of 16 bytes leaves the same state behind).
 */

#define PIECES 18
#define PIECE_BYTES 16
#define PLACES 4
#define COLLIDING_BYTES (PIECE_BYTES * PLACES)

typedef struct colliding_ids {
  char piece[PLACES][PIECES][PIECE_BYTES];
} colliding_ids;

static const uint64_t collide_prime = UINT64_C(0x9E3779B97F4A7C15);

static inline uint64_t collide_step(uint64_t x) {
  x *= UINT64_C(0xC6A4A7935BD1E995);
  return x ^ x >> 29;
}

static inline uint64_t collide_next(uint64_t *seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  return *seed ^= *seed << 17;
}

static const char collide_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

static inline uint64_t collide_word(uint64_t *seed) {
  char bytes[8];
  uint64_t word, r = collide_next(seed);
  for (int i = 0; i < 8; i++, r >>= 6) bytes[i] = collide_letters[r & 63];
  memcpy(&word, bytes, sizeof word);
  return word;
}

static inline int collide_is_id(uint64_t word) {
  for (int i = 0; i < 8; i++, word >>= 8)
    if (!(word & 255) || !strchr(collide_letters, (int)(word & 255))) return 0;
  return 1;
}

/** @param is_random true: pieces of the same look that do not collide */
static inline void collide_make(colliding_ids *ids, int is_random) {
  uint64_t inverse = collide_prime, seed = 1, state = COLLIDING_BYTES * collide_prime;
  for (int i = 0; i < 6; i++) inverse *= 2 - collide_prime * inverse;
  for (int place = 0; place < PLACES; place++) {
    uint64_t meet = collide_next(&seed);
    for (int k = 0; k < PIECES;) {
      uint64_t first = collide_word(&seed), second = (collide_step(state ^ first * collide_prime) ^ meet) * inverse;
      if (is_random) second = collide_word(&seed);
      if (!collide_is_id(second)) continue;
      memcpy(ids->piece[place][k], &first, 8);
      memcpy(ids->piece[place][k++] + 8, &second, 8);
    }
    state = collide_step(meet);
  }
}

/** The i-th of PIECES^PLACES. */
static inline void collide_text(const colliding_ids *ids, int i, char out[COLLIDING_BYTES]) {
  for (int place = 0; place < PLACES; place++, i /= PIECES)
    memcpy(out + place * PIECE_BYTES, ids->piece[place][i % PIECES], PIECE_BYTES);
}

#endif
