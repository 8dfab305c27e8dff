#include <math.h>
#include <stdio.h>

#include "cli/explain.h"
#include "instances/sink.h"

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
    char date[11];
    if (!kr_counts_on(c, kr_rank_of(c, x->shipment), r)) continue;
    if (!x->full[(int64_t)r * x->timetable->n_days + day]) continue;
    printf("%s %s, %s on %s", n++ ? ";" : " for", resource_text(c, r),
           kr_capacity_of(x->timetable, r, day) > 0 ? "full" : "closed", day_text(c, day, date));
  }
  puts(n ? "" : " for room further on");
}

static void print_leg(const kr_explained *x, const kr_leg *leg) {
  const kr_corridor *c = x->corridor;
  char depart[18], arrive[18];
  bool is_link = leg->kind == KR_LEG_LINK;
  const char *what =
      is_link ? kr_ids_text(c->link_ids, leg->what) : kr_ids_text(c->node_ids, c->transfers[leg->what].node);
  if (x->timetable->is_static)
    printf("    %8.2f h  ", kr_leg_hours(c, x->timetable, leg));
  else
    printf("    %s - %s  ", instant_text(c, leg->depart_min, depart), instant_text(c, leg->arrive_min, arrive));
  printf("%-8s %s\n", kr_leg_kind_name((kr_leg_kind)leg->kind), what);
}

static void print_legs(const kr_explained *x, const kr_leg *legs, int32_t n, bool with_waits) {
  const kr_corridor *c = x->corridor;
  bool may_wait = with_waits && !x->timetable->is_static;
  int32_t at_min = (int32_t)kr_ready_step(c, &c->shipments[x->shipment]) * c->step_hours * 60;
  for (int32_t i = 0; i < n; ++i) {
    if (may_wait && legs[i].depart_min > at_min) print_wait(x, &legs[i], at_min);
    print_leg(x, &legs[i]);
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

static void print_head(const kr_explained *x) {
  const kr_corridor *c = x->corridor;
  const kr_tally *own = &x->own;
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

/** "on 2025-07-01", or what stands for it where there is no time. */
static const char *when_text(const kr_explained *x, int32_t day, char out[30]) {
  char date[11];
  if (x->timetable->is_static) return "over the horizon";
  snprintf(out, 30, "on %s", day_text(x->corridor, day, date));
  return out;
}

static void print_obstacle(const kr_explained *x, const kr_obstacle *o) {
  const kr_corridor *c = x->corridor;
  char when[30], tonnes[KR_DECIMAL_ROOM];
  printf("  %s %s: %.6g of %.6g %s free, %.6g needed; held by %d other%s", resource_text(c, o->item.resource),
         when_text(x, o->item.day, when), o->free_units, o->capacity, unit_text(c, o->item.resource), o->item.need,
         (int)o->n_holders, o->n_holders == 1 ? "" : "s");
  for (int i = 0; i < KR_HOLDERS && o->holders[i].kg > 0 && !x->is_private; ++i)
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
    printf("Even alone on the network%s it would not arrive before the horizon ends.\n",
           kr_rank_of(x->corridor, x->shipment) ? ", within its forwarder's quotas," : "");
    return;
  }
  puts("Alone on the network it would go:");
  print_legs(x, x->best, x->n_best, false);
  puts(x->n_obstacles ? "What stands in that way:" : "Nothing on that way is full.");
  for (int32_t i = 0; i < x->n_obstacles; ++i) print_obstacle(x, &x->obstacles[i]);
}

void kr_explain_print(const kr_explained *x) {
  print_head(x);
  print_lots(x);
  print_way(x);
}

/* ---- relief ---- */

static void print_more(const kr_explained *x, const kr_settings *settings, const kr_relief_item *item, double theta) {
  const kr_corridor *c = x->corridor;
  kr_relief_case q = {c, settings, x->shipment, false};
  char units[KR_DECIMAL_ROOM], when[30];
  kr_decimal_write(kr_relief_units(&q, item, theta), units);
  printf("%s more %s of %s %s\n", units, unit_text(c, item->resource), resource_text(c, item->resource),
         when_text(x, item->day, when));
}

/** @return how many alternatives there are */
static int print_alternatives(const kr_explained *x, const kr_settings *settings) {
  int n = 0;
  for (int32_t i = 0; i < x->n_obstacles; ++i) {
    if (!(x->obstacles[i].theta < INFINITY)) continue;
    fputs(n++ ? "  or  " : "      ", stdout);
    print_more(x, settings, &x->obstacles[i].item, x->obstacles[i].theta);
  }
  for (int32_t i = 0; i < x->n_obstacles && x->theta < INFINITY; ++i) {
    fputs(i ? "  and " : n++ ? "  or  " : "      ", stdout);
    print_more(x, settings, &x->obstacles[i].item, x->theta);
  }
  if (x->ready_days > 0)
    printf("%sready %d day%s earlier\n", n++ ? "  or  " : "      ", (int)x->ready_days, x->ready_days > 1 ? "s" : "");
  return n;
}

/** What the solves have shown, and what not. */
static void print_proof(const kr_explained *x) {
  if (x->is_integer)
    puts(
        "Each is a plan that was found and judged; it shows what suffices. That less would not do is not proven: with "
        "a\nlittle less the plan found leaves the shipment as it is, another one might not.");
  else
    puts("Each was solved with the relief in it, and with a twentieth, or a day, less: then it is not.");
}

void kr_explain_print_relief(const kr_explained *x, const kr_settings *settings) {
  const char *end = kr_explained_is_late(x) ? "served in full and in time" : "served in full";
  if (x->is_needless) {
    printf("Solved anew it is %s as things are: plans as good as this one, to the gap, differ in whom they serve.\n",
           end);
    return;
  }
  printf("It would be %s, solved anew each time, with\n", end);
  if (print_alternatives(x, settings) > 0)
    print_proof(x);
  else
    printf("      nothing of that kind: not four times its need on its way%s\n",
           x->timetable->is_static ? "" : ", nor any earlier day");
}
