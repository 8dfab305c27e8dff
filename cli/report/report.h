#ifndef KR_CLI_REPORT_REPORT_H
#define KR_CLI_REPORT_REPORT_H

#include "cli/report/messages.h"
#include "graph/corridor.h"
#include "instances/instance.h"

/** What a report is made of and where it goes. */
typedef struct kr_report {
  const kr_corridor *corridor;
  const kr_inputs *inputs; /**< what the instance's files are now; NULL = the result was made of them just now */
  const char *folder;      /**< the result */
  const char *output;      /**< the HTML file; NULL = none */
  const char *geojson;     /**< the GeoJSON file; NULL = none */
  kr_language language;
  bool has_no_files; /**< the folder will not be there for long: the page links to no file of it */
  bool is_judged;    /**< the caller has had the folder judged just now */
} kr_report;

/** What a result folder holds, by the schema in its summary.json. */
typedef enum kr_report_kind {
  KR_REPORT_SOLVE,
  KR_REPORT_COMPARE,
  KR_REPORT_INVEST,
  KR_REPORT_STRESS,
  KR_REPORT_BOTTLENECKS
} kr_report_kind;

/**
 * Writes the page of a result folder, and the GeoJSON, each whole or not at all. A plan is judged first: what does not
 * hold is not shown.
 * A plan of an instance that has changed since is shown with a word about it; a study of such a one is refused.
 * @return KR_OK; KR_ERR_INPUT when the folder's files are not in form, KR_ERR_VERIFY when the judge objects, or
 * the figures of a study do not agree: the messages are on stderr; KR_ERR_IO; KR_ERR_MEMORY
 * @cost reading the folder, O(legs + resources * days), one pass of pricing
 */
kr_status kr_report_write(const kr_report *report, kr_error *err);

/**
 * The same for the folder of an instance, which is read first: what `keruen report` does.
 * @return an exit code; what is wrong is on stderr
 */
int kr_report_make(const kr_report *wanted, const char *instance);

#endif
