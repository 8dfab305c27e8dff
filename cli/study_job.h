#ifndef KR_CLI_STUDY_JOB_H
#define KR_CLI_STUDY_JOB_H

#include "instances/instance.h"

/**
 * study.csv: what a study in parts is to do. Rows `kind,name,value`:
 *   study    command, version, instance (its path), chunks (how many)
 *   input    a file of the instance, its SHA-256
 *   option   a word of the command line that the answer depends on, in its order
 *   chunk    the number of a chunk, something that it does
 */
#define KR_STUDY_JOB_FILE "study.csv"

typedef struct kr_job_row {
  char *kind, *name, *value;
} kr_job_row;

/** Zero it before, clear it after. */
typedef struct kr_study_job {
  kr_job_row *rows;
  size_t n_rows, room;
  char sha256[65]; /**< of the file; set by writing and reading */
} kr_study_job;

void kr_study_job_clear(kr_study_job *job);

/** Appends a row; the texts are copied. @return KR_ERR_MEMORY */
kr_status kr_study_job_add(kr_study_job *job, const char *kind, const char *name, const char *value, kr_error *err);

/** A row that says what a chunk does. @return KR_ERR_MEMORY */
kr_status kr_study_job_add_chunk(kr_study_job *job, int32_t number, const char *value, kr_error *err);

/** The value of the first row of this kind and name; "" when there is none. */
const char *kr_study_job_value(const kr_study_job *job, const char *kind, const char *name);

/** A row for each file of an instance. @return KR_ERR_MEMORY */
kr_status kr_study_job_add_inputs(kr_study_job *job, const kr_inputs *inputs, kr_error *err);

/** Whether the instance is what it was. @return KR_ERR_INPUT when not: names the first file */
kr_status kr_study_job_check_inputs(const kr_study_job *job, const kr_inputs *inputs, kr_error *err);

/** Writes study.csv into a folder, whole or not at all, over an earlier one. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_study_job_write(kr_study_job *job, const char *folder, kr_error *err);

/** Reads it. @return KR_ERR_INPUT when it is not there or no such file; KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_study_job_read(kr_study_job *job, const char *folder, kr_error *err);

#endif
