#ifndef KR_INSTANCES_FREIGHT_H
#define KR_INSTANCES_FREIGHT_H

#include <stddef.h>
#include <stdint.h>

#include "graph/corridor.h"
#include "graph/status.h"
#include "instances/instance.h"

/** What a shipment.csv that is handed in alone is held against. */
typedef struct kr_freight_rules {
  const char *forwarder;       /**< whose freight it is; forwarder_id may be absent or blank, but not another */
  const kr_corridor *corridor; /**< has the nodes and cargo that ids must name; NULL = only their form is checked */
  int32_t most_rows;           /**< what is longer is not read on */
  size_t most_id_bytes;        /**< of a shipment's id */
} kr_freight_rules;

/**
 * Reads `folder/shipment.csv` alone, by the same rules and with the same messages as within an instance.
 * @param out    receives, on KR_OK only, a corridor that holds shipments and the ids of nodes, cargo and the forwarder,
 *               and nothing else; its start is 1970-01-01, so instants are minutes since then
 * @param inputs receives the file's hash; may be NULL
 * @return KR_OK; KR_ERR_INPUT when there was any error (see messages); KR_ERR_IO; KR_ERR_MEMORY
 * @cost   O(bytes + nodes + cargo of rules->corridor)
 */
kr_status kr_freight_read(kr_corridor **out, kr_inputs *inputs, const char *folder, const kr_freight_rules *rules,
                          kr_messages *messages, kr_error *err);

#endif
