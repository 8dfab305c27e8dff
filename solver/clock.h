#ifndef KR_SOLVER_CLOCK_H
#define KR_SOLVER_CLOCK_H

#include <time.h>

/** Seconds on a clock that never jumps. */
static inline double kr_clock_wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** CPU seconds of the whole process, all threads. */
static inline double kr_clock_cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** CPU seconds of the calling thread. */
static inline double kr_clock_thread(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#endif
