#ifndef KR_INSTANCES_TOLD_H
#define KR_INSTANCES_TOLD_H

#include <stdint.h>

#include "graph/status.h"

/** What the summary.json of a study tells, to hold its tables against: its plain figures, and those in its lists. */
typedef struct kr_told kr_told;

/** @return KR_OK; KR_ERR_INPUT when the file is missing or is no JSON; KR_ERR_MEMORY */
kr_status kr_told_open(kr_told **out, const char *folder, kr_error *err);
void kr_told_close(kr_told *told);

/** A figure; NAN where there is none of that name. */
double kr_told_number(const kr_told *told, const char *key);

/** How many items a list has; 0 where there is none of that name. */
int32_t kr_told_count(const kr_told *told, const char *list);

/** A figure of an item of a list; NAN where there is none. */
double kr_told_item(const kr_told *told, const char *list, int32_t item, const char *key);

/** A text of an item of a list; "" where there is none. It lives as long as `told`. */
const char *kr_told_item_text(const kr_told *told, const char *list, int32_t item, const char *key);

#endif
