#ifndef KR_INSTANCES_LEG_ROWS_H
#define KR_INSTANCES_LEG_ROWS_H

#include <stdbool.h>

#include "graph/corridor.h"
#include "instances/cell.h"
#include "instances/table.h"

/**
 * Rows of allocation.csv and commitment.csv, which are alike: one row per leg, the legs of a lot one behind the other.
 * Checked here: ids that exist, the direction of links, transfers that have a row, legs numbered 1, 2 …, one quantity
 * per lot, no lot twice.
 */
typedef struct kr_leg_rows {
  const kr_corridor *corridor;
  const kr_kind *shipments, *nodes, *links;
  kr_kind modes;
  kr_ids *transfer_keys; /**< (node, from, to) of corridor->transfers, in their order */
  bool needs_times;      /**< instants must be filled */
  bool lacks_transfers;  /**< some rows of transfer.csv were lost: one that is not there is no news */
  kr_allocation *out;
  kr_lines leg_lines; /**< line of each leg in `out` */
  /* the lot being read */
  kr_lot lot;
  bool is_open, is_sound;
  char unknown[80]; /**< the unknown shipment of the rows above: reported once */
  kr_leg *legs;
  int64_t *lines;
  size_t legs_room, lines_room;
} kr_leg_rows;

typedef enum kr_leg_file { KR_LEG_FILE_ALLOCATION, KR_LEG_FILE_COMMITMENT } kr_leg_file;

/**
 * Reads a file of legs into `rows->out`, sorted by shipment, then lot. Lots with a fault are reported and left out.
 * @param rows the first block of members filled by the caller; clear it afterwards
 * @return KR_OK, also when there are messages; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_leg_rows_read(kr_leg_rows *rows, kr_leg_file file, const kr_source *source, kr_error *err);
void kr_leg_rows_clear(kr_leg_rows *rows);

/** The key under which a transfer's (node, from, to) stands in `transfer_keys`. */
kr_status kr_transfer_key_add(kr_ids *keys, const kr_transfer *transfer, int32_t *index);

#endif
