#ifndef KR_NIGHTLY_NIGHT_ANSWER_H
#define KR_NIGHTLY_NIGHT_ANSWER_H

#include "cli/nightly/night_internal.h"
#include "instances/atomic.h"
#include "instances/sink.h"

#define KR_ANSWER_SCHEMA "keruen.answer/1"

/** What an answer says of one shipment. Hours count from ready and due as they were handed in. */
typedef struct kr_answer_item {
  char name[KR_NAME_ROOM], own_id[KR_NAME_ROOM];
  char *reason;                                /**< never NULL */
  bool is_rejected, is_cancelled, has_arrival; /**< has_arrival: the next two are set */
  int64_t first_arrival_min, last_arrival_min; /**< since 1970 */
  int64_t quantity_kg, promised_kg, waiting_kg, ready_min, due_min;
  kr_micro weight;
  double hours_kg_h, late_kg_h, cost_usd, co2_kg;
} kr_answer_item;

/** An answer on its way. Start from a zeroed struct. */
typedef struct kr_answer {
  kr_night *night;
  const char *receipt;
  char forwarder[KR_NAME_ROOM];
  kr_answer_item *items; /**< by name */
  size_t n, room;
  bool is_synced_later; /**< by the caller, with the file system that it is on */
} kr_answer;

/**
 * Writes the answer to a submission beside its place, as the ledger has it now.
 * @param out receives the folder, to be committed
 * @param n   spool, ledger, date, orders' corridor and, after kr_night_read_shares, shares
 * @param is_synced_later its files are not synced: the caller syncs the file system and then commits
 */
kr_status kr_answer_write(kr_folder **out, kr_night *n, const char *receipt, bool is_synced_later, kr_error *err);

/** Asks the ledger for the shipments of a submission. */
kr_status kr_answer_gather(kr_answer *a, kr_error *err);
void kr_answer_clear(kr_answer *a);

/** Opens a file of an answer. */
kr_status kr_answer_open(const kr_answer *a, kr_sink *sink, const char *folder, const char *name, kr_error *err);

/** Writes allocation.csv, and adds up what its lots mean for their shipments. */
kr_status kr_answer_write_lots(kr_answer *a, const char *folder, kr_error *err);

#endif
