#ifndef KR_CLI_STUDY_ANSWER_H
#define KR_CLI_STUDY_ANSWER_H

#include "solver/scenario.h"

/**
 * A solution on its way from one machine to another, exactly: allocation.csv, and values.csv with the bits of
 * objective, bound and every shadow price (instances/values.h). Not why freight stays: studies do not tell that.
 */

/** Writes the two files. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_study_answer_write(const char *folder, const kr_scenario *solved, kr_error *err);

/**
 * Reads them back and judges the plan anew.
 * @param x its corridor and settings are given; receives the solution, the caller's
 * @return KR_ERR_VERIFY: they are not what was written, or do not hold; KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_study_answer_read(kr_scenario *x, const char *folder, kr_error *err);

#endif
