#ifndef KR_NIGHTLY_MOVED_H
#define KR_NIGHTLY_MOVED_H

#include "graph/corridor.h"
#include "instances/messages.h"

/**
 * What a night has moved of what was promised: moved.csv beside its result, a row for each lot that does not go as
 * promised any more, `shipment_id,lot,quantity_t,moved_t,depart,arrive,new_arrive,price_tonne_hours`.
 */
#define KR_MOVED_FILE "moved.csv"

typedef struct kr_moved_lot {
  int32_t shipment, number;       /**< as it was promised */
  int64_t quantity_kg, moved_kg;  /**< moved: on other legs now, > 0; the rest goes as promised, in a lot of its own */
  int64_t depart_min, arrive_min; /**< as promised, since 1970 */
  int64_t new_arrive_min;         /**< when the last of what is moved arrives */
  double price_t_h;               /**< weighted tonne-hours */
} kr_moved_lot;

/** Start from a zeroed struct. */
typedef struct kr_moved {
  kr_moved_lot *lots; /**< by shipment */
  size_t n, room;
} kr_moved;

/** @return KR_ERR_MEMORY, nothing changed */
kr_status kr_moved_add(kr_moved *moved, const kr_moved_lot *lot, kr_error *err);
void kr_moved_clear(kr_moved *moved);

double kr_moved_price(const kr_moved *moved);
int64_t kr_moved_kg(const kr_moved *moved);

/** Writes moved.csv into a folder. @return KR_ERR_IO */
kr_status kr_moved_write(const kr_moved *moved, const kr_corridor *c, const char *folder, kr_error *err);

/** Reads moved.csv; nothing where there is none. @return KR_ERR_INPUT, KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_moved_read(kr_moved *out, const kr_corridor *c, const char *folder, kr_messages *messages, kr_error *err);

#endif
