#include "instances/instance.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/memory.h"
#include "instances/plausible.h"
#include "instances/reading.h"
#include "instances/sha256.h"

static const char *const files[KR_INSTANCE_FILES] = {
    "config.csv",   "node.csv",    "link.csv",     "transfer.csv",   "cargo.csv", "resource.csv", "plan.csv",
    "capacity.csv", "transit.csv", "shipment.csv", "commitment.csv", "quota.csv", "upgrade.csv"};

const char *kr_instance_file(int32_t i) { return files[i]; }

static kr_status check_folder(const char *folder, kr_error *err) {
  struct stat info;
  if (stat(folder, &info) != 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", folder, strerror(errno));
  if (!S_ISDIR(info.st_mode))
    return kr_fail(err, KR_ERR_IO, "%s: not a folder; give the folder of an instance", folder);
  return KR_OK;
}

static void name_kinds(kr_reading *r) {
  const kr_corridor *c = r->corridor;
  r->nodes = (kr_kind){.ids = c->node_ids, .absent = "not in node.csv"};
  r->links = (kr_kind){.ids = c->link_ids, .absent = "not in link.csv"};
  r->cargo = (kr_kind){.ids = c->cargo_ids, .absent = "not in cargo.csv"};
  r->units = (kr_kind){.ids = c->unit_ids, .absent = "cargo.csv has no t_per_ column for it"};
  r->resources = (kr_kind){.ids = c->resource_ids, .absent = "not in resource.csv"};
  r->plans = (kr_kind){.ids = c->plan_ids, .absent = "not in plan.csv"};
  r->shipments = (kr_kind){.ids = c->shipment_ids, .absent = "not in shipment.csv"};
  r->upgrades = (kr_kind){.ids = c->upgrade_ids, .absent = "not in upgrade.csv"};
}

void kr_reading_clear(kr_reading *r) {
  kr_kind *kinds[] = {&r->nodes,     &r->links, &r->cargo,     &r->units,
                      &r->resources, &r->plans, &r->shipments, &r->upgrades};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) kr_lines_clear(&kinds[i]->lines);
  kr_lines_clear(&r->transfer_lines);
  kr_lines_clear(&r->capacity_lines);
  kr_lines_clear(&r->running_lines);
  kr_lines_clear(&r->quota_lines);
  kr_ids_free(r->transfer_keys);
  kr_ids_free(r->link_modes);
  free(r->stamps);
  free(r->quota_rows);
  kr_corridor_free(r->corridor);
}

static kr_status read_files(kr_reading *r) {
  kr_status (*const readers[])(kr_reading *) = {
      kr_check_names,      kr_read_config,        kr_read_nodes,  kr_read_cargo,      kr_read_resources,
      kr_read_links,       kr_read_transfers,     kr_read_plans,  kr_read_capacities, kr_read_running_times,
      kr_read_shipments,   kr_warn_of_quantities, kr_read_quotas, kr_check_overlaps,  kr_check_coverage,
      kr_read_commitments, kr_read_upgrades};
  kr_status status = KR_OK;
  for (size_t i = 0; i < sizeof readers / sizeof *readers && status == KR_OK; i++) status = readers[i](r);
  return status;
}

static int name_rank(const char *name) {
  int i = 0;
  while (strcmp(files[i], name) != 0) i++;
  return i;
}

static int by_name(const void *a, const void *b) {
  const struct kr_input *x = a, *y = b;
  return name_rank(x->name) - name_rank(y->name);
}

kr_status kr_instance_read_hashed(kr_corridor **out, kr_inputs *inputs, const char *folder, kr_messages *messages,
                                  kr_error *err) {
  kr_reading r = {.source = {folder, messages, inputs}, .err = err};
  kr_status status;
  if (inputs) inputs->n_files = 0;
  for (int i = 0; i < KR_INSTANCE_FILES; i++) kr_messages_order(messages, files[i]);
  KR_TRY(check_folder(folder, err));
  KR_TRY(kr_corridor_create(&r.corridor));
  name_kinds(&r);
  KR_TRY(read_files(&r));
  if (inputs) qsort(inputs->files, (size_t)inputs->n_files, sizeof *inputs->files, by_name);
  if (kr_messages_errors(messages) > 0) {
    status = kr_fail(err, KR_ERR_INPUT, "%s: %s", folder, kr_messages_summary(messages));
    goto done;
  }
  *out = r.corridor;
  r.corridor = NULL;
done:
  if (status == KR_ERR_MEMORY) kr_fail_memory(err);
  kr_reading_clear(&r);
  return status;
}

kr_status kr_instance_read(kr_corridor **out, const char *folder, kr_messages *messages, kr_error *err) {
  return kr_instance_read_hashed(out, NULL, folder, messages, err);
}

void kr_inputs_hash(const kr_inputs *inputs, char out[65]) {
  kr_sha256 hash;
  out[0] = '\0';
  if (inputs->n_files == 1) memcpy(out, inputs->files[0].sha256, 65);
  if (inputs->n_files < 2) return;
  kr_sha256_begin(&hash);
  for (int32_t i = 0; i < inputs->n_files; i++) {
    char line[128];
    int n = snprintf(line, sizeof line, "%s  %s\n", inputs->files[i].sha256, inputs->files[i].name);
    kr_sha256_add(&hash, line, (size_t)n);
  }
  kr_sha256_end(&hash, out);
}
