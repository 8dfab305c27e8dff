#include <stdlib.h>
#include <string.h>

#include "cli/lib/handles.h"
#include "graph/memory.h"
#include "instances/plain_locale.h"

_Static_assert(KR_VERSION_MAJOR == KERUEN_MAJOR && KR_VERSION_MINOR == KERUEN_MINOR && KR_VERSION_PATCH == KERUEN_PATCH,
               "keruen.h and CMakeLists.txt name different versions");

const char *kr_version(void) { return KERUEN_VERSION; }

int kr_code_of(kr_status status) {
  switch (status) {
    case KR_OK: return KR_DONE;
    case KR_ERR_MEMORY: return KR_NO_MEMORY;
    case KR_ERR_INPUT:
    case KR_ERR_RANGE: return KR_REJECTED;
    case KR_ERR_LIMIT:
    case KR_ERR_SOLVER: return KR_NO_PLAN;
    case KR_ERR_VERIFY: return KR_UNVERIFIED;
    case KR_ERR_IO: break;
  }
  return KR_IO_FAILED;
}

/** A message more; for want of memory one less. */
static void keep(kr_instance *i, const char *text) {
  char *copy = kr_copy_text(text, strlen(text));
  if (copy && kr_grow(&i->texts, &i->text_room, i->n_texts + 1, sizeof *i->texts)) {
    i->texts[i->n_texts++] = copy;
  } else {
    free(copy);
    i->code = KR_NO_MEMORY;
  }
}

static void keep_messages(kr_instance *i, kr_messages *messages, const kr_error *err) {
  for (size_t k = 0; k < kr_messages_kept(messages); ++k) keep(i, kr_messages_text(messages, k));
  const char *summary = kr_messages_summary(messages);
  if (summary[0]) keep(i, summary);
  if (i->code != KR_DONE && i->code != KR_REJECTED && err->text[0]) keep(i, err->text);
}

kr_instance *kr_instance_of(const char *folder) {
  kr_error err = {0};
  kr_messages *messages = NULL;
  kr_instance *i = calloc(1, sizeof *i);
  if (!i || kr_messages_create(&messages) != KR_OK) {
    free(i);
    return NULL;
  }
  locale_t had = kr_plain_locale_take();
  i->code = kr_code_of(kr_instance_read_hashed(&i->corridor, &i->inputs, folder, messages, &err));
  kr_plain_locale_give_back(had);
  keep_messages(i, messages, &err);
  kr_messages_free(messages);
  return i;
}

kr_instance *kr_instance_refused(const kr_error *err) {
  kr_instance *i = calloc(1, sizeof *i);
  if (!i) return NULL;
  i->code = kr_code_of(err->status);
  keep(i, err->text);
  return i;
}

kr_instance *kr_instance_open(const char *folder) { return kr_instance_of(folder ? folder : ""); }

void kr_instance_free(kr_instance *i) {
  if (!i) return;
  for (size_t k = 0; k < i->n_texts; ++k) free(i->texts[k]);
  free(i->texts);
  kr_corridor_free(i->corridor);
  free(i);
}

int kr_instance_code(const kr_instance *i) { return i ? i->code : KR_NO_MEMORY; }
size_t kr_instance_messages(const kr_instance *i) { return i ? i->n_texts : 0; }

const char *kr_instance_message(const kr_instance *instance, size_t i) {
  return instance && i < instance->n_texts ? instance->texts[i] : NULL;
}

static const kr_ids *ids_of(const kr_instance *i, kr_entity entity) {
  const kr_corridor *c = i ? i->corridor : NULL;
  if (!c) return NULL;
  switch (entity) {
    case KR_NODE: return c->node_ids;
    case KR_LINK: return c->link_ids;
    case KR_MODE: return c->mode_ids;
    case KR_CARGO: return c->cargo_ids;
    case KR_RESOURCE: return c->resource_ids;
    case KR_PLAN: return c->plan_ids;
    case KR_FORWARDER: return c->forwarder_ids;
    case KR_SHIPMENT: return c->shipment_ids;
  }
  return NULL;
}

int32_t kr_instance_count(const kr_instance *i, kr_entity entity) {
  const kr_ids *ids = ids_of(i, entity);
  return ids ? kr_ids_count(ids) : 0;
}

const char *kr_instance_id(const kr_instance *i, kr_entity entity, int32_t index) {
  const kr_ids *ids = ids_of(i, entity);
  return ids && index >= 0 && index < kr_ids_count(ids) ? kr_ids_text(ids, index) : NULL;
}

int32_t kr_instance_find(const kr_instance *i, kr_entity entity, const char *id) {
  const kr_ids *ids = ids_of(i, entity);
  return ids && id ? kr_ids_find(ids, id, strlen(id)) : -1;
}

const char *kr_instance_name(const kr_instance *i) { return i && i->corridor ? i->corridor->dataset_name : NULL; }
int32_t kr_instance_days(const kr_instance *i) { return i && i->corridor ? i->corridor->days : 0; }

int64_t kr_instance_start_min(const kr_instance *i) {
  return i && i->corridor ? (int64_t)i->corridor->start * KR_MINUTES_PER_DAY : 0;
}
