#ifndef KR_CLI_REPORT_MESSAGES_H
#define KR_CLI_REPORT_MESSAGES_H

#include <stdbool.h>

#include "graph/result.h"

/* The words of the pages: one table, messages.def, with a column for each language. */

typedef enum kr_language { KR_ENGLISH, KR_RUSSIAN, KR_KAZAKH, KR_CHINESE, KR_N_LANGUAGES } kr_language;

typedef enum kr_message {
#define M(key, en, ru, kk, zh) KR_MESSAGE_##key,
#include "cli/report/messages.def"
#undef M
  KR_N_MESSAGES
} kr_message;

/** The words, with {0}, {1} … where something is to be filled in. Static text, never NULL. */
const char *kr_message_text(kr_language language, kr_message message);

/** Why freight stays or is late, in words; of KR_REASON_NONE: for want of capacity. */
kr_message kr_message_of_reason(kr_reason reason);

/** The tag of a language for `lang`: "en", "ru", "kk", "zh-Hans". */
const char *kr_language_tag(kr_language language);

/** The language of --language en|ru|kk|zh. @return false: there is none of that name */
bool kr_language_find(const char *name, kr_language *out);

#endif
