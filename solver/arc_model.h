#ifndef KR_SOLVER_ARC_MODEL_H
#define KR_SOLVER_ARC_MODEL_H

#include <stdbool.h>

#include "graph/timeline.h"
#include "solver/model.h"

/**
 * The allocation LP as a plain arc-flow model over the explicit network, time-expanded in the dated view: what one
 * would hand to a general LP solver, for peers to be compared with. It has the optimum of the LP of solver/lp.h.
 *
 * Shipments that only differ in where and when they start share a commodity: one for each destination, cargo, weight
 * and due boundary (lateness costs only then); in the static view, where that makes fewer of them, one for each origin,
 * cargo and weight instead. That is exact, since tonnes of one commodity cost and use the same on every arc, and it is
 * what a modeller does: one commodity per shipment would be many times larger.
 *
 *     min  Σ_k w_k [ Σ_a (hours of a) x_ka + Σ_i U u_ki ]
 *     s.t. out of a state - into it (+ u_ki where source i stands) = q_ki there, else 0   for each commodity and state
 *          Σ_k Σ_a of r and day  x_ka / t_per_unit <= capacity                           for each open resource-day
 *
 * A state is a platform at a boundary; the goal (destination, or origin) absorbs and needs no row. Waiting is an arc.
 * Every arc costs the time it takes, lateness is paid on the arc that arrives. States that no source reaches, or from
 * which the goal cannot be reached, are left out, arcs on days without capacity too: no presolve is needed for those.
 * Integer: a shipment that may not be split is a commodity of its own whose arcs carry all of it or nothing (binary),
 * and each open resource-day with whole units has, for each cargo that can use it, whole units y:
 *
 *     Σ_a x_a / t_per_unit <= y_k        Σ_k y_k <= ⌊capacity⌋
 *
 * Rows: resource-days in order (whole ones: units, then one for each cargo), then for each commodity its sources and
 * its other states. Commitments are not known.
 */
typedef struct kr_arc_model kr_arc_model;

/**
 * @param line borrowed. @return KR_ERR_MEMORY
 * @cost O(shipments log shipments + open arcs * days); memory besides O(platforms * boundaries)
 */
kr_status kr_arc_model_create(kr_arc_model **out, const kr_timeline *line, bool is_integer, kr_error *err);
void kr_arc_model_free(kr_arc_model *model);

int32_t kr_arc_model_commodities(const kr_arc_model *model);
bool kr_arc_model_is_by_origin(const kr_arc_model *model);

/**
 * Tells the model to `sink`. @return what the sink returns
 * @cost O(commodities * boundaries * (platforms + open arcs)), times a few in the static view
 */
kr_status kr_arc_model_tell(kr_arc_model *model, const kr_model_sink *sink, kr_error *err);

#endif
