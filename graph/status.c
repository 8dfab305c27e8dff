#include "graph/status.h"

#include <stdarg.h>
#include <stdio.h>

kr_status kr_fail(kr_error *err, kr_status status, const char *format, ...) {
  if (!err) return status;
  err->status = status;
  va_list args;
  va_start(args, format);
  vsnprintf(err->text, sizeof err->text, format, args);
  va_end(args);
  return status;
}

kr_status kr_fail_memory(kr_error *err) { return kr_fail(err, KR_ERR_MEMORY, "out of memory"); }

const char *kr_status_name(kr_status status) {
  switch (status) {
    case KR_OK: return "ok";
    case KR_ERR_MEMORY: return "out of memory";
    case KR_ERR_RANGE: return "argument out of range";
    case KR_ERR_INPUT: return "input rejected";
    case KR_ERR_IO: return "i/o failure";
    case KR_ERR_LIMIT: return "stopped before there was an answer";
    case KR_ERR_SOLVER: return "solver failure";
    case KR_ERR_VERIFY: return "verification failed";
  }
  return "unknown status";
}
