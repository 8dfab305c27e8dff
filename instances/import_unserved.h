#ifndef KR_INSTANCES_IMPORT_UNSERVED_H
#define KR_INSTANCES_IMPORT_UNSERVED_H

#include "instances/import_corridor.h"

/**
 * Sets unserved_hours of an import as import_corridor.h tells, and the figures it rests on: longest_h, n_without.
 * Everything else of the corridor must be there. @return KR_ERR_MEMORY. @cost one Dijkstra per destination
 */
kr_status kr_unserved_choose(kr_import *import, kr_error *err);

#endif
