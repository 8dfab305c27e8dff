#ifndef KR_GRAPH_SIPHASH_H
#define KR_GRAPH_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/** A key that nobody who writes a file can know. */
typedef struct kr_hash_key {
  uint64_t word[2];
} kr_hash_key;

/** A fresh key from the system's random numbers. */
kr_hash_key kr_hash_key_make(void);

/**
 * SipHash-1-3: without the key nobody can choose texts that collide, so a table of theirs stays quick whatever they
 * write. Source: Aumasson, Bernstein, SipHash: a fast short-input PRF (2012); the 1-3 rounds of Rust and Python.
 * The value depends on the key: never let it decide an order or reach a file. @cost O(n)
 */
uint64_t kr_siphash(kr_hash_key key, const char *text, size_t n);

#endif
