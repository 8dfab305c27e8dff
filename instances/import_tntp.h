#ifndef KR_INSTANCES_IMPORT_TNTP_H
#define KR_INSTANCES_IMPORT_TNTP_H

#include "instances/import_corridor.h"

/**
 * Reads a network and its trips in the form of the TransportationNetworks collection: tags between < and >, comments
 * behind ~, a line for each link with `tail head capacity length free_flow_time …`, and under each `Origin n` pairs of
 * `zone : trips;`. The cost of a link is its free-flow time, every node may be passed through (FIRST THRU NODE is not
 * looked at), trips within a zone and of nothing are left out. Plain or gzip.
 * @param paths  the NET and the TRIPS file in either order: NUMBER OF LINKS tells the former
 * @param factor on every capacity, > 0
 * @return KR_ERR_INPUT with `file:line: error: what; what to do`; KR_ERR_IO, KR_ERR_MEMORY
 * @source github.com/bstabler/TransportationNetworks
 */
kr_status kr_import_tntp(kr_import **out, const char *const paths[2], kr_micro factor, kr_error *err);

#endif
