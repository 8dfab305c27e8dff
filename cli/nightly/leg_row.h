#ifndef KR_NIGHTLY_LEG_ROW_H
#define KR_NIGHTLY_LEG_ROW_H

#include "cli/nightly/ledger.h"
#include "instances/sink.h"

/** An instant, since 1970, as a cell. */
void kr_instant_put(kr_sink *sink, int64_t minutes);

/** A leg of the ledger as a row of allocation.csv or commitment.csv. @param shipment the id to be written */
void kr_leg_row_put(kr_sink *sink, const char *shipment, const kr_ledger_leg *leg);

#endif
