#ifndef KR_CLI_JUDGE_H
#define KR_CLI_JUDGE_H

#include "graph/corridor.h"
#include "solver/verify.h"

/**
 * Reads a result folder back and has it judged; messages about its form and the judge's violations go to stderr.
 * @param verdict receives the judge's figures on KR_OK and KR_ERR_VERIFY from the judge
 * @return KR_OK = clean; KR_ERR_VERIFY; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_judge_folder(kr_verdict *verdict, const char *folder, const kr_corridor *c, double gap, kr_error *err);

#endif
