#ifndef KR_INSTANCES_IMPORT_COMMALAB_H
#define KR_INSTANCES_IMPORT_COMMALAB_H

#include "instances/import_corridor.h"

/**
 * Reads a multicommodity-flow file of the commalab collection (planar, grid): the numbers of nodes, arcs and OD pairs;
 * then a line for each arc, `tail head cost capacity`; then one for each OD pair, `origin destination quantity`. Nodes
 * count from 1; a negative capacity is none. Plain or gzip.
 * @param factor on every capacity, > 0
 * @return KR_ERR_INPUT with `file:line: error: what; what to do`; KR_ERR_IO, KR_ERR_MEMORY
 * @source commalab.di.unipi.it, Multicommodity Problems; Larsson, Yuan, Comput. Optim. Appl. 27 (2004)
 */
kr_status kr_import_commalab(kr_import **out, const char *path, kr_micro factor, kr_error *err);

#endif
