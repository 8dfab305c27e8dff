#ifndef KR_TESTS_QUIET_SCRATCH_H
#define KR_TESTS_QUIET_SCRATCH_H

#include <criterion/criterion.h>
#include <criterion/redirect.h>

#include "tests/scratch.h"

/* A scratch folder for one file of tests of commands, whose words go nowhere: make() before and drop() after each of
 * them. Run from the root of the project. */

#define TINY "instances/tiny-caspian"

static scratch folder;

static inline void make(void) {
  folder = scratch_make();
  cr_redirect_stdout();
  cr_redirect_stderr();
}

static inline void drop(void) { scratch_remove(&folder); }

#endif
