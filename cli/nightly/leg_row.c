#include "cli/nightly/leg_row.h"

void kr_instant_put(kr_sink *sink, int64_t minutes) {
  char text[18];
  kr_instant_write(minutes, text);
  kr_sink_id(sink, text);
}

void kr_leg_row_put(kr_sink *sink, const char *shipment, const kr_ledger_leg *leg) {
  const char *cells[] = {leg->kind, leg->link, leg->node, leg->from_mode, leg->to_mode, leg->from_node, leg->to_node};
  kr_sink_id(sink, shipment);
  kr_sink_whole(sink, leg->lot);
  kr_sink_tonnes(sink, leg->quantity_kg);
  kr_sink_whole(sink, leg->number);
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) kr_sink_id(sink, cells[i]);
  kr_instant_put(sink, leg->depart_min);
  kr_instant_put(sink, leg->arrive_min);
  kr_sink_end_row(sink);
}
