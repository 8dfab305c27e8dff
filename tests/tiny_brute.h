#ifndef KR_TESTS_TINY_BRUTE_H
#define KR_TESTS_TINY_BRUTE_H

#include "graph/corridor.h"
#include "graph/timetable.h"

/**
 * The least objective of an integer solve in which no shipment may be split, by trying all: every path of each shipment
 * through its time-expanded graph (tests/arcflow_arcs.h), every combination of paths, capacities and whole units held
 * against each. Knows no bound, no price and no library.
 * @param optimum weighted tonne-hours, written when true is returned
 * @return false where it is too much to try, or some shipment may be split
 */
bool tiny_brute(double *optimum, const kr_corridor *c, const kr_timetable *t);

#endif
