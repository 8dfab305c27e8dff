#ifndef KR_SOLVER_THREADS_H
#define KR_SOLVER_THREADS_H

#include <omp.h>
#include <stdint.h>

/** Threads to use. @param asked 0 = all cores */
static inline int32_t kr_threads(int32_t asked) { return asked > 0 ? asked : omp_get_max_threads(); }

#endif
