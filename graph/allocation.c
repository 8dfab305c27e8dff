#include "graph/allocation.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

kr_status kr_allocation_add(kr_allocation *a, int32_t shipment, int32_t number, int64_t quantity_kg, const kr_leg *legs,
                            int32_t n_legs) {
  if (!kr_grow(&a->lots, &a->lot_room, a->n_lots + 1, sizeof *a->lots)) return KR_ERR_MEMORY;
  if (!kr_grow(&a->legs, &a->leg_room, a->n_legs + (size_t)n_legs, sizeof *a->legs)) return KR_ERR_MEMORY;
  if (n_legs > 0) memcpy(a->legs + a->n_legs, legs, (size_t)n_legs * sizeof *legs);
  a->lots[a->n_lots++] = (kr_lot){shipment, number, quantity_kg, a->n_legs, n_legs};
  a->n_legs += (size_t)n_legs;
  return KR_OK;
}

void kr_allocation_clear(kr_allocation *a) {
  free(a->lots);
  free(a->legs);
  *a = (kr_allocation){0};
}

const char *kr_leg_kind_name(kr_leg_kind kind) {
  static const char *const names[] = {"load", "link", "transfer", "unload"};
  return names[kind];
}
