#ifndef KR_CLI_NIGHT_OPTIONS_H
#define KR_CLI_NIGHT_OPTIONS_H

#include "cli/nightly/chunk.h"
#include "cli/nightly/night.h"
#include "cli/report/messages.h"

/** Which part of a night is asked for. */
typedef enum kr_night_part { KR_NIGHT_WHOLE, KR_NIGHT_PLAN, KR_NIGHT_RUN, KR_NIGHT_MERGE } kr_night_part;

/** What `keruen nightly` was told. */
typedef struct kr_night_request {
  kr_night_part part;
  const char *spool, *date_text;
  kr_date date;
  int32_t chunk; /**< of KR_NIGHT_RUN */
  kr_night_orders orders;
  bool has_gap, has_chunk, is_json;
  bool has_report; /**< make the page of the night's result */
  kr_language language;
} kr_night_request;

/** What holds where nothing is said; judge and log are the caller's. */
kr_night_request kr_night_request_default(void);

/** @return true to go on; false to leave with `*code` */
bool kr_night_request_read(int *code, kr_night_request *q, int argc, char **argv);

#endif
