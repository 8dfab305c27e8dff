#ifndef KR_INSTANCES_WRITE_REASON_H
#define KR_INSTANCES_WRITE_REASON_H

#include "graph/result.h"

#define KR_REASON_ROOM 400 /* two ids of 64 bytes among it */

/**
 * Why freight of shipment `s` stays or is late, as one line: the reason, the hours of the best route alone on the
 * network where they are finite, and the first two resources that have no room on it, with their days.
 * @return out; "" for KR_REASON_NONE
 */
const char *kr_reason_text(const kr_corridor *c, const kr_result *r, int32_t s, bool is_static,
                           char out[KR_REASON_ROOM]);

/** What kind of reason a text of kr_reason_text tells. @return KR_REASON_NONE for NULL, "" and texts of others */
kr_reason kr_reason_kind(const char *text);

/**
 * Whether a text is one that kr_reason_text could have made: a reason, its hours where it tells any, resources that
 * there are, on days of the horizon. @cost O(resources)
 */
bool kr_reason_is_formed(const char *said, const kr_corridor *c, bool is_static);

/** What such a line says, taken apart again. */
typedef struct kr_reason_parts {
  kr_reason reason;
  double ideal_h;   /**< of the best route on an empty network; NAN where it is not told */
  const char *room; /**< what has no room, within the line; NULL where nothing is named */
} kr_reason_parts;

/** @return reason KR_REASON_NONE for "" and for a line that is none of ours */
kr_reason_parts kr_reason_read(const char *said);

#endif
