#include "cli/report/messages.h"

#include <string.h>

static const char *const texts[KR_N_MESSAGES][KR_N_LANGUAGES] = {
#define M(key, en, ru, kk, zh) {en, ru, kk, zh},
#include "cli/report/messages.def"
#undef M
};

static const struct {
  const char *name, *tag;
} languages[KR_N_LANGUAGES] = {{"en", "en"}, {"ru", "ru"}, {"kk", "kk"}, {"zh", "zh-Hans"}};

const char *kr_message_text(kr_language language, kr_message message) { return texts[message][language]; }

const char *kr_language_tag(kr_language language) { return languages[language].tag; }

bool kr_language_find(const char *name, kr_language *out) {
  for (int i = 0; i < KR_N_LANGUAGES; ++i) {
    if (strcmp(name, languages[i].name) != 0) continue;
    *out = (kr_language)i;
    return true;
  }
  return false;
}

kr_message kr_message_of_reason(kr_reason reason) {
  switch (reason) {
    case KR_REASON_NO_ROUTE: return KR_MESSAGE_REASON_NO_ROUTE;
    case KR_REASON_HORIZON: return KR_MESSAGE_REASON_HORIZON;
    case KR_REASON_NOT_WORTH: return KR_MESSAGE_REASON_NOT_WORTH;
    case KR_REASON_QUOTA: return KR_MESSAGE_REASON_QUOTA;
    case KR_REASON_STOPPED: return KR_MESSAGE_REASON_STOPPED;
    case KR_REASON_LATE_ANYWAY: return KR_MESSAGE_REASON_LATE_ANYWAY;
    case KR_REASON_LATE_QUEUE: return KR_MESSAGE_REASON_LATE_QUEUE;
    case KR_REASON_NONE:
    case KR_REASON_CAPACITY: break;
  }
  return KR_MESSAGE_REASON_CAPACITY;
}
