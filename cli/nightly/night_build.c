#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/nightly/copy.h"
#include "cli/nightly/leg_row.h"
#include "cli/nightly/night_internal.h"
#include "cli/nightly/spool_internal.h"
#include "instances/atomic.h"
#include "instances/write_result.h"

/** A file of rows that the ledger tells one by one. */
typedef struct rows {
  kr_night *night;
  kr_sink *sink;
} rows;

static kr_status put_config(const rows *r, kr_error *err) {
  const kr_corridor *c = r->night->orders->corridor;
  char start[11];
  (void)err;
  kr_date_write(r->night->date + 1, start);
  kr_sink_free_text(r->sink, c->dataset_name);
  kr_sink_whole(r->sink, 1);
  kr_sink_id(r->sink, start);
  kr_sink_whole(r->sink, r->night->orders->days > 0 ? r->night->orders->days : c->days);
  kr_sink_whole(r->sink, c->step_hours);
  kr_sink_decimal(r->sink, c->unserved_uh);
  kr_sink_decimal(r->sink, c->late_factor);
  kr_sink_end_row(r->sink);
  return KR_OK;
}

/** For a quote nothing waits but the one shipment. */
static int64_t tonight_kg(const kr_night *n, const kr_ledger_shipment *s) {
  return s->moving_kg + (!n->only || s == n->only ? s->waiting_kg : 0);
}

static kr_status put_shipment(void *context, const kr_ledger_shipment *s, kr_error *err) {
  kr_sink *sink = ((const rows *)context)->sink;
  int64_t quantity_kg = tonight_kg(((const rows *)context)->night, s);
  (void)err;
  if (quantity_kg == 0) return KR_OK;
  kr_sink_id(sink, s->name);
  kr_sink_id(sink, s->forwarder);
  kr_sink_id(sink, s->origin);
  kr_sink_id(sink, s->destination);
  kr_sink_id(sink, s->cargo);
  kr_sink_tonnes(sink, quantity_kg);
  kr_instant_put(sink, s->ready_min);
  if (s->due_min == KR_NO_DUE)
    kr_sink_blank(sink);
  else
    kr_instant_put(sink, s->due_min);
  kr_sink_decimal(sink, s->weight);
  kr_sink_whole(sink, s->splittable);
  kr_sink_end_row(sink);
  return KR_OK;
}

static kr_status put_shipments(const rows *r, kr_error *err) {
  rows own = *r;
  kr_status status = kr_ledger_each_shipment(r->night->ledger, kr_night_start_min(r->night), put_shipment, &own, err);
  return status == KR_OK && r->night->only ? put_shipment(&own, r->night->only, err) : status;
}

static kr_status put_leg(void *context, const kr_ledger_leg *leg, kr_error *err) {
  (void)err;
  kr_leg_row_put(((const rows *)context)->sink, leg->shipment, leg);
  return KR_OK;
}

static kr_status put_commitments(const rows *r, kr_error *err) {
  rows own = *r;
  return kr_ledger_each_leg(r->night->ledger, kr_night_start_min(r->night), put_leg, &own, err);
}

/** The files that are the night's own; all others are the corridor's, byte for byte. */
static const struct own_file {
  const char *name, *header;
  kr_status (*put)(const rows *r, kr_error *err);
} own_files[] = {
    {"config.csv", "dataset_name,format_version,start,days,step_hours,unserved_hours,late_factor\n", put_config},
    {"shipment.csv",
     "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,weight,splittable\n",
     put_shipments},
    {"commitment.csv", KR_LEG_COLUMNS, put_commitments}};
#define N_OWN (sizeof own_files / sizeof *own_files)

static kr_status write_own(kr_night *n, const struct own_file *file, const char *folder, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, file->name, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, file->header);
  status = file->put(&(rows){n, &sink}, err);
  if (status == KR_OK) return kr_sink_close(&sink, err);
  kr_sink_drop(&sink);
  return status;
}

static bool is_own(const char *name) {
  for (size_t i = 0; i < N_OWN; i++)
    if (strcmp(own_files[i].name, name) == 0) return true;
  return false;
}

static kr_status copy_network(const kr_night *n, const char *to, kr_error *err) {
  kr_status status = KR_OK;
  int from = open(n->orders->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (from < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", n->orders->folder, strerror(errno));
  for (int32_t i = 0; i < KR_INSTANCE_FILES && status == KR_OK; i++)
    if (!is_own(kr_instance_file(i))) status = kr_file_copy_if_there(from, kr_instance_file(i), to, err);
  close(from);
  return status;
}

/** What is wrong with it is wrong with the corridor, and told by its first error. */
kr_status kr_night_read(kr_night *n, const char *folder, kr_error *err) {
  kr_messages *messages = NULL;
  kr_corridor_free(n->corridor);
  n->corridor = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = n->is_private ? kr_instance_read(&n->corridor, folder, messages, err)
                                   : kr_instance_read_hashed(&n->corridor, &n->inputs, folder, messages, err);
  for (size_t i = 0; status == KR_ERR_INPUT && i < kr_messages_kept(messages); i++)
    kr_night_say(n, KR_NIGHT_TROUBLE, "instance", "%s", kr_messages_text(messages, i));
  if (status == KR_ERR_INPUT)
    kr_fail(err, status, "tonight's instance does not hold together: mend the corridor %s", n->orders->folder);
  kr_messages_free(messages);
  return status;
}

kr_status kr_night_fill(kr_night *n, const char *folder, kr_error *err) {
  kr_status status;
  KR_TRY(copy_network(n, folder, err));
  for (size_t i = 0; i < N_OWN; i++) KR_TRY(write_own(n, &own_files[i], folder, err));
  status = kr_night_read(n, folder, err);
done:
  return status;
}

/** Puts what was built into its place; not when the same is there, for chunks may be at work on it. */
static kr_status settle(kr_night *n, kr_folder *folder, const char *built, const char *place, kr_error *err) {
  char is[65], was[65];
  kr_inputs_hash(&n->inputs, is);
  kr_status status = kr_chunk_hash_instance(place, was, err);
  if (status != KR_OK || strcmp(is, was) == 0) return status;
  status = kr_folder_commit(folder, err);
  if (status != KR_OK) return status;
  kr_folder_discard(AT_FDCWD, place); /* of a run that was stopped: the corridor was mended since */
  if (rename(built, place) == 0) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: cannot be renamed to: %s", place, strerror(errno));
}

kr_status kr_night_build(kr_night *n, kr_error *err) {
  kr_folder *folder = NULL;
  char built[KR_NIGHT_PATH + 16], place[KR_NIGHT_PATH + 16];
  kr_status status;
  snprintf(place, sizeof place, "%s/instance", n->folder);
  snprintf(built, sizeof built, "%s/instance.new", n->folder);
  kr_folder_discard(AT_FDCWD, built);
  KR_TRY(kr_folder_begin(&folder, built, err));
  KR_TRY(kr_night_fill(n, kr_folder_path(folder), err));
  status = settle(n, folder, built, place, err);
done:
  kr_folder_abandon(folder);
  return status;
}
