#ifndef KR_INSTANCES_WRITE_SUMMARY_H
#define KR_INSTANCES_WRITE_SUMMARY_H

#include "instances/write_result.h"

/** All that summary.json tells of; borrowed. */
typedef struct kr_summary {
  const kr_corridor *c;
  const kr_timetable *t;
  const kr_result *r;
  const kr_tally *tally; /**< [shipments] */
  const kr_run_info *run;
} kr_summary;

/** Writes summary.json into a folder and syncs it; a number that is not finite becomes null. @return KR_ERR_IO */
kr_status kr_summary_write(const char *folder, const kr_summary *s, kr_error *err);

#endif
