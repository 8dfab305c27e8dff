#include "instances/leg_rows.h"
#include "instances/reading.h"

kr_status kr_read_commitments(kr_reading *r) {
  kr_leg_rows rows = {
      .corridor = r->corridor,
      .shipments = &r->shipments,
      .nodes = &r->nodes,
      .links = &r->links,
      .transfer_keys = r->transfer_keys,
      .needs_times = true,
      .lacks_transfers = r->has_lost_transfers,
      .out = &r->corridor->commitments,
  };
  kr_status status = kr_leg_rows_read(&rows, KR_LEG_FILE_COMMITMENT, &r->source, r->err);
  /* Routes and sums can be judged only against a corridor that is sound itself. */
  if (status == KR_OK && rows.out->n_lots > 0 && kr_messages_errors(r->source.messages) == 0)
    status = kr_check_commitments(r, &rows.leg_lines);
  kr_leg_rows_clear(&rows);
  return status;
}
