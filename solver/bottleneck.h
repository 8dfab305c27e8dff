#ifndef KR_SOLVER_BOTTLENECK_H
#define KR_SOLVER_BOTTLENECK_H

#include "solver/whatif.h"

/**
 * What more of a resource would buy. The sum of its shadow prices over the days says what a unit more on every day on
 * which it is open saves, for a first, small piece of it; how far that holds they do not say, and where several limits
 * bind at once they may promise too much even for that. So each figure here comes from solving again with the unit
 * really there: V(δ), what δ units more a day save, is concave, so a price that holds at δ to 1 % holds below it too.
 */
typedef struct kr_bottleneck {
  int32_t resource;
  double worth;        /**< Σ shadow price * capacity over the days: how the resources are ranked */
  double shadow_price; /**< Σ shadow price over the days: saved by a unit more a day, says the LP */
  double step;         /**< units a day that were added: 1, or a power of ten near a tenth of the capacity */
  double predicted;    /**< step * shadow_price */
  double saved;        /**< V(step), solved anew */
  double price;        /**< saved by a unit more a day, solved anew for the smallest piece tried */
  double holds_up_to;  /**< units a day up to which V(δ) is price * δ to 1 % */
  double saved_there;  /**< V(holds_up_to), solved anew */
} kr_bottleneck;

/**
 * The resources that are worth most, at most `most` of them, each tried. @param base solved to a gap of 1e-9 or better.
 * @param out [most]. @param n how many there are
 * @return as kr_whatifs_run. @cost about ten warm solves for each
 */
kr_status kr_bottlenecks_find(const kr_whatif_base *base, int32_t most, int32_t threads, kr_bottleneck *out, int32_t *n,
                              kr_error *err);

#endif
