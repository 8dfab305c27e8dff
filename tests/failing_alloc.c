#include "tests/failing_alloc.h"

#include "tests/wrapped_alloc.h"

static _Atomic long left = -1; /* allocations until the first refusal; -1 = not armed */
static _Atomic bool refused, is_once;

static bool refuse(void) {
  if (left < 0) return false;
  if (left > 1) {
    left--;
    return false;
  }
  refused = true;
  if (is_once) left = -1;
  return true;
}

void failing_alloc_arm(long n) {
  refused = is_once = false;
  left = n;
}

void failing_alloc_arm_once(long n) {
  refused = false;
  is_once = true;
  left = n;
}

bool failing_alloc_disarm(void) {
  left = -1;
  return refused;
}
