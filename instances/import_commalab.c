#include "instances/import_commalab.h"

#include "instances/import_text.h"

enum { NODES, ARCS, PAIRS, N_COUNTS };
enum { TAIL, HEAD, COST, CAPACITY, ARC_WORDS };
enum { ORIGIN, DESTINATION, QUANTITY, PAIR_WORDS };

typedef struct reading {
  kr_text *text;
  kr_draft draft;
  int32_t counts[N_COUNTS];
  kr_micro factor;
} reading;

/** The three counts, on one line or on three. */
static kr_status read_counts(reading *r, kr_error *err) {
  static const kr_count counts[N_COUNTS] = {{"the number of nodes", 1, KR_IMPORT_NODES_MAX},
                                            {"the number of arcs", 0, INT32_MAX - 1},
                                            {"the number of OD pairs", 0, INT32_MAX - 1}};
  kr_status status = KR_OK;
  bool more;
  for (int n = 0; n < N_COUNTS;) {
    KR_TRY(kr_text_next(r->text, &more, err));
    if (!more) return kr_text_fail(r->text, err, "the file ends before its three counts; fetch it again");
    for (size_t i = 0; i < kr_text_count(r->text); i++, n++) {
      if (n == N_COUNTS)
        return kr_text_fail(r->text, err, "more than the counts of nodes, arcs and OD pairs; is this a commalab file?");
      KR_TRY(kr_text_whole(r->text, kr_text_word(r->text, i), &counts[n], &r->counts[n], err));
    }
  }
done:
  return status;
}

/** The next line, which must be the i-th of its kind and have its number of words. */
static kr_status next_row(const reading *r, size_t n_words, int32_t i, int32_t n, kr_error *err) {
  bool is_arc = n_words == ARC_WORDS, more;
  const char *noun = is_arc ? "arc" : "OD pair";
  kr_status status = kr_text_next(r->text, &more, err);
  if (status != KR_OK) return status;
  if (!more)
    return kr_text_fail(r->text, err, "the file ends before %s %d of %d; fetch it again", noun, (int)i + 1, (int)n);
  if (kr_text_count(r->text) == n_words) return KR_OK;
  return kr_text_fail(r->text, err, "%zu words; %s %d of %d needs %zu: %s", kr_text_count(r->text), noun, (int)i + 1,
                      (int)n, n_words, is_arc ? "tail head cost capacity" : "origin destination quantity");
}

static kr_status read_arc(reading *r, kr_error *err) {
  kr_status status = KR_OK;
  const kr_count tail = {"the tail", 1, r->counts[NODES]}, head = {"the head", 1, r->counts[NODES]};
  const kr_measure cost = {"the cost", kr_import_cost_scale(), &r->draft.import->cost};
  const kr_measure capacity = {"the capacity", kr_import_capacity_scale(&r->draft), &r->draft.import->capacity};
  kr_draft_arc arc = {.capacity = KR_NONE};
  kr_figure figure;
  KR_TRY(kr_text_whole(r->text, kr_text_word(r->text, TAIL), &tail, &arc.tail, err));
  KR_TRY(kr_text_whole(r->text, kr_text_word(r->text, HEAD), &head, &arc.head, err));
  KR_TRY(kr_text_measure(r->text, kr_text_word(r->text, COST), &cost, &arc.cost_uh, err));
  KR_TRY(kr_text_figure(r->text, kr_text_word(r->text, CAPACITY), capacity.name, &figure, err));
  if (!figure.is_negative)
    KR_TRY(kr_text_measure(r->text, kr_text_word(r->text, CAPACITY), &capacity, &arc.capacity, err));
  KR_TRY(kr_draft_add_arc(&r->draft, &arc, err));
done:
  return status;
}

static kr_status read_pair(reading *r, kr_error *err) {
  kr_status status = KR_OK;
  const kr_count origin = {"the origin", 1, r->counts[NODES]}, destination = {"the destination", 1, r->counts[NODES]};
  const kr_measure quantity = {"the quantity", kr_import_quantity_scale(), &r->draft.import->quantity};
  kr_draft_pair pair;
  KR_TRY(kr_text_whole(r->text, kr_text_word(r->text, ORIGIN), &origin, &pair.origin, err));
  KR_TRY(kr_text_whole(r->text, kr_text_word(r->text, DESTINATION), &destination, &pair.destination, err));
  KR_TRY(kr_text_measure(r->text, kr_text_word(r->text, QUANTITY), &quantity, &pair.quantity_kg, err));
  KR_TRY(kr_draft_add_pair(&r->draft, &pair, err));
done:
  return status;
}

static kr_status read_all(reading *r, kr_error *err) {
  kr_status status = KR_OK;
  bool more;
  KR_TRY(read_counts(r, err));
  KR_TRY(kr_draft_begin(&r->draft, (kr_draft_frame){r->counts[NODES], 0, r->factor}, err));
  for (int32_t i = 0; i < r->counts[ARCS]; i++) {
    KR_TRY(next_row(r, ARC_WORDS, i, r->counts[ARCS], err));
    KR_TRY(read_arc(r, err));
  }
  for (int32_t i = 0; i < r->counts[PAIRS]; i++) {
    KR_TRY(next_row(r, PAIR_WORDS, i, r->counts[PAIRS], err));
    KR_TRY(read_pair(r, err));
  }
  KR_TRY(kr_text_next(r->text, &more, err));
  if (more)
    status = kr_text_fail(r->text, err, "more lines than the counts say; correct the counts in the first lines");
done:
  return status;
}

kr_status kr_import_commalab(kr_import **out, const char *path, kr_micro factor, kr_error *err) {
  reading r = {.factor = factor};
  kr_status status = KR_OK;
  KR_TRY(kr_text_open(&r.text, path, KR_TEXT_WORDS, err));
  KR_TRY(read_all(&r, err));
  KR_TRY(kr_draft_finish(&r.draft, path, "commalab multicommodity flow", out, err));
done:
  kr_text_close(r.text);
  kr_draft_clear(&r.draft);
  return status;
}
