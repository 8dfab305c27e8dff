#ifndef KR_INSTANCES_PLAUSIBLE_H
#define KR_INSTANCES_PLAUSIBLE_H

#include "instances/reading.h"

/**
 * Warnings of numbers that are read, but a thousandfold out of what they say they are: metres for kilometres, kilograms
 * for tonnes, minutes for hours. Only what no freight ever was is warned of.
 */

/** A link's length against the straight line between its nodes, and its speed; at the row being read. */
void kr_warn_of_scale(kr_table *t, int length_column, int hours_column, const kr_link *link);

/** Tonnes in one unit of a name that is known (TEU, FEU, truck, wagon, train), or at most a kilogram in any; at the row
 * being read. */
void kr_warn_of_load(kr_table *t, int column, const char *unit, kr_micro tonnes);

/** Few shipments that are a thousand times the middle one of the file. @cost O(shipments log shipments) */
kr_status kr_warn_of_quantities(kr_reading *r);

#endif
