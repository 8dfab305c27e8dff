#ifndef KR_CLI_JUDGE_H
#define KR_CLI_JUDGE_H

#include "cli/lib/judging.h"

/**
 * Reads a result folder back and has it judged, with all that it says of itself; what is wrong goes to stderr as
 * `allocation.csv:12:1: error: …`, the file being one of the folder's.
 * @param gap     that was asked for; INFINITY = what the summary says was asked for
 * @param verdict receives the judge's figures on KR_OK and KR_ERR_VERIFY from the judge
 * @return KR_OK = clean; KR_ERR_VERIFY; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_judge_folder(kr_verdict *verdict, const char *folder, const kr_corridor *c, double gap, kr_error *err);

/** The same, and before it whether the instance is still what the result was made from. @param inputs what it is now */
kr_status kr_judge_result(kr_verdict *verdict, kr_said *said, const char *folder, const kr_corridor *c,
                          const kr_inputs *inputs, kr_error *err);

#endif
