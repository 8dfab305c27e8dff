#include "graph/siphash.h"

#include <string.h>
#include <sys/random.h>

kr_hash_key kr_hash_key_make(void) {
  kr_hash_key key = {{0, 0}};
  /* It fails only where the system has no random numbers at all; where the stack lies is a guess then too. */
  if (getentropy(&key, sizeof key) != 0) key.word[0] = (uint64_t)(uintptr_t)&key;
  return key;
}

static uint64_t turn(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

static void mix(uint64_t v[4]) {
  v[0] += v[1];
  v[1] = turn(v[1], 13) ^ v[0];
  v[0] = turn(v[0], 32);
  v[2] += v[3];
  v[3] = turn(v[3], 16) ^ v[2];
  v[0] += v[3];
  v[3] = turn(v[3], 21) ^ v[0];
  v[2] += v[1];
  v[1] = turn(v[1], 17) ^ v[2];
  v[2] = turn(v[2], 32);
}

static void take(uint64_t v[4], uint64_t word) {
  v[3] ^= word;
  mix(v);
  v[0] ^= word;
}

uint64_t kr_siphash(kr_hash_key key, const char *text, size_t n) {
  uint64_t v[4] = {key.word[0] ^ UINT64_C(0x736F6D6570736575), key.word[1] ^ UINT64_C(0x646F72616E646F6D),
                   key.word[0] ^ UINT64_C(0x6C7967656E657261), key.word[1] ^ UINT64_C(0x7465646279746573)};
  uint64_t word, last = (uint64_t)n << 56;
  for (; n >= sizeof word; text += sizeof word, n -= sizeof word) {
    memcpy(&word, text, sizeof word);
    take(v, word);
  }
  for (size_t i = 0; i < n; i++) last |= (uint64_t)(unsigned char)text[i] << 8 * i;
  take(v, last);
  v[2] ^= 0xFF;
  for (int i = 0; i < 3; i++) mix(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}
