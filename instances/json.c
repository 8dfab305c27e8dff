#include "instances/json.h"

#include <math.h>

void kr_json_string(FILE *file, const char *text) {
  fputc('"', file);
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') fputc('\\', file);
    if (c < 0x20 || c == 0x7F)
      fprintf(file, "\\u%04x", c);
    else
      fputc(c, file);
  }
  fputc('"', file);
}

static void indent(kr_json *j) {
  for (int i = 0; i < j->depth; i++) kr_sink_text(&j->sink, "  ");
}

void kr_json_key(kr_json *j, const char *key) {
  if (j->depth > 0) kr_sink_text(&j->sink, j->has_member ? ",\n" : "\n");
  indent(j);
  if (key) kr_json_string(j->sink.file, key);
  if (key) kr_sink_text(&j->sink, ": ");
  j->has_member = true;
}

static void open_with(kr_json *j, const char *key, const char *bracket) {
  if (j->depth > 0) kr_json_key(j, key);
  kr_sink_text(&j->sink, bracket);
  j->depth++;
  j->has_member = false;
}

static void close_with(kr_json *j, const char *bracket) {
  j->depth--;
  if (j->has_member) kr_sink_text(&j->sink, "\n");
  if (j->has_member) indent(j);
  kr_sink_text(&j->sink, bracket);
  j->has_member = true;
}

void kr_json_open(kr_json *j, const char *key) { open_with(j, key, "{"); }
void kr_json_close(kr_json *j) { close_with(j, "}"); }
void kr_json_open_array(kr_json *j, const char *key) { open_with(j, key, "["); }
void kr_json_close_array(kr_json *j) { close_with(j, "]"); }

void kr_json_text(kr_json *j, const char *key, const char *text) {
  kr_json_key(j, key);
  kr_json_string(j->sink.file, text);
}

void kr_json_number(kr_json *j, const char *key, double value) {
  char text[KR_DECIMAL_ROOM] = "null";
  if (isfinite(value)) kr_number_write(value, text);
  kr_json_key(j, key);
  kr_sink_text(&j->sink, text);
}

void kr_json_whole(kr_json *j, const char *key, int64_t value) {
  kr_json_key(j, key);
  fprintf(j->sink.file, "%lld", (long long)value);
}

void kr_json_decimal(kr_json *j, const char *key, kr_micro value) {
  char text[KR_DECIMAL_ROOM];
  kr_decimal_write(value, text);
  kr_json_key(j, key);
  kr_sink_text(&j->sink, text);
}

void kr_json_tonnes(kr_json *j, const char *key, int64_t kg) {
  char text[KR_DECIMAL_ROOM];
  kr_json_key(j, key);
  kr_sink_text(&j->sink, kr_tonnes_text(kg, text));
}

void kr_json_flag(kr_json *j, const char *key, bool value) {
  kr_json_key(j, key);
  kr_sink_text(&j->sink, value ? "true" : "false");
}

void kr_json_inputs(kr_json *j, const kr_inputs *inputs) {
  kr_json_open(j, "inputs");
  for (int32_t i = 0; i < inputs->n_files; i++) {
    kr_json_open(j, inputs->files[i].name);
    kr_json_whole(j, "bytes", inputs->files[i].bytes);
    kr_json_text(j, "sha256", inputs->files[i].sha256);
    kr_json_close(j);
  }
  kr_json_close(j);
}
