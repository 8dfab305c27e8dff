#ifndef KR_INSTANCES_LOOK_ALIKE_H
#define KR_INSTANCES_LOOK_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

/** Letters of different alphabets look the same: A and А, o and ο. What helps people to tell them apart. */

#define KR_LOOK_ROOM 96

/** Two neighbouring letters of one word, of different alphabets among Latin, Greek and Cyrillic. */
typedef struct kr_mixed {
  const char *scripts[2];
  size_t at[2], n[2]; /**< where each begins in the text, and its bytes */
} kr_mixed;

/** The first place where a word (letters without a sign or digit between them) mixes alphabets. @cost O(n) */
bool kr_look_mixed(const char *text, size_t n, kr_mixed *out);

/**
 * Names the letters in which two nearly equal texts differ, where they are of different blocks and may look the same:
 * " (U+0410 there, U+0041 here)". @return out, "" when nothing needs to be told
 */
const char *kr_look_apart(const char *there, const char *here, size_t n_here, char out[KR_LOOK_ROOM]);

#endif
