#ifndef KR_CLI_REPORT_STUDIES_H
#define KR_CLI_REPORT_STUDIES_H

#include "cli/report/page.h"
#include "cli/report/report.h"
#include "instances/grid.h"

/* The pages of compare, invest, stress and bottlenecks, made of the files in their folders: every figure is one that
 * stands there, and agrees with the others (study_check.h). */

/** What the folder is, by the schema in its summary.json; a plan where that says nothing (its reader complains).
 * @return KR_ERR_INPUT for a schema that no page is made of; KR_ERR_IO; KR_ERR_MEMORY */
kr_status kr_report_find_kind(const char *folder, kr_report_kind *kind, kr_error *err);

/** Writes the page of a study. @return as kr_report_write */
kr_status kr_study_page_write(const kr_report *report, kr_report_kind kind, kr_error *err);

/** A study's page being written. */
typedef struct kr_study_page {
  kr_page *page;
  const kr_report *report;
  kr_messages *messages;
} kr_study_page;

/** The parts of each: after the head, before the foot. */
kr_status kr_compare_page(const kr_study_page *s, kr_error *err);
kr_status kr_invest_page(const kr_study_page *s, kr_error *err);
kr_status kr_stress_page(const kr_study_page *s, kr_error *err);
kr_status kr_bottlenecks_page(const kr_study_page *s, kr_error *err);

/** Pareto picture of one level of demand: see pareto.c. @param rows [n] of scenarios.csv */
void kr_pareto_put(kr_page *page, const kr_grid *g, const int32_t *rows, int32_t n);

#endif
