#include "cli/report/policy.h"

#include <string.h>

#include "instances/sha256.h"

#define BYTES 32

static unsigned digit(char c) { return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10); }

const char *kr_policy_hash(const char *text, char out[KR_POLICY_HASH_ROOM]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  unsigned char bytes[BYTES + 1] = {0};
  char hex[65], *to = out;
  kr_sha256 hash;
  kr_sha256_begin(&hash);
  kr_sha256_add(&hash, text, strlen(text));
  kr_sha256_end(&hash, hex);
  for (int i = 0; i < BYTES; ++i) bytes[i] = (unsigned char)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
  for (int i = 0; i <= BYTES - 2; i += 3) {
    unsigned three = (unsigned)bytes[i] << 16 | (unsigned)bytes[i + 1] << 8 | bytes[i + 2];
    for (int shift = 18; shift >= 0; shift -= 6) *to++ = letters[three >> shift & 63];
  }
  to[-1] = '='; /* 32 bytes are one short of 11 threes */
  *to = '\0';
  return out;
}

static void put_hashes(kr_sink *sink, const char *name, const char *const *texts, int n) {
  char hash[KR_POLICY_HASH_ROOM];
  fprintf(sink->file, "; %s", name);
  for (int i = 0; i < n; ++i) fprintf(sink->file, " 'sha256-%s'", kr_policy_hash(texts[i], hash));
}

void kr_policy_put(kr_sink *sink, const char *const *styles, int n_styles, const char *const *scripts, int n_scripts) {
  fputs(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; base-uri 'none'; "
      "form-action 'none'",
      sink->file);
  put_hashes(sink, "style-src", styles, n_styles);
  put_hashes(sink, "script-src", scripts, n_scripts);
  fputs("\">\n", sink->file);
}
