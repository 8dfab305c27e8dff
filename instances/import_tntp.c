#include "instances/import_tntp.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "instances/import_text.h"

enum { TAIL, HEAD, CAPACITY, LENGTH, FREE_FLOW_TIME, LEAST_WORDS };
enum { ZONES, NODES, LINKS, N_TAGS };

/** One of the two files, and what its tags say; 0 where a tag is missing. */
typedef struct source {
  kr_text *text;
  int32_t tags[N_TAGS];
  double total; /* NAN = not claimed */
} source;

typedef struct reading {
  source files[2];
  source *net, *trips;
  kr_draft draft;
  kr_micro factor;
} reading;

static kr_word trim(const char *text, size_t n) {
  while (n > 0 && (*text == ' ' || *text == '\t')) text++, n--;
  while (n > 0 && strchr(" \t\r", text[n - 1])) n--;
  return (kr_word){text, n};
}

/** `<label> value`; false when the line is no tag. */
static bool read_tag(const kr_text *text, kr_word *label, kr_word *value) {
  kr_word row = kr_text_row(text);
  row = trim(row.text, row.n);
  const char *end = row.n > 0 && *row.text == '<' ? memchr(row.text, '>', row.n) : NULL;
  if (!end) return false;
  size_t n = (size_t)(end - row.text);
  *label = trim(row.text + 1, n - 1);
  *value = trim(end + 1, row.n - n - 1);
  return true;
}

static bool is_text(kr_word w, const char *text) { return w.n == strlen(text) && strncasecmp(w.text, text, w.n) == 0; }

static kr_status take_tag(source *s, kr_word label, kr_word value, kr_error *err) {
  static const kr_count known[N_TAGS] = {{"NUMBER OF ZONES", 1, KR_IMPORT_NODES_MAX},
                                         {"NUMBER OF NODES", 1, KR_IMPORT_NODES_MAX},
                                         {"NUMBER OF LINKS", 1, INT32_MAX - 1}};
  kr_figure total;
  for (int i = 0; i < N_TAGS; i++)
    if (is_text(label, known[i].name)) return kr_text_whole(s->text, value, &known[i], &s->tags[i], err);
  if (!is_text(label, "TOTAL OD FLOW")) return KR_OK;
  kr_status status = kr_text_figure(s->text, value, "TOTAL OD FLOW", &total, err);
  if (status == KR_OK) s->total = kr_figure_value(&total);
  return status;
}

/** All tags, up to the end of the metadata. */
static kr_status open_source(source *s, const char *path, kr_error *err) {
  kr_status status = KR_OK;
  bool more;
  kr_word label = {0}, value;
  s->total = NAN;
  KR_TRY(kr_text_open(&s->text, path, KR_TEXT_TNTP, err));
  while (!is_text(label, "END OF METADATA")) {
    KR_TRY(kr_text_next(s->text, &more, err));
    if (!more || !read_tag(s->text, &label, &value))
      return kr_text_fail(s->text, err, "no <END OF METADATA> before %s; is this a TNTP file?",
                          more ? "this line" : "the end of the file");
    KR_TRY(take_tag(s, label, value, err));
  }
done:
  return status;
}

static kr_status tell_apart(reading *r, kr_error *err) {
  bool is_net[2] = {r->files[0].tags[LINKS] > 0, r->files[1].tags[LINKS] > 0};
  r->net = &r->files[is_net[0] ? 0 : 1];
  r->trips = &r->files[is_net[0] ? 1 : 0];
  if (is_net[0] && is_net[1])
    return kr_text_fail(r->trips->text, err, "a second NET file (it has NUMBER OF LINKS); give one NET and one TRIPS");
  if (!is_net[0] && !is_net[1])
    return kr_text_fail(r->net->text, err, "neither file has NUMBER OF LINKS; give one NET and one TRIPS");
  const int32_t *net = r->net->tags, *trips = r->trips->tags;
  if (!net[NODES]) return kr_text_fail(r->net->text, err, "no <NUMBER OF NODES>; add it to the metadata");
  if (!net[ZONES] || net[ZONES] > net[NODES])
    return kr_text_fail(r->net->text, err, "%d zones of %d nodes; correct <NUMBER OF ZONES>", (int)net[ZONES],
                        (int)net[NODES]);
  if (trips[ZONES] && trips[ZONES] != net[ZONES])
    return kr_text_fail(r->trips->text, err, "%d zones, but the NET file has %d; give two files of one network",
                        (int)trips[ZONES], (int)net[ZONES]);
  return KR_OK;
}

static kr_status read_link(reading *r, kr_error *err) {
  kr_status status = KR_OK;
  const kr_text *text = r->net->text;
  const kr_count tail = {"the init node", 1, r->net->tags[NODES]}, head = {"the term node", 1, r->net->tags[NODES]};
  kr_import *import = r->draft.import;
  const kr_measure cost = {"the free-flow time", kr_import_cost_scale(), &import->cost};
  const kr_measure capacity = {"the capacity", kr_import_capacity_scale(&r->draft), &import->capacity};
  kr_draft_arc arc;
  if (kr_text_count(text) < LEAST_WORDS)
    return kr_text_fail(text, err, "%zu words; a link needs at least 5: tail head capacity length free_flow_time",
                        kr_text_count(text));
  KR_TRY(kr_text_whole(text, kr_text_word(text, TAIL), &tail, &arc.tail, err));
  KR_TRY(kr_text_whole(text, kr_text_word(text, HEAD), &head, &arc.head, err));
  KR_TRY(kr_text_measure(text, kr_text_word(text, CAPACITY), &capacity, &arc.capacity, err));
  KR_TRY(kr_text_measure(text, kr_text_word(text, FREE_FLOW_TIME), &cost, &arc.cost_uh, err));
  KR_TRY(kr_draft_add_arc(&r->draft, &arc, err));
done:
  return status;
}

static kr_status read_links(reading *r, kr_error *err) {
  kr_status status = KR_OK;
  bool more;
  int32_t n = r->net->tags[LINKS];
  for (int32_t i = 0; i < n; i++) {
    KR_TRY(kr_text_next(r->net->text, &more, err));
    if (!more)
      return kr_text_fail(r->net->text, err, "the file ends before link %d of %d; fetch it again", (int)i + 1, (int)n);
    KR_TRY(read_link(r, err));
  }
  KR_TRY(kr_text_next(r->net->text, &more, err));
  if (more) status = kr_text_fail(r->net->text, err, "more than %d links; correct <NUMBER OF LINKS>", (int)n);
done:
  return status;
}

/** The words i … of a line: `zone : trips`. */
static kr_status read_trips(reading *r, size_t i, int32_t origin, kr_error *err) {
  kr_status status = KR_OK;
  const kr_text *text = r->trips->text;
  const kr_count zone = {"the zone", 1, r->net->tags[ZONES]};
  const kr_measure trips = {"the number of trips", kr_import_quantity_scale(), &r->draft.import->quantity};
  kr_draft_pair pair = {.origin = origin};
  kr_figure figure;
  if (i + 2 >= kr_text_count(text) || !is_text(kr_text_word(text, i + 1), ":"))
    return kr_text_fail(text, err, "not in the form zone : trips; correct the line");
  KR_TRY(kr_text_whole(text, kr_text_word(text, i), &zone, &pair.destination, err));
  KR_TRY(kr_text_measure(text, kr_text_word(text, i + 2), &trips, &pair.quantity_kg, err));
  KR_TRY(kr_text_figure(text, kr_text_word(text, i + 2), trips.name, &figure, err));
  r->draft.import->found_t += kr_figure_value(&figure);
  KR_TRY(kr_draft_add_pair(&r->draft, &pair, err));
done:
  return status;
}

/** One line: an origin, or pairs with `;` between them, or both. */
static kr_status read_trips_row(reading *r, int32_t *origin, kr_error *err) {
  kr_status status = KR_OK;
  const kr_text *text = r->trips->text;
  const kr_count zone = {"the origin", 1, r->net->tags[ZONES]};
  for (size_t i = 0; i < kr_text_count(text);) {
    if (is_text(kr_text_word(text, i), ";")) {
      i++;
    } else if (is_text(kr_text_word(text, i), "Origin")) {
      if (i + 1 == kr_text_count(text)) return kr_text_fail(text, err, "Origin without its zone; write its number");
      KR_TRY(kr_text_whole(text, kr_text_word(text, i + 1), &zone, origin, err));
      i += 2;
    } else {
      if (*origin == 0) return kr_text_fail(text, err, "trips before the first Origin; is this a TRIPS file?");
      KR_TRY(read_trips(r, i, *origin, err));
      i += 3;
      if (i < kr_text_count(text) && !is_text(kr_text_word(text, i), ";"))
        return kr_text_fail(text, err, "no ; behind the trips; correct the line");
    }
  }
done:
  return status;
}

static kr_status read_all(reading *r, kr_error *err) {
  kr_status status = KR_OK;
  int32_t origin = 0;
  KR_TRY(tell_apart(r, err));
  KR_TRY(kr_draft_begin(&r->draft, (kr_draft_frame){r->net->tags[NODES], r->net->tags[ZONES], r->factor}, err));
  r->draft.import->stated_t = r->trips->total;
  KR_TRY(read_links(r, err));
  for (bool more = true; more;) {
    KR_TRY(kr_text_next(r->trips->text, &more, err));
    KR_TRY(read_trips_row(r, &origin, err));
  }
done:
  return status;
}

kr_status kr_import_tntp(kr_import **out, const char *const paths[2], kr_micro factor, kr_error *err) {
  reading r = {.factor = factor};
  kr_status status = KR_OK;
  KR_TRY(open_source(&r.files[0], paths[0], err));
  KR_TRY(open_source(&r.files[1], paths[1], err));
  KR_TRY(read_all(&r, err));
  KR_TRY(kr_draft_finish(&r.draft, kr_text_path(r.net->text), "TNTP free-flow times", out, err));
done:
  kr_text_close(r.files[0].text);
  kr_text_close(r.files[1].text);
  kr_draft_clear(&r.draft);
  return status;
}
