#ifndef KR_CLI_NIGHT_LOG_H
#define KR_CLI_NIGHT_LOG_H

#include "cli/nightly/night.h"

/** How lines of the log look. */
typedef struct kr_night_log_form {
  bool is_json;    /**< one JSON object a line */
  bool is_journal; /**< text with systemd's priorities before it */
} kr_night_log_form;

/** The journal is known by the JOURNAL_STREAM that systemd sets. */
kr_night_log_form kr_night_log_choose(bool is_json);

/** A kr_night_log on stderr; `context` is a form. */
void kr_night_log_print(void *context, kr_night_level level, kr_date night, const char *event, const char *text);

#endif
