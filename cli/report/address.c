#define _XOPEN_SOURCE 700 /* realpath */

#include "cli/report/address.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** The folder that a file is or will be in, resolved. @return false: there is none */
static bool folder_of(const char *file, char out[PATH_MAX]) {
  char path[PATH_MAX];
  const char *slash = strrchr(file, '/');
  if (!slash) return realpath(".", out) != NULL;
  if ((size_t)snprintf(path, sizeof path, "%.*s", (int)(slash - file + 1), file) >= sizeof path) return false;
  return realpath(path, out) != NULL;
}

static void put_encoded(char *out, const char *text) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  size_t n = strlen(out);
  for (; *text && n + 4 < KR_ADDRESS_ROOM; ++text)
    n += (size_t)snprintf(out + n, KR_ADDRESS_ROOM - n, strchr(plain, *text) ? "%c" : "%%%02X", (unsigned char)*text);
}

/** How many bytes of both paths are the same folders. */
static size_t common(const char *a, const char *b) {
  size_t n = 0, last = 0;
  for (; a[n] && a[n] == b[n]; ++n)
    if (a[n] == '/') last = n;
  bool is_whole = (!a[n] && (!b[n] || b[n] == '/')) || (!b[n] && a[n] == '/');
  return is_whole ? n : last;
}

const char *kr_address(const char *page, const char *folder, const char *file, char out[KR_ADDRESS_ROOM]) {
  char from[PATH_MAX], to[PATH_MAX];
  out[0] = '\0';
  if (folder_of(page, from) && realpath(folder, to)) {
    size_t n = common(from, to);
    for (const char *at = from + n; *at; ++at)
      if (*at == '/') put_encoded(out, "../");
    const char *rest = to[n] == '/' ? to + n + 1 : to + n;
    put_encoded(out, rest);
    if (*rest) put_encoded(out, "/");
  } else {
    put_encoded(out, folder);
    put_encoded(out, "/");
  }
  put_encoded(out, file);
  return out;
}
