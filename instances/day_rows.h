#ifndef KR_INSTANCES_DAY_ROWS_H
#define KR_INSTANCES_DAY_ROWS_H

#include "graph/result.h"
#include "instances/read_result.h"
#include "instances/table.h"

/** resource_day.csv and quota_day.csv: what each resource, and each quota, has on each day, what is used, its price. */
typedef struct kr_day_rows {
  const kr_corridor *c;
  const kr_timetable *t;
  const kr_result *r;
  const double *used; /**< [resource * n_days + day] units */
} kr_day_rows;

/** quota_day.csv is written only where there are quotas, with the days on which they limit. @return KR_ERR_IO */
kr_status kr_day_rows_write(const char *folder, const kr_day_rows *d, kr_error *err);

/** Both into claims, whose arrays have room; faults go to the source's messages. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_day_rows_read(kr_claims *claims, const kr_corridor *c, const kr_source *source, kr_error *err);

#endif
