#include "cli/report/picks.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

enum { STAYS, LATE, GOES, N_KINDS };

typedef struct pick {
  int32_t shipment;
  int kind;
  double size;
} pick;

static pick pick_of(const kr_facts *f, int32_t s) {
  const kr_shipment_claim *claim = &f->claims->shipments[s];
  bool is_late = claim->late_h > 0;
  if (claim->unserved_kg > 0) return (pick){s, STAYS, (double)claim->unserved_kg};
  return (pick){s, is_late ? LATE : GOES, (double)claim->served_kg * (is_late ? claim->late_h : 1)};
}

static int compare(const void *a, const void *b) {
  const pick *x = a, *y = b;
  if (x->kind != y->kind) return x->kind - y->kind;
  if (x->size != y->size) return x->size > y->size ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

/** How many of each kind: a third of the room each; what one leaves goes to the next, the rest to the first. */
static void share_out(const int32_t has[N_KINDS], int32_t gets[N_KINDS]) {
  int32_t left = KR_PICKS_MOST;
  for (int k = 0; k < N_KINDS; ++k) {
    int32_t part = left / (N_KINDS - k);
    gets[k] = has[k] < part ? has[k] : part;
    left -= gets[k];
  }
  for (int k = 0; k < N_KINDS; ++k) {
    int32_t more = has[k] - gets[k] < left ? has[k] - gets[k] : left;
    gets[k] += more;
    left -= more;
  }
}

kr_status kr_picks_choose(const kr_facts *f, int32_t *list, int32_t *n) {
  int32_t all = kr_n_shipments(f->corridor), has[N_KINDS] = {0}, gets[N_KINDS];
  pick *picks = kr_zeros((size_t)all, sizeof *picks);
  if (!picks) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < all; ++s) {
    picks[s] = pick_of(f, s);
    has[picks[s].kind]++;
  }
  if (all > 1) qsort(picks, (size_t)all, sizeof *picks, compare);
  share_out(has, gets);
  *n = 0;
  for (int32_t k = 0, first = 0; k < N_KINDS; first += has[k++])
    for (int32_t i = 0; i < gets[k]; ++i) list[(*n)++] = picks[first + i].shipment;
  free(picks);
  return KR_OK;
}
