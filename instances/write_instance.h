#ifndef KR_INSTANCES_WRITE_INSTANCE_H
#define KR_INSTANCES_WRITE_INSTANCE_H

#include "graph/corridor.h"

/**
 * Writes a corridor as an instance folder, the files of FORMAT.md; it appears whole or not at all. Reading it back
 * gives the same corridor. plan.csv and transit.csv are left out where they would be empty.
 * @param path a place that is free, or an empty folder: nothing is ever overwritten
 * @param c    borrowed; without commitments
 * @return KR_ERR_IO when the place is taken or the disk refuses; KR_ERR_RANGE for commitments or upgrades;
 * KR_ERR_MEMORY
 * @cost   O(bytes written)
 */
kr_status kr_instance_write(const char *path, const kr_corridor *c, kr_error *err);

#endif
