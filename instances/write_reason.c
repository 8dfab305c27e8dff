#include "instances/write_reason.h"

#include <math.h>
#include <stdio.h>

#include "graph/decimal.h"

#define HOURS_MAX 1e9

/** What there is to say; the hours of the best route, where known, go between `before` and " h". */
static const struct {
  const char *text, *before;
} reasons[] = {
    [KR_REASON_NONE] = {"", NULL},
    [KR_REASON_NO_ROUTE] = {"no route for this cargo at any time, whatever the capacities", NULL},
    [KR_REASON_HORIZON] = {"cannot arrive before the horizon ends, even on an empty network", NULL},
    [KR_REASON_NOT_WORTH] = {"costs more to move than to leave, even on an empty network", ", where it takes "},
    [KR_REASON_CAPACITY] = {"no capacity left", "; on an empty network it would take "},
    [KR_REASON_STOPPED] = {"the solve was stopped before a place was found", "; on an empty network it would take "},
    [KR_REASON_LATE_ANYWAY] = {"late even on an empty network", ", where it takes "},
    [KR_REASON_LATE_QUEUE] = {"late for want of capacity", "; on an empty network it would take "},
};

const char *kr_reason_text(kr_reason reason, double ideal_h, char out[KR_REASON_ROOM]) {
  char hours[KR_DECIMAL_ROOM];
  const char *before = reasons[reason].before;
  if (!before || !(fabs(ideal_h) <= HOURS_MAX)) {
    snprintf(out, KR_REASON_ROOM, "%s", reasons[reason].text);
    return out;
  }
  kr_decimal_write(llround(ideal_h * 100) * (KR_MICRO / 100), hours);
  snprintf(out, KR_REASON_ROOM, "%s%s%s h", reasons[reason].text, before, hours);
  return out;
}
