#ifndef KR_SOLVER_CLASSES_H
#define KR_SOLVER_CLASSES_H

#include "graph/timeline.h"

/**
 * Shipments that the LP need not tell apart. Those of one origin, destination, cargo, weight and ready boundary have
 * the same routes, and as long as these are in time, at the same cost per tonne. A class is treated as one shipment:
 * its *speaker*, the member that is due first, with the tonnes of all.
 *
 * Where members are due at different times the class is *mixed*. For any route, cost(speaker) >= cost(member) >= cost
 * without a due time; so a flow of the speaker is worth at least as much to its members, and the cheapest route as if
 * nothing were due gives a valid bound. Both are exact where that route arrives before the speaker is due. Where it
 * does not, the class is split: members due before some boundary form classes of exactly one due time, the others stay.
 *
 * On the corridor family 100,000 shipments make 26,000 classes at first and 1,000,000 make 28,000.
 *
 * @source aggregating what the present prices cannot tell apart, and telling apart what they can: Elhallaoui,
 * Villeneuve, Soumis, Desaulniers, Oper. Res. 53 (2005), there for rows of set partitioning
 */
typedef struct kr_classes {
  const kr_timeline *line; /**< borrowed */
  int32_t n_shipments, n_members;
  int32_t *order;    /**< [members] shipments that can be planned, by kind, then due, then number */
  int32_t *place;    /**< [shipments] in order; KR_NONE = nothing to plan */
  int32_t *count;    /**< [shipments] of speakers: members, order[place … place + count); 0 otherwise */
  int32_t *speaker;  /**< [shipments] of its class; KR_NONE = nothing to plan */
  int32_t *asked;    /**< [shipments] of shipments that can be planned: the speaker on the empty network */
  double *own_t;     /**< [shipments] tonnes of each */
  int32_t n_classes; /**< now */
} kr_classes;

/** What may be merged: shipments that are alike in all that routes depend on; none; those of one forwarder. */
typedef enum kr_merging { KR_MERGE_ALIKE, KR_MERGE_NONE, KR_MERGE_BY_FORWARDER } kr_merging;

/**
 * Merges all that may be merged. @param open_t in: tonnes of each; out: of each speaker, its class's; 0 for
 * the others. @return KR_ERR_MEMORY. @cost O(n log n)
 */
kr_status kr_classes_create(kr_classes **out, const kr_timeline *line, double *open_t, kr_merging merging,
                            kr_error *err);
void kr_classes_free(kr_classes *classes);

/** Whether members of this speaker's class are due at different times. */
bool kr_classes_is_mixed(const kr_classes *classes, int32_t speaker);

/**
 * Members of the class due before `boundary` form classes of one due time each, the others one class.
 * @param told called for each new speaker but the old one (which stays that of the earliest); its status ends the split
 * @return what `told` says
 */
typedef kr_status (*kr_class_told)(void *context, int32_t old_speaker, int32_t new_speaker);
kr_status kr_classes_split(kr_classes *classes, int32_t speaker, int32_t boundary, double *open_t, kr_class_told told,
                           void *context);

#endif
