#ifndef KR_CLI_ANSWER_H
#define KR_CLI_ANSWER_H

#include "solver/solve.h"

/**
 * Prints a solve's answer for people on stdout: first what is served, how fast and how late; then why freight stays;
 * the proof; and the tightest resources with their shadow prices. @return KR_ERR_MEMORY
 */
kr_status kr_answer_print(const kr_corridor *c, const kr_solution *solution);

#endif
