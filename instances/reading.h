#ifndef KR_INSTANCES_READING_H
#define KR_INSTANCES_READING_H

#include "graph/quota.h"
#include "instances/cell.h"
#include "instances/freight.h"
#include "instances/table.h"

/**
 * What the readers of one instance share, for as long as the reading takes. Files are read in the order in which they
 * lean on each other, so most ids can be looked up at once; messages come out in the order of FORMAT.md all the same.
 */
typedef struct kr_reading {
  kr_corridor *corridor;
  kr_source source;
  kr_error *err;
  const kr_freight_rules *rules; /**< of freight handed in alone; NULL: shipment.csv is part of an instance */
  kr_kind nodes, links, cargo, units, resources, plans, shipments, upgrades;
  kr_ids *link_modes;    /**< modes that links use; transfer.csv may name others */
  kr_ids *transfer_keys; /**< (node, from, to) of each transfer */
  kr_lines transfer_lines, capacity_lines, running_lines, quota_lines;
  kr_quota_row *quota_rows;
  int32_t n_quota_rows;    /**< the last of the corridor's capacities are theirs */
  bool has_lost_modes;     /**< of links: then a mode may seem unused elsewhere */
  bool has_lost_transfers; /**< rows of transfer.csv could not be read */
  bool has_calendar;       /**< config.csv has no error */
  bool has_all_capacities; /**< nor has capacity.csv */
  int32_t *stamps;         /**< [resources] the list in which each was seen last, against doubles */
  int32_t n_lists;
  bool has_warned_of_gmns; /**< capacity in link.csv: once is enough */
  size_t room, other_room; /**< of the arrays that the current file fills */
  size_t list_room;        /**< of resource_lists */
} kr_reading;

/* One reader per file, in reading order. Each returns KR_ERR_IO or KR_ERR_MEMORY, or KR_OK and messages. */
kr_status kr_read_config(kr_reading *r);
kr_status kr_read_nodes(kr_reading *r);
kr_status kr_read_cargo(kr_reading *r);
kr_status kr_read_resources(kr_reading *r);
kr_status kr_read_links(kr_reading *r);
kr_status kr_read_transfers(kr_reading *r);
kr_status kr_read_plans(kr_reading *r);
kr_status kr_read_capacities(kr_reading *r);
kr_status kr_read_running_times(kr_reading *r);
kr_status kr_read_shipments(kr_reading *r);
kr_status kr_read_quotas(kr_reading *r);
kr_status kr_read_commitments(kr_reading *r);
kr_status kr_read_upgrades(kr_reading *r);

/** Frees what the readers made, the corridor too. */
void kr_reading_clear(kr_reading *r);

/** Warns of files whose names are almost those of an instance's files: they would be passed over in silence. */
kr_status kr_check_names(kr_reading *r);

/** Two rows of one plan for the same day of a resource, a link or a quota: an error naming both lines. @cost O(rows log
 * rows)
 */
kr_status kr_check_overlaps(kr_reading *r);

/** Warns where a resource has no capacity row on a day of the horizon, under the base and under plans with rows of it.
 */
kr_status kr_check_coverage(kr_reading *r);

/**
 * Committed lots as routes: places, modes, order of times, cargo, sums per shipment, capacities of the base plan. Not
 * held against running times, steps or the horizon: they were promised under others. For a corridor without errors.
 */
kr_status kr_check_commitments(const kr_reading *r, const kr_lines *leg_lines);

/** `the base` or `plan "P"`. @return out */
const char *kr_name_plan(const kr_reading *r, int32_t plan, char out[KR_QUOTE_ROOM + 8]);

/** Cells that several readers share. */
kr_span kr_cell_resources(kr_table *t, int column);
int32_t kr_cell_plan(kr_table *t, int column);
/** The mask of weekdays; 0 when they are wrong (reported). */
uint8_t kr_cell_weekdays(kr_table *t, int column);
/** `from_date` and `to_date` as days from the start of the horizon; false when they are wrong (reported). */
bool kr_cell_days(kr_table *t, int from_column, int to_column, int32_t *from_day, int32_t *to_day);

/** Makes room for item `i` of an array of `*room` items. @return KR_ERR_MEMORY */
kr_status kr_reading_room(void *items, size_t *room, int32_t i, size_t size);

#endif
