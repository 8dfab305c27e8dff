#ifndef KR_INSTANCES_WRITE_RESULT_H
#define KR_INSTANCES_WRITE_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/corridor.h"
#include "graph/result.h"
#include "graph/status.h"
#include "graph/timetable.h"
#include "instances/instance.h"

#define KR_SUMMARY_SCHEMA "keruen.summary/1"

/* Headers of files that others write too. */
#define KR_LEG_COLUMNS \
  "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,arrive\n"
#define KR_SHIPMENT_COLUMNS                                                                                           \
  "shipment_id,forwarder_id,status,served_t,unserved_t,first_arrival,last_arrival,transit_hours,late_hours,cost_usd," \
  "co2_kg,reason\n"

/** One option of the solve, for summary.json. */
typedef struct kr_setting {
  const char *name;
  enum { KR_SETTING_NUMBER, KR_SETTING_FLAG, KR_SETTING_TEXT } kind;
  double number;    /**< KR_SETTING_NUMBER (not finite = null), KR_SETTING_FLAG (0 or 1) */
  const char *text; /**< KR_SETTING_TEXT */
} kr_setting;

/** What summary.json tells beside the result: how it was asked for, and the run. All borrowed. */
typedef struct kr_run_info {
  const char *version;        /**< of the program */
  const kr_inputs *inputs;    /**< hashes of what was read; NULL = left out */
  bool is_integer;            /**< `static` and the plan are the timetable's */
  const kr_setting *settings; /**< further options: gap, time_limit_s … (never `static`, `integer`, thread counts) */
  size_t n_settings;
  int32_t threads;           /**< this and the next, and the seconds per phase, stand under the one key "run" */
  const char *started;       /**< an instant; NULL = left out */
  const kr_incumbent *curve; /**< LP solves: plan and bound after each round; integer ones have their incumbents */
  size_t n_curve;
  bool reproducible; /**< leaves "run" out: equal inputs and options then give equal bytes */
} kr_run_info;

/**
 * Writes allocation.csv, shipment_result.csv, resource_day.csv and summary.json into an existing folder (see
 * atomic.h) and syncs each; quota_day.csv too where forwarders have quotas, forwarder.csv where the result was made
 * with fairness. The CSV files depend on nothing but corridor, timetable and result.
 * @param c, t, r borrowed; r->allocation sorted by shipment, then lot, and valid for c (verify afterwards)
 * @return KR_ERR_IO, KR_ERR_MEMORY
 * @cost O(legs + shipments + resources * days)
 */
kr_status kr_result_write(const char *folder, const kr_corridor *c, const kr_timetable *t, const kr_result *r,
                          const kr_run_info *run, kr_error *err);

/**
 * Writes summary.json of a result folder anew, when something of it has become known since: its bound.
 * @return KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_result_rewrite_summary(const char *folder, const kr_corridor *c, const kr_timetable *t, const kr_result *r,
                                    const kr_run_info *run, kr_error *err);

/** Writes lots as allocation.csv and commitment.csv have them. @param file its name @return KR_ERR_IO */
kr_status kr_lots_write(const char *folder, const char *file, const kr_corridor *c, const kr_allocation *a,
                        kr_error *err);

#endif
