#ifndef KR_TESTS_FUZZ_TARGET_H
#define KR_TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "graph/corridor.h"
#include "graph/status.h"

/** What every target defines: one input, read by one of our readers. @return 0 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/** What must hold whatever the input is. */
#define MUST(holds)        \
  do {                     \
    if (!(holds)) abort(); \
  } while (0)

/** A reader could do it or refused the data; nothing else happens to a file that lies in memory. */
static inline void must_be_read(kr_status status) { MUST(status == KR_OK || status == KR_ERR_INPUT); }

/** The smallest instance that has everything, all its files in one text for memory_folder_put_all. */
#define POCKET "tests/fuzz/pocket.txt"

/** It as a corridor, read once and kept. */
const kr_corridor *pocket_corridor(void);

#endif
