#include "cli/study_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/atomic.h"
#include "instances/cell.h"
#include "instances/memory_file.h"
#include "instances/sha256.h"
#include "instances/sink.h"

void kr_study_job_clear(kr_study_job *job) {
  for (size_t i = 0; i < job->n_rows; ++i) {
    free(job->rows[i].kind);
    free(job->rows[i].name);
    free(job->rows[i].value);
  }
  free(job->rows);
  *job = (kr_study_job){.rows = NULL};
}

kr_status kr_study_job_add(kr_study_job *job, const char *kind, const char *name, const char *value, kr_error *err) {
  if (!kr_grow(&job->rows, &job->room, job->n_rows + 1, sizeof *job->rows)) return kr_fail_memory(err);
  kr_job_row *row = &job->rows[job->n_rows++];
  row->kind = kr_copy_text(kind, strlen(kind));
  row->name = kr_copy_text(name, strlen(name));
  row->value = kr_copy_text(value, strlen(value));
  return row->kind && row->name && row->value ? KR_OK : kr_fail_memory(err);
}

kr_status kr_study_job_add_chunk(kr_study_job *job, int32_t number, const char *value, kr_error *err) {
  char name[16];
  snprintf(name, sizeof name, "%d", (int)number);
  return kr_study_job_add(job, "chunk", name, value, err);
}

const char *kr_study_job_value(const kr_study_job *job, const char *kind, const char *name) {
  for (size_t i = 0; i < job->n_rows; ++i)
    if (strcmp(job->rows[i].kind, kind) == 0 && strcmp(job->rows[i].name, name) == 0) return job->rows[i].value;
  return "";
}

/* ---- the instance ---- */

kr_status kr_study_job_add_inputs(kr_study_job *job, const kr_inputs *inputs, kr_error *err) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < inputs->n_files && status == KR_OK; ++i)
    status = kr_study_job_add(job, "input", inputs->files[i].name, inputs->files[i].sha256, err);
  return status;
}

static const char *hash_of(const kr_inputs *inputs, const char *name) {
  for (int32_t i = 0; i < inputs->n_files; ++i)
    if (strcmp(inputs->files[i].name, name) == 0) return inputs->files[i].sha256;
  return "";
}

kr_status kr_study_job_check_inputs(const kr_study_job *job, const kr_inputs *inputs, kr_error *err) {
  for (int32_t i = 0; i < KR_INSTANCE_FILES; ++i) {
    const char *name = kr_instance_file(i);
    if (strcmp(kr_study_job_value(job, "input", name), hash_of(inputs, name)) != 0)
      return kr_fail(err, KR_ERR_INPUT, "%s of %s is not what it was when the study was planned; plan it anew", name,
                     kr_study_job_value(job, "study", "instance"));
  }
  return KR_OK;
}

/* ---- the file ---- */

static void put_rows(const kr_study_job *job, kr_sink *sink) {
  kr_sink_text(sink, "kind,name,value\n");
  for (size_t i = 0; i < job->n_rows; ++i) {
    kr_sink_free_text(sink, job->rows[i].kind);
    kr_sink_free_text(sink, job->rows[i].name);
    kr_sink_free_text(sink, job->rows[i].value);
    kr_sink_end_row(sink);
  }
}

kr_status kr_study_job_write(kr_study_job *job, const char *folder, kr_error *err) {
  kr_memory_file file = {0};
  kr_sink sink = {.file = NULL};
  kr_sha256 hash;
  size_t room = strlen(folder) + sizeof "/" KR_STUDY_JOB_FILE;
  char *path = malloc(room);
  kr_status status;
  KR_TRY(path ? KR_OK : kr_fail_memory(err));
  snprintf(path, room, "%s/" KR_STUDY_JOB_FILE, folder);
  KR_TRY(kr_memory_file_open(&file, err));
  sink.file = file.file;
  put_rows(job, &sink);
  KR_TRY(kr_memory_file_close(&file, err));
  kr_sha256_begin(&hash);
  kr_sha256_add(&hash, file.bytes, file.n);
  kr_sha256_end(&hash, job->sha256);
  KR_TRY(kr_file_replace(path, file.bytes, file.n, err));
done:
  kr_memory_file_drop(&file);
  free(path);
  return status;
}

enum { KIND, NAME, VALUE, N_COLUMNS };

static void read_row(kr_table *t) {
  t->status = kr_study_job_add(t->reader, kr_cell(t, KIND).text, kr_cell(t, NAME).text, kr_cell(t, VALUE).text, NULL);
}

static kr_status read_file(kr_study_job *job, const char *folder, kr_messages *messages, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {
      [KIND] = {"kind", KR_FILLED}, [NAME] = {"name", KR_PRESENT}, [VALUE] = {"value", KR_PRESENT}};
  static const kr_sheet sheet = {
      .file = KR_STUDY_JOB_FILE, .columns = columns, .n_columns = N_COLUMNS, .has_apostrophes = true, .row = read_row};
  kr_inputs inputs = {.n_files = 0};
  const kr_source source = {folder, messages, &inputs};
  kr_status status = kr_sheet_read(&sheet, &source, job, NULL, NULL, err);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s: no study in parts: %s", folder, kr_messages_text(messages, 0));
  kr_inputs_hash(&inputs, job->sha256);
  return status;
}

kr_status kr_study_job_read(kr_study_job *job, const char *folder, kr_error *err) {
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = read_file(job, folder, messages, err);
  kr_messages_free(messages);
  return status;
}
