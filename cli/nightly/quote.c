#include "cli/nightly/quote.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/nightly/allocate.h"
#include "cli/nightly/last_lot.h"
#include "cli/nightly/quote_internal.h"
#include "cli/nightly/spool_internal.h"
#include "graph/memory.h"
#include "instances/atomic.h"

/** The private folder's parts; emptied and removed at the end. */
enum { PART_ASK, PART_ALONE, PART_TONIGHT, PART_LEDGER, N_PARTS };

typedef struct desk {
  const kr_quote_request *q;
  kr_ledger *ledger; /* the spool's; an empty one of our own where it has none */
  kr_submission ask;
  char folder[KR_TEMPORARY_ROOM], part[N_PARTS][KR_TEMPORARY_ROOM + 8];
} desk;

static kr_status make_folders(desk *d, kr_error *err) {
  static const char *const names[N_PARTS] = {"ask", "alone", "tonight", "ledger"};
  kr_status status = kr_folder_make_temporary(d->folder, true, err);
  for (int i = 0; i < N_PARTS && status == KR_OK; i++) {
    snprintf(d->part[i], sizeof d->part[i], "%s/%s", d->folder, names[i]);
    if (mkdir(d->part[i], 0700) != 0)
      status = kr_fail(err, KR_ERR_IO, "%s: cannot be made: %s", d->part[i], strerror(errno));
  }
  return status;
}

static kr_status open_desk(desk *d, kr_error *err) {
  kr_status status = make_folders(d, err);
  if (status != KR_OK || d->q->ledger) return status;
  return kr_ledger_open(&d->ledger, d->part[PART_LEDGER], err);
}

static void close_desk(desk *d) {
  if (!d->q->ledger) kr_ledger_close(d->ledger);
  kr_submission_clear(&d->ask);
  for (int i = 0; i < N_PARTS; i++)
    if (d->part[i][0]) kr_folder_discard(AT_FDCWD, d->part[i]);
  if (d->folder[0]) kr_folder_discard(AT_FDCWD, d->folder);
}

/** What the next night would stand on must be known. */
static kr_status check_date(const desk *d, kr_error *err) {
  bool found;
  kr_date last;
  kr_night_state state;
  char text[11];
  kr_status status = kr_ledger_night_before(d->ledger, INT32_MAX, &last, &found, err);
  if (status != KR_OK || !found) return status;
  kr_date_write(last, text);
  if (d->q->date <= last)
    return kr_fail(err, KR_ERR_INPUT, "the night of %s has been begun already; ask for a later one", text);
  status = kr_ledger_night(d->ledger, last, &state, err);
  if (status == KR_OK && state < KR_NIGHT_DECIDED)
    status = kr_fail(err, KR_ERR_LIMIT,
                     "the night of %s is not decided yet; ask again when keruen nightly has ended it", text);
  return status;
}

static kr_status check_ids(const desk *d, kr_error *err) {
  char reason[KR_DOUBLE_ROOM];
  kr_status status = kr_ledger_find_double(d->ledger, &d->ask, reason, err);
  return status == KR_OK && reason[0] ? kr_fail(err, KR_ERR_INPUT, "%s", reason) : status;
}

/** The shipment as a night sees one that waits. */
static kr_ledger_shipment describe(const kr_submission *ask, const char *name) {
  const kr_corridor *c = ask->freight;
  const kr_shipment *s = &c->shipments[0];
  return (kr_ledger_shipment){.name = name,
                              .forwarder = ask->forwarder,
                              .origin = kr_ids_text(c->node_ids, s->origin),
                              .destination = kr_ids_text(c->node_ids, s->destination),
                              .cargo = kr_ids_text(c->cargo_ids, s->cargo),
                              .quantity_kg = s->quantity_kg,
                              .waiting_kg = s->quantity_kg,
                              .ready_min = s->ready_min,
                              .due_min = s->due_min,
                              .weight = s->weight,
                              .splittable = s->splittable};
}

static kr_status find_hopeless(kr_quoted *out, kr_error *err) {
  kr_status status;
  bool *never = kr_zeros((size_t)kr_n_shipments(out->corridor), sizeof *never);
  if (!never) return kr_fail_memory(err);
  status = kr_night_find_hopeless(out->corridor, out->solution->timetable->plan, never, err);
  out->is_hopeless = never[out->shipment] && out->solution->result.reason[out->shipment] == KR_REASON_NO_ROUTE;
  free(never);
  return status;
}

/** As a night allocates, but nothing is written. */
static kr_status allocate(kr_quoted *out, const kr_night *n, kr_error *err) {
  kr_last_lots last = {NULL, NULL};
  kr_status status = kr_last_lots_find(&last, n->ledger, n->corridor, err);
  if (status == KR_OK)
    status = kr_allocate(&out->solution, &out->time_struck, n->corridor, last.number, n->orders->plan,
                         n->orders->fairness, n->orders->settings, err);
  kr_last_lots_clear(&last);
  return status;
}

static kr_status place(kr_quoted *out, const desk *d, kr_error *err) {
  char name[KR_NAME_ROOM];
  kr_joint_name(name, d->ask.forwarder, kr_ids_text(d->ask.freight->shipment_ids, 0));
  const kr_ledger_shipment only = describe(&d->ask, name);
  kr_night n = {.orders = d->q->orders, .ledger = d->ledger, .date = d->q->date, .only = &only, .is_private = true};
  kr_status status = kr_night_fill(&n, d->part[PART_ALONE], err);
  out->corridor = n.corridor;
  if (status == KR_OK) status = allocate(out, &n, err);
  if (status != KR_OK) return status;
  out->shipment = kr_ids_find(n.corridor->shipment_ids, name, strlen(name));
  return find_hopeless(out, err);
}

static kr_status price(kr_quoted *out, const desk *d, kr_error *err) {
  kr_night n = {.orders = d->q->orders, .ledger = d->ledger, .date = d->q->date, .is_private = true};
  kr_status status = kr_quote_price(out, &n, d->part[PART_TONIGHT], err);
  kr_corridor_free(n.corridor);
  return status;
}

kr_status kr_quote_make(kr_quoted *out, const kr_quote_request *q, kr_messages *messages, kr_error *err) {
  desk d = {.q = q, .ledger = q->ledger};
  kr_status status;
  out->price_t_h = NAN;
  KR_TRY(open_desk(&d, err));
  KR_TRY(check_date(&d, err));
  KR_TRY(kr_quote_take(&d.ask, q, d.part[PART_ASK], messages, err));
  KR_TRY(check_ids(&d, err));
  KR_TRY(place(out, &d, err));
  if (!q->no_price) status = price(out, &d, err);
done:
  close_desk(&d);
  return status;
}

void kr_quote_clear(kr_quoted *quote) {
  kr_corridor_free(quote->corridor);
  kr_solution_free(quote->solution);
  *quote = (kr_quoted){0};
}
