#ifndef KR_INSTANCES_FORWARDER_ROWS_H
#define KR_INSTANCES_FORWARDER_ROWS_H

#include "graph/result.h"
#include "instances/freight.h"
#include "instances/read_result.h"
#include "instances/reading.h"

/* forwarder.csv of a result made with fairness: one row a forwarder. */

/** Writes it into a folder and syncs it. @param tally [shipments]. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_forwarder_rows_write(const char *folder, const kr_corridor *c, const kr_fairness *fairness,
                                  const kr_tally *tally, kr_error *err);

/** Reads it back into claims->forwarders; forwarders without a row are reported. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_forwarder_rows_read(kr_claims *claims, const kr_corridor *c, const kr_source *source, kr_error *err);

#endif
