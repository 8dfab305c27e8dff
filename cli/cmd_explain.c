#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/explain.h"
#include "cli/study.h"
#include "graph/memory.h"

static const char help[] =
    "usage: keruen explain INSTANCE RESULT SHIPMENT\n\n"
    "Why a shipment goes as it does: its route leg by leg, what each wait is for, the way it would take alone on the\n"
    "network, which days of which limits stand in that way, who holds them, and the least relief that would serve it "
    "in\n"
    "full and, if it is late, in time. Each relief was written into the instance and solved from nothing: with it the\n"
    "shipment is served, with a twentieth less it is not. Dated results of the LP.\n"
    "      --no-relief    without the relief, at once\n"
    "      --gap G        relative gap of the solves (default 1e-6, as keruen solve)\n";

enum { OPT_NO_RELIEF = 256 };

#define FULL 1e-6 /* relative: less than this left is full */

static const char *resource_text(const kr_corridor *c, int32_t r) { return kr_ids_text(c->resource_ids, r); }

static const char *unit_text(const kr_corridor *c, int32_t r) { return kr_ids_text(c->unit_ids, c->resources[r].unit); }

static const char *instant_text(const kr_corridor *c, int32_t minute, char out[18]) {
  kr_instant_write((int64_t)c->start * KR_MINUTES_PER_DAY + minute, out);
  return out;
}

static const char *day_text(const kr_corridor *c, int32_t day, char out[11]) {
  kr_date_write(c->start + day, out);
  return out;
}

/* ---- routes ---- */

/** What the next leg could not have on the day on which the freight was there. */
static void print_wait(const kr_explained *x, const kr_leg *next, int32_t since_min) {
  const kr_corridor *c = x->corridor;
  kr_span span = kr_leg_resources(c, next);
  int32_t day = kr_day_of(c, x->timetable, since_min), n = 0;
  printf("    waits %g h", (next->depart_min - since_min) / 60.0);
  for (int32_t i = 0; i < span.count && day >= 0; ++i) {
    int32_t r = c->resource_lists[span.first + i];
    int64_t at = (int64_t)r * x->timetable->n_days + day;
    double capacity = kr_decimal_value(x->timetable->capacity[at]);
    char date[11];
    if (capacity > x->used[at] * (1 + FULL)) continue;
    printf("%s %s, %s on %s", n++ ? ";" : " for", resource_text(c, r), capacity > 0 ? "full" : "closed",
           day_text(c, day, date));
  }
  puts(n ? "" : " for room further on");
}

static void print_leg(const kr_corridor *c, const kr_leg *leg) {
  char depart[18], arrive[18];
  bool is_link = leg->kind == KR_LEG_LINK;
  const char *what =
      is_link ? kr_ids_text(c->link_ids, leg->what) : kr_ids_text(c->node_ids, c->transfers[leg->what].node);
  printf("    %s - %s  %-8s %s\n", instant_text(c, leg->depart_min, depart), instant_text(c, leg->arrive_min, arrive),
         kr_leg_kind_name((kr_leg_kind)leg->kind), what);
}

static void print_legs(const kr_explained *x, const kr_leg *legs, int32_t n, bool with_waits) {
  const kr_corridor *c = x->corridor;
  int32_t at_min = (int32_t)kr_ready_step(c, &c->shipments[x->shipment]) * c->step_hours * 60;
  for (int32_t i = 0; i < n; ++i) {
    if (legs[i].depart_min > at_min && with_waits) print_wait(x, &legs[i], at_min);
    print_leg(c, &legs[i]);
    at_min = legs[i].arrive_min;
  }
}

static void print_lots(const kr_explained *x) {
  char tonnes[KR_DECIMAL_ROOM];
  for (size_t i = 0; i < x->allocation->n_lots; ++i) {
    const kr_lot *lot = &x->allocation->lots[i];
    if (lot->shipment != x->shipment) continue;
    printf("  Lot %d, %s t:\n", (int)lot->number, kr_tonnes_text(lot->quantity_kg, tonnes));
    print_legs(x, x->allocation->legs + lot->first_leg, lot->n_legs, true);
  }
}

/* ---- the shipment ---- */

static void print_head(const kr_explained *x, const kr_tally *own) {
  const kr_corridor *c = x->corridor;
  const kr_shipment *s = &c->shipments[x->shipment];
  char asked[KR_DECIMAL_ROOM], served[KR_DECIMAL_ROOM], stays[KR_DECIMAL_ROOM], ready[18], due[18];
  kr_instant_write((int64_t)c->start * KR_MINUTES_PER_DAY + s->ready_min, ready);
  printf("%s: %s t of %s, %s to %s, ready %s", kr_ids_text(c->shipment_ids, x->shipment),
         kr_tonnes_text(s->quantity_kg, asked), kr_ids_text(c->cargo_ids, s->cargo),
         kr_ids_text(c->node_ids, s->origin), kr_ids_text(c->node_ids, s->destination), ready);
  if (s->due_min != KR_NO_DUE) {
    kr_instant_write((int64_t)c->start * KR_MINUTES_PER_DAY + s->due_min, due);
    printf(", due %s", due);
  }
  printf("\nServed: %s t; stays: %s t", kr_tonnes_text(own->served_kg, served),
         kr_tonnes_text(s->quantity_kg - own->served_kg, stays));
  if (own->served_kg > 0) printf("; mean %.1f h on the way", own->hours_kg_h / (double)own->served_kg);
  if (own->late_kg_h > 0) printf(", %.1f h late", own->late_kg_h / (double)own->served_kg);
  putchar('\n');
}

static void print_obstacle(const kr_explained *x, const kr_obstacle *o) {
  const kr_corridor *c = x->corridor;
  char date[11], tonnes[KR_DECIMAL_ROOM];
  printf("  %s on %s: %.6g of %.6g %s free, %.6g needed; held by %d others", resource_text(c, o->item.resource),
         day_text(c, o->item.day, date), o->free_units, o->capacity, unit_text(c, o->item.resource), o->item.need,
         (int)o->n_holders);
  for (int i = 0; i < KR_HOLDERS && o->holders[i].kg > 0; ++i)
    printf("%s %s %s t", i ? "," : ":", kr_ids_text(c->shipment_ids, o->holders[i].shipment),
           kr_tonnes_text(o->holders[i].kg, tonnes));
  putchar('\n');
}

static void print_way(const kr_explained *x) {
  if (!x->reachable) {
    puts("There is no route for it at any time: no link, mode or resource that takes this cargo all the way.");
    return;
  }
  if (!x->best) {
    puts("Even alone on the network it would not arrive before the horizon ends.");
    return;
  }
  puts("Alone on the network it would go:");
  print_legs(x, x->best, x->n_best, false);
  puts(x->n_obstacles ? "What stands in that way:" : "Nothing on that way is full.");
  for (int32_t i = 0; i < x->n_obstacles; ++i) print_obstacle(x, &x->obstacles[i]);
}

/* ---- relief ---- */

static void print_more(const kr_corridor *c, const kr_relief_item *item, double theta) {
  char units[KR_DECIMAL_ROOM], date[11];
  kr_decimal_write(kr_relief_units(item, theta), units);
  printf("%s more %s of %s on %s", units, unit_text(c, item->resource), resource_text(c, item->resource),
         day_text(c, item->day, date));
}

static void print_relief(const kr_explained *x, bool in_time) {
  const char *end = in_time ? "served in full and in time" : "served in full";
  bool any = false;
  printf("It would be %s, solved anew each time, with\n", end);
  for (int32_t i = 0; i < x->n_obstacles; ++i) {
    if (!(x->obstacles[i].theta < INFINITY)) continue;
    printf("%s", any ? "  or  " : "      ");
    print_more(x->corridor, &x->obstacles[i].item, x->obstacles[i].theta);
    putchar('\n');
    any = true;
  }
  for (int32_t i = 0; i < x->n_obstacles && x->theta < INFINITY; ++i) {
    printf("%s", i ? "  and " : any ? "  or  " : "      ");
    print_more(x->corridor, &x->obstacles[i].item, x->theta);
    putchar('\n');
    any = true;
  }
  if (x->ready_days > 0)
    printf("%sready %d day%s earlier\n", any ? "  or  " : "      ", (int)x->ready_days, x->ready_days > 1 ? "s" : "");
  if (!any && x->ready_days == 0)
    puts("      nothing of that kind: not four times its need on its way, nor any earlier day");
}

/* ---- the command ---- */

typedef struct request {
  const char *result, *shipment;
  bool no_relief;
} request;

static kr_status tell(kr_explained *x, const kr_settings *settings, const kr_tally *own, bool no_relief,
                      kr_error *err) {
  kr_status status = kr_explain_way(x, err);
  if (status != KR_OK) return status;
  bool in_time = kr_relief_is_late(own), stays = own->served_kg < x->corridor->shipments[x->shipment].quantity_kg;
  print_head(x, own);
  print_lots(x);
  print_way(x);
  if (no_relief || !x->reachable || !(stays || in_time)) return KR_OK;
  fflush(stdout);
  status = kr_explain_relief(x, settings, in_time, err);
  if (status == KR_OK) print_relief(x, in_time);
  return status;
}

static int explain(const kr_study *q, const request *r, const kr_allocation *a, const kr_claims *claims) {
  const kr_corridor *c = q->corridor;
  kr_error err = {0};
  kr_settings settings = q->settings;
  kr_timetable *t = NULL;
  kr_explained x = {
      .corridor = c, .allocation = a, .shipment = kr_ids_find(c->shipment_ids, r->shipment, strlen(r->shipment))};
  if (x.shipment < 0) return kr_exit_usage("explain", "there is no shipment '%s' in shipment.csv", r->shipment);
  if (claims->is_static || claims->is_integer)
    return kr_exit_usage("explain", "the result is not a dated one of the LP");
  settings.plan = claims->plan;
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  double *used = kr_zeros((size_t)kr_n_resources(c) * (size_t)c->days, sizeof *used);
  kr_status status = tally && used ? KR_OK : kr_fail_memory(&err);
  if (status == KR_OK) status = kr_timetable_create(&t, c, claims->plan, KR_VIEW_DATED, &err);
  if (status == KR_OK) {
    kr_tally_sum(c, t, a, tally, used);
    x.timetable = t;
    x.used = used;
    status = tell(&x, &settings, &tally[x.shipment], r->no_relief, &err);
  }
  kr_explain_clear(&x);
  kr_timetable_free(t);
  free(tally);
  free(used);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

static int read_and_explain(const kr_study *q, const request *r) {
  kr_error err = {0};
  kr_allocation a = {0};
  kr_claims claims = {0};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status == KR_OK) status = kr_result_read(&a, &claims, r->result, q->corridor, messages, &err);
  if (messages) kr_print_messages(messages);
  int code = status == KR_OK ? explain(q, r, &a, &claims) : kr_exit_failure(status, &err);
  kr_messages_free(messages);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  return code;
}

int kr_command_explain(int argc, char **argv) {
  static const struct option options[] = {{"no-relief", no_argument, NULL, OPT_NO_RELIEF},
                                          {"gap", required_argument, NULL, KR_STUDY_GAP},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  kr_study q = {.command = "explain", .plan = "", .settings = kr_settings_default()};
  request r = {0};
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
    if (option == 'h') return fputs(help, stdout), KR_EXIT_OK;
    if (option == OPT_NO_RELIEF) r.no_relief = true;
    int code = option == OPT_NO_RELIEF ? KR_EXIT_OK : kr_study_take(&q, option);
    if (code != KR_EXIT_OK) return code;
  }
  if (argc - optind != 3) return kr_exit_usage("explain", "explain takes an instance, a result and a shipment");
  q.instance = argv[optind];
  r.result = argv[optind + 1];
  r.shipment = argv[optind + 2];
  int code = kr_study_open(&q);
  if (code == KR_EXIT_OK) code = read_and_explain(&q, &r);
  kr_study_close(&q);
  return code;
}
