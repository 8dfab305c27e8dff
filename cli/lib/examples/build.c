/* Builds an instance without a file: two places, a train a day, more freight than it carries. Prints the itineraries.
 *   cc build.c $(pkg-config --cflags --libs keruen) -o build && ./build                                           */
#include <keruen.h>
#include <stdio.h>

#define ROW(...) (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static int build(kr_builder *b) {
  int bad = 0;
  bad |= kr_builder_row(b, "config.csv", ROW("dataset_name", "format_version", "start", "days"));
  bad |= kr_builder_row(b, "config.csv", ROW("A, \"small\" one", "1", "2025-07-01", "4"));
  bad |= kr_builder_row(b, "node.csv", ROW("node_id", "name", "x_coord", "y_coord", "node_type", "country"));
  bad |= kr_builder_row(b, "node.csv", ROW("DOSTYK", "Dostyk", "82.48", "45.25", "crossing", "KZ"));
  bad |= kr_builder_row(b, "node.csv", ROW("AKTOGAY", "Aktogay", "79.67", "46.95", "junction", "KZ"));
  bad |= kr_builder_row(
      b, "link.csv",
      ROW("link_id", "from_node_id", "to_node_id", "directed", "mode", "length", "transit_hours", "resources"));
  bad |= kr_builder_row(b, "link.csv", ROW("LINE", "DOSTYK", "AKTOGAY", "1", "rail1520", "312", "20", "TRAINS"));
  bad |= kr_builder_row(b, "transfer.csv", ROW("node_id", "from_mode", "to_mode", "hours", "resources"));
  bad |= kr_builder_row(b, "cargo.csv", ROW("cargo_id", "name", "t_per_train"));
  bad |= kr_builder_row(b, "cargo.csv", ROW("GRAIN", "Grain", "3000"));
  bad |= kr_builder_row(b, "resource.csv", ROW("resource_id", "name", "unit", "whole_units"));
  bad |= kr_builder_row(b, "resource.csv", ROW("TRAINS", "Paths", "train", "1"));
  bad |=
      kr_builder_row(b, "capacity.csv", ROW("plan_id", "resource_id", "from_date", "to_date", "weekdays", "per_day"));
  bad |= kr_builder_row(b, "capacity.csv", ROW("", "TRAINS", "", "", "", "1"));
  bad |= kr_builder_row(b, "shipment.csv",
                        ROW("shipment_id", "forwarder_id", "origin_node_id", "destination_node_id", "cargo_id",
                            "quantity_t", "ready", "due"));
  bad |= kr_builder_row(b, "shipment.csv", ROW("S1", "KTZ", "DOSTYK", "AKTOGAY", "GRAIN", "4500", "2025-07-01", ""));
  bad |= kr_builder_row(b, "shipment.csv", ROW("S2", "KTZ", "DOSTYK", "AKTOGAY", "GRAIN", "9000", "2025-07-01", ""));
  return bad ? KR_NO_MEMORY : KR_DONE;
}

static void print_lots(const kr_instance *instance, const kr_task *task) {
  for (size_t i = 0; i < kr_task_lots(task); ++i) {
    kr_lot_outcome lot = {.size = sizeof lot};
    kr_task_lot(task, i, &lot);
    printf("%s lot %d: %lld kg", kr_instance_id(instance, KR_SHIPMENT, lot.shipment), (int)lot.number,
           (long long)lot.quantity_kg);
    for (int32_t k = 0; k < lot.n_legs; ++k) {
      kr_leg_outcome leg = {.size = sizeof leg};
      kr_task_leg(task, i, k, &leg);
      printf(", %s to %s on day %lld", kr_instance_id(instance, KR_NODE, leg.from_node),
             kr_instance_id(instance, KR_NODE, leg.to_node),
             (long long)(leg.depart_min - kr_instance_start_min(instance)) / 1440);
    }
    puts("");
  }
  for (int32_t s = 0; s < kr_instance_count(instance, KR_SHIPMENT); ++s) {
    kr_shipment_outcome o = {.size = sizeof o};
    if (kr_task_shipment(task, s, &o) == KR_DONE && o.unserved_kg > 0)
      printf("%s: %lld kg stay\n", kr_instance_id(instance, KR_SHIPMENT, s), (long long)o.unserved_kg);
  }
}

int main(void) {
  kr_builder *builder = kr_builder_create();
  int code = builder ? build(builder) : KR_NO_MEMORY;
  kr_instance *instance = kr_builder_finish(builder);
  kr_builder_free(builder);
  for (size_t i = 0; i < kr_instance_messages(instance); ++i) puts(kr_instance_message(instance, i));
  kr_task *task = kr_task_create(instance); /* NULL where there is no instance, which the next call takes */
  kr_task_set_integer(task, 1);
  kr_task_set_iteration_limit(task, 100);
  if (code == KR_DONE) code = kr_task_solve(task);
  if (code == KR_DONE || code == KR_STOPPED) print_lots(instance, task);
  kr_task_free(task);
  kr_instance_free(instance);
  return code;
}
