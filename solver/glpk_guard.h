#ifndef KR_SOLVER_GLPK_GUARD_H
#define KR_SOLVER_GLPK_GUARD_H

#include <glpk.h>
#include <stdbool.h>

/**
 * GLPK keeps an environment per thread, takes all problems of the thread down with it, and aborts the process on its
 * own faults. A problem is made, solved and deleted by one thread; the environment goes with the last of them.
 */
glp_prob *kr_glpk_create(void); /**< NULL when memory ends */
void kr_glpk_delete(glp_prob *problem);

/**
 * Runs calls of GLPK so that a fault of its own leaves them instead of the program. @return false after a fault: all
 * GLPK problems of this thread are lost then and must not be touched but by kr_glpk_delete
 */
bool kr_glpk_guard(void (*calls)(void *context), void *context);

#endif
