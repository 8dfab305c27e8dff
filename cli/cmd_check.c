#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "graph/memory.h"
#include "graph/reach.h"

#define MOST_UNREACHABLE 20

static const kr_option options[] = {{0}};

const kr_usage kr_usage_check = {
    .command = "check",
    .summary = "read an instance, report every error in it, and say what it holds",
    .synopsis = "INSTANCE",
    .about =
        "Reads every file of the instance, reports all errors and warnings (file:line:column: ...) on stderr, and "
        "prints\n"
        "what was read: sizes, horizon, resources, plans, tonnes per cargo, shipments that no route can reach.\n"
        "Exit code 0 when it is sound, 2 when it is not.",
    .options = options,
};

static int32_t count_quota_rows(const kr_corridor *c) {
  int32_t n = 0;
  for (int32_t i = 0; i < c->n_capacities; ++i) n += c->capacities[i].resource >= kr_first_quota(c);
  return n;
}

static void print_sizes(const kr_corridor *c) {
  char from[11], to[11];
  kr_date_write(c->start, from);
  kr_date_write(c->start + c->days - 1, to);
  printf("%s\n", c->dataset_name);
  printf("horizon    %s to %s: %d days in steps of %d h\n", from, to, c->days, c->step_hours);
  printf("network    %d nodes, %d links, %d transfers, %d modes\n", kr_n_nodes(c), kr_n_links(c), c->n_transfers,
         kr_n_modes(c));
  printf("resources  %d, with %d capacity rows\n", kr_first_quota(c), c->n_capacities - count_quota_rows(c));
  if (c->n_quotas)
    printf("quotas     %d, of %d forwarders, with %d rows\n", c->n_quotas, c->n_holders, count_quota_rows(c));
  printf("plans      base");
  for (int32_t p = 1; p < kr_n_plans(c); ++p) printf(", %s", kr_ids_text(c->plan_ids, p));
  if (kr_n_upgrades(c)) printf("\nupgrades   %d", kr_n_upgrades(c));
  printf("\nforwarders %d\n", kr_ids_count(c->forwarder_ids));
  if (c->commitments.n_lots) printf("promised   %zu lots\n", c->commitments.n_lots);
}

static kr_status print_freight(const kr_corridor *c) {
  int64_t *kg = kr_zeros((size_t)kr_n_cargo(c), sizeof *kg), total = 0;
  int32_t *count = kr_zeros((size_t)kr_n_cargo(c), sizeof *count);
  char tonnes[32];
  if (!kg || !count) {
    free(kg);
    free(count);
    return KR_ERR_MEMORY;
  }
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    kg[c->shipments[s].cargo] += c->shipments[s].quantity_kg;
    count[c->shipments[s].cargo]++;
    total += c->shipments[s].quantity_kg;
  }
  printf("shipments  %d, %s t\n", kr_n_shipments(c), kr_thousands((double)total * 1e-3, tonnes));
  for (int32_t k = 0; k < kr_n_cargo(c); ++k)
    printf("  %-16s %6d  %14s t\n", kr_ids_text(c->cargo_ids, k), count[k], kr_thousands((double)kg[k] * 1e-3, tonnes));
  free(kg);
  free(count);
  return KR_OK;
}

static void warn_unreachable(const kr_corridor *c, const bool *reachable) {
  int32_t n = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    if (reachable[s]) continue;
    const kr_shipment *sh = &c->shipments[s];
    if (n++ < MOST_UNREACHABLE)
      fprintf(stderr, "shipment.csv: warning: shipment %s: no route for %s from %s to %s at any time\n",
              kr_ids_text(c->shipment_ids, s), kr_ids_text(c->cargo_ids, sh->cargo),
              kr_ids_text(c->node_ids, sh->origin), kr_ids_text(c->node_ids, sh->destination));
  }
  if (n > MOST_UNREACHABLE) fprintf(stderr, "shipment.csv: warning: %d such shipments in all\n", n);
  if (n == 0) puts("every shipment has a route");
}

static kr_status check_reach(const kr_corridor *c, kr_error *err) {
  kr_status status = KR_OK;
  kr_timetable *timetable = NULL;
  kr_network *network = NULL;
  kr_timeline *line = NULL;
  bool *reachable = kr_zeros((size_t)kr_n_shipments(c), sizeof *reachable);
  if (!reachable) return kr_fail_memory(err);
  KR_TRY(kr_timetable_create(&timetable, c, KR_PLAN_BASE, KR_VIEW_DATED, err));
  KR_TRY(kr_network_create(&network, c, err));
  KR_TRY(kr_timeline_create(&line, c, timetable, network, err));
  KR_TRY(kr_reach_mark(line, reachable, err));
  warn_unreachable(c, reachable);
done:
  kr_timeline_free(line);
  kr_network_free(network);
  kr_timetable_free(timetable);
  free(reachable);
  return status;
}

int kr_command_check(int argc, char **argv) {
  int code;
  if (!kr_options_read(&code, &kr_usage_check, argc, argv, NULL, NULL)) return code;
  if (argc - optind != 1) return kr_exit_usage("check", "check takes one instance folder");
  kr_corridor *c = NULL;
  code = kr_read_instance(&c, NULL, argv[optind]);
  if (code != KR_EXIT_OK) return code;
  kr_error err = {0};
  print_sizes(c);
  kr_status status = print_freight(c);
  if (status == KR_OK) status = check_reach(c, &err);
  if (status != KR_OK) code = kr_exit_failure(status, &err);
  kr_corridor_free(c);
  return code;
}
