#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/nightly/intake.h"
#include "cli/nightly/quote_internal.h"
#include "cli/nightly/spool_internal.h"
#include "instances/sink.h"

/** As many columns as the row has; where it has more, the reader says so. */
static int head_length(const char *row) {
  const char *at = KR_QUOTE_COLUMNS;
  int n = 1;
  for (const char *c = row; *c; c++) n += *c == ',';
  while (n > 0 && *at) n -= *++at == ',' || !*at;
  return (int)(at - KR_QUOTE_COLUMNS);
}

static kr_status write_row(const char *row, const char *folder, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, "shipment.csv", err);
  if (status != KR_OK) return status;
  fprintf(sink.file, "%.*s\n%s\n", head_length(row), KR_QUOTE_COLUMNS, row);
  return kr_sink_close(&sink, err);
}

static kr_status copy_file(const kr_quote_request *q, const char *folder, kr_error *err) {
  int64_t most_bytes = kr_spool_limits(q->spool)->most_bytes;
  int to = kr_folder_open(AT_FDCWD, folder);
  if (to < 0) return kr_fail(err, KR_ERR_IO, "%s: %s", folder, strerror(errno));
  kr_status status = strcmp(q->path, "-") == 0 ? kr_intake_stream(STDIN_FILENO, to, most_bytes, err)
                                               : kr_intake_copy(q->path, to, most_bytes, err);
  close(to);
  return status;
}

kr_status kr_quote_take(kr_submission *ask, const kr_quote_request *q, const char *folder, kr_messages *messages,
                        kr_error *err) {
  kr_limits limits = *kr_spool_limits(q->spool);
  kr_status status = kr_forwarder_check(q->forwarder, err);
  if (status != KR_OK) return status;
  strcpy(ask->forwarder, q->forwarder);
  limits.most_rows = 1;
  KR_TRY(q->path ? copy_file(q, folder, err) : write_row(q->row, folder, err));
  KR_TRY(kr_submission_read(ask, folder, &limits, q->orders->corridor, messages, err));
  if (!ask->freight) return kr_fail(err, KR_ERR_INPUT, "a quote is for one shipment; hand a what-if in instead");
  if (kr_n_shipments(ask->freight) != 1) return kr_fail(err, KR_ERR_INPUT, "shipment.csv has no row; write one");
done:
  return status;
}
