#include "instances/freight.h"

#include <string.h>

#include "instances/plausible.h"

static kr_status add(kr_ids *ids, const char *text) {
  int32_t index;
  return kr_ids_add(ids, text, strlen(text), &index);
}

static kr_status copy_ids(kr_ids *to, const kr_ids *from) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_ids_count(from) && status == KR_OK; i++) status = add(to, kr_ids_text(from, i));
  return status;
}

/** What the ids of the file may name: what the corridor has, or anything. */
static kr_status name_kinds(kr_reading *r) {
  kr_corridor *c = r->corridor;
  const kr_corridor *known = r->rules->corridor;
  kr_status status = add(c->forwarder_ids, r->rules->forwarder);
  r->nodes = (kr_kind){.ids = c->node_ids, .absent = "not in node.csv of the corridor", .is_open = !known};
  r->cargo = (kr_kind){.ids = c->cargo_ids, .absent = "not in cargo.csv of the corridor", .is_open = !known};
  r->shipments = (kr_kind){.ids = c->shipment_ids, .absent = "not in shipment.csv"};
  if (known && status == KR_OK) status = copy_ids(c->node_ids, known->node_ids);
  if (known && status == KR_OK) status = copy_ids(c->cargo_ids, known->cargo_ids);
  return status;
}

kr_status kr_freight_read(kr_corridor **out, kr_inputs *inputs, const char *folder, const kr_freight_rules *rules,
                          kr_messages *messages, kr_error *err) {
  kr_reading r = {.source = {folder, messages, inputs}, .err = err, .rules = rules};
  kr_status status;
  if (inputs) inputs->n_files = 0;
  KR_TRY(kr_corridor_create(&r.corridor));
  KR_TRY(name_kinds(&r));
  KR_TRY(kr_read_shipments(&r));
  KR_TRY(kr_warn_of_quantities(&r));
  if (kr_messages_errors(messages) > 0) status = KR_ERR_INPUT;
  if (status != KR_OK) goto done;
  *out = r.corridor;
  r.corridor = NULL;
done:
  if (status == KR_ERR_MEMORY) kr_fail_memory(err);
  if (status == KR_ERR_INPUT) kr_fail(err, status, "%s: %s", folder, kr_messages_summary(messages));
  kr_reading_clear(&r);
  return status;
}
