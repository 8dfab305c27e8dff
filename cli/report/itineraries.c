#include "cli/report/itineraries.h"

static void put_texts(kr_page *page, const char *key, const kr_ids *ids) {
  fprintf(page->sink.file, ",\n\"%s\":[", key);
  for (int32_t i = 0; i < kr_ids_count(ids); ++i) {
    if (i > 0) fputc(',', page->sink.file);
    kr_html_json(&page->sink, kr_ids_text(ids, i));
  }
  fputc(']', page->sink.file);
}

static void put_node_names(kr_page *page, const kr_corridor *c) {
  fputs(",\n\"nodes\":[", page->sink.file);
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) {
    if (i > 0) fputc(',', page->sink.file);
    kr_html_json(&page->sink, c->nodes[i].name[0] ? c->nodes[i].name : kr_ids_text(c->node_ids, i));
  }
  fputc(']', page->sink.file);
}

static void put_words(kr_page *page) {
  static const struct {
    const char *key;
    kr_message message;
  } words[] = {{"title", KR_MESSAGE_ITINERARY},
               {"lot", KR_MESSAGE_LOT},
               {"ready", KR_MESSAGE_READY},
               {"due", KR_MESSAGE_DUE},
               {"waits", KR_MESSAGE_WAITS},
               {"loads", KR_MESSAGE_LOADS},
               {"unloads", KR_MESSAGE_UNLOADS},
               {"changes", KR_MESSAGE_CHANGES},
               {"stays", KR_MESSAGE_STAYS},
               {"rows", KR_MESSAGE_ROWS_SHOWN},
               {"h", KR_MESSAGE_H}};
  fputs("\"words\":{", page->sink.file);
  for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
    fprintf(page->sink.file, "%s\"%s\":", i ? "," : "", words[i].key);
    kr_html_json(&page->sink, kr_page_word(page, words[i].message));
  }
  fputc('}', page->sink.file);
}

static void put_leg(kr_page *page, const kr_corridor *c, const kr_leg *leg, int64_t *now_min) {
  FILE *file = page->sink.file;
  if (leg->kind == KR_LEG_LINK) {
    const kr_link *link = &c->links[leg->what];
    fprintf(file, ",0,%d,%d,%d,", (int)link->mode, (int)(leg->backward ? link->to_node : link->from_node),
            (int)(leg->backward ? link->from_node : link->to_node));
  } else {
    const kr_transfer *t = &c->transfers[leg->what];
    fprintf(file, ",%d,%d,%d,%d,",
            leg->kind == KR_LEG_LOAD     ? 1
            : leg->kind == KR_LEG_UNLOAD ? 2
                                         : 3,
            (int)(t->to_mode == KR_NONE ? t->from_mode : t->to_mode), (int)t->node, (int)t->node);
  }
  if (leg->depart_min == KR_NO_TIME) {
    fputs("null,null", file);
    return;
  }
  fprintf(file, "%lld,%d", (long long)(leg->depart_min - *now_min), (int)(leg->arrive_min - leg->depart_min));
  *now_min = leg->arrive_min;
}

/** Minutes of a shipment's ready boundary; waiting counts from there. */
static int64_t ready_min(const kr_corridor *c, const kr_shipment *s) {
  return kr_ready_step(c, s) * c->step_hours * 60;
}

static void put_lots(kr_page *page, const kr_facts *f, int32_t s, size_t first) {
  const kr_allocation *a = f->allocation;
  for (size_t i = first; i < a->n_lots && a->lots[i].shipment == s; ++i) {
    char tonnes[KR_DECIMAL_ROOM];
    int64_t now_min = ready_min(f->corridor, &f->corridor->shipments[s]);
    fprintf(page->sink.file, "%s[%s", i > first ? "," : "", kr_tonnes_text(a->lots[i].quantity_kg, tonnes));
    for (int32_t k = 0; k < a->lots[i].n_legs; ++k)
      put_leg(page, f->corridor, &a->legs[a->lots[i].first_leg + (size_t)k], &now_min);
    fputc(']', page->sink.file);
  }
}

/** The first lot of a shipment or behind it: lots are sorted by shipment. */
static size_t first_lot(const kr_allocation *a, int32_t s) {
  size_t low = 0, high = a->n_lots;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (a->lots[mid].shipment < s)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

void kr_itineraries_put(kr_page *page, const kr_facts *f, const int32_t *list, int32_t n) {
  const kr_corridor *c = f->corridor;
  int64_t epoch_min = (int64_t)c->start * KR_MINUTES_PER_DAY;
  fputs("<script type=\"application/json\" id=\"itineraries\">{", page->sink.file);
  put_words(page);
  put_node_names(page, c);
  put_texts(page, "modes", c->mode_ids);
  fputs(",\n\"rows\":[", page->sink.file);
  for (int32_t i = 0; i < n; ++i) {
    const kr_shipment *s = &c->shipments[list[i]];
    fprintf(page->sink.file, "%s[%lld,", i ? ",\n" : "\n", (long long)(epoch_min + ready_min(c, s)));
    if (s->due_min == KR_NO_DUE)
      fputs("null,[", page->sink.file);
    else
      fprintf(page->sink.file, "%lld,[", (long long)(epoch_min + s->due_min));
    put_lots(page, f, list[i], first_lot(f->allocation, list[i]));
    fputs("]]", page->sink.file);
  }
  fputs("]}</script>\n", page->sink.file);
}
