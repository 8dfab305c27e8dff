#ifndef KR_INSTANCES_READ_RESULT_H
#define KR_INSTANCES_READ_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/allocation.h"
#include "graph/corridor.h"
#include "graph/result.h"
#include "graph/status.h"
#include "instances/lines.h"
#include "instances/messages.h"

/** What a result folder says of one shipment. */
typedef enum kr_served { KR_SERVED_NOT, KR_SERVED_PARTLY, KR_SERVED_WHOLLY } kr_served;

typedef struct kr_shipment_claim {
  bool is_given;  /**< false: it has no row, the rest is 0 */
  uint8_t status; /**< kr_served */
  int64_t served_kg, unserved_kg;
  int32_t first_arrival_min, last_arrival_min; /**< KR_NO_TIME where blank */
  double transit_h, late_h;                    /**< means over served tonnes; NAN where blank */
  double cost_usd, co2_kg;
  char *reason; /**< why freight stays or is late; NULL where blank */
  int64_t line; /**< in shipment_result.csv */
} kr_shipment_claim;

#define KR_FORWARDER_FILE "forwarder.csv" /* of a result made with fairness */

/** What a result made with fairness says of one forwarder. */
typedef struct kr_forwarder_claim {
  bool is_given; /**< false: it has no row, the rest is 0 */
  int64_t asked_kg, served_kg, floor_kg;
  int64_t target_kg;
  double share, share_plain, price; /**< price: weighted hours per tonne of the floor */
  int64_t line;                     /**< in forwarder.csv */
} kr_forwarder_claim;

/** Whole numbers of summary.json. */
typedef struct kr_counts {
  int64_t shipments, served, partial, unserved, late, lots, legs, priced;
} kr_counts;

/** The member `fairness` of summary.json. */
typedef struct kr_fair_claim {
  bool is_settled;
  double plain_t, plain_objective, price_t_h, short_t;
} kr_fair_claim;

/** What a result folder claims beside its allocation; for a judge to hold against what the allocation does. */
typedef struct kr_claims {
  bool is_static, is_integer, is_optimal;
  int32_t plan;
  double objective, bound, gap;                 /**< weighted tonne-hours */
  double gap_asked;                             /**< of the options */
  double served_t, unserved_t, transit_tonne_h; /**< totals of summary.json */
  double late_t;                                /**< likewise; NAN: is not there */
  kr_counts counts;
  int32_t n_shipments;
  kr_shipment_claim *shipments; /**< [shipments] */
  bool is_fair;                 /**< made with fairness: there is a forwarder.csv */
  kr_fair_claim fairness;
  kr_forwarder_claim *forwarders; /**< [forwarders]; NULL without fairness */
  int32_t n_days;                 /**< buckets: days of the horizon, 1 in the static view */
  bool has_prices;                /**< any shadow_price is filled */
  double *shadow_price;           /**< [resource * n_days + day] weighted tonne-hours per unit; 0 where none */
  double *capacity, *used;        /**< likewise, units; a capacity of NAN where there is no row */
  int64_t *day_line;              /**< likewise: of the row in resource_day.csv, or quota_day.csv; 0 = none */
  kr_lines leg_lines;             /**< of the allocation's legs, in allocation.csv */
  kr_incumbent *curve;            /**< plan and bound over time, as summary.json's run tells; NULL where it does not */
  size_t n_curve;
} kr_claims;

/**
 * Reads a result folder of this corridor back. Only form is checked here (columns, numbers, ids that exist, legs
 * numbered 1, 2 …, one quantity per lot, known kinds): whether routes, capacities and sums are right is the judge's
 * business. Lots come sorted by shipment, then number.
 * @param allocation, claims zeroed by the caller; clear both afterwards, whatever the status
 * @param messages   receives `allocation.csv:12:5: error: …`
 * @return KR_OK; KR_ERR_INPUT when there was an error (see messages); KR_ERR_IO; KR_ERR_MEMORY
 * @cost O(bytes + resources * days + lots log lots)
 */
kr_status kr_result_read(kr_allocation *allocation, kr_claims *claims, const char *folder, const kr_corridor *c,
                         kr_messages *messages, kr_error *err);

/**
 * Reads allocation.csv alone, as kr_lots_write has it. @param is_static legs have no instants
 * @return as kr_result_read
 */
kr_status kr_lots_read(kr_allocation *allocation, const char *folder, const kr_corridor *c, bool is_static,
                       kr_messages *messages, kr_error *err);

/** Reads its forwarder.csv alone, into claims->forwarders. @return as kr_result_read */
kr_status kr_result_read_shares(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                                kr_error *err);

/** Frees the arrays, not the struct, and zeroes it. */
void kr_claims_clear(kr_claims *claims);

#endif
