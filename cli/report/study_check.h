#ifndef KR_CLI_REPORT_STUDY_CHECK_H
#define KR_CLI_REPORT_STUDY_CHECK_H

#include "cli/report/studies.h"

/*
 * The tables of a study against its summary.json, the instance and themselves: sums, ratios and what stands in two
 * files. A figure that was changed by hand afterwards is not shown. What stands in one file only and follows from
 * nothing else (what a lost resource leaves behind, say) cannot be held against anything.
 *
 * Each: @return KR_OK; KR_ERR_VERIFY when figures disagree, after a message `file:line:column` for each of them;
 * KR_ERR_INPUT, KR_ERR_IO, KR_ERR_MEMORY
 */

/** @param g scenarios.csv; groups.csv is read here, and its sums are those of the scenarios */
kr_status kr_compare_check(const kr_study_page *s, const kr_grid *g, kr_error *err);

/** @param sets frontier.csv. @param upgrades invest.csv */
kr_status kr_invest_check(const kr_study_page *s, const kr_grid *sets, const kr_grid *upgrades, kr_error *err);

/** @param g stress.csv */
kr_status kr_stress_check(const kr_study_page *s, const kr_grid *g, kr_error *err);

/** @param g bottlenecks.csv */
kr_status kr_bottlenecks_check(const kr_study_page *s, const kr_grid *g, kr_error *err);

#endif
