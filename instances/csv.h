#ifndef KR_INSTANCES_CSV_H
#define KR_INSTANCES_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"
#include "instances/messages.h"
#include "instances/sha256.h"

/**
 * One CSV file as a stream of records, RFC 4180: quotes, doubled quotes, line breaks inside quotes; CRLF, a BOM and
 * blank lines are tolerated. The parser gets one physical line at a time, so that every field's line and column are
 * known. What is not CSV or not UTF-8 is said in the messages and skipped. Constant memory.
 */
typedef struct kr_csv kr_csv;

#ifdef KR_SMALL_LIMITS /* for fuzzers: what small inputs can reach; messages name the true ones */
#define KR_CSV_RECORD_MAX ((size_t)2048)
#define KR_CSV_FIELD_MAX ((size_t)256)
#define KR_CSV_FIELDS_MAX 40
#else
#define KR_CSV_RECORD_MAX ((size_t)262144) /**< bytes of one record with its line breaks */
#define KR_CSV_FIELD_MAX ((size_t)16384)   /**< bytes of one field */
#define KR_CSV_FIELDS_MAX 1000             /**< fields of one record */
#endif

typedef struct kr_field {
  const char *text; /**< NUL-terminated; valid until the next record */
  size_t n;
} kr_field;

/**
 * @param path the file; @param name as shown in messages, must outlive `messages`
 * @param hash takes every byte of the file; may be NULL
 * @return KR_ERR_IO when it cannot be opened, KR_ERR_MEMORY; what is no regular file is said in the messages and has no
 *         records
 */
kr_status kr_csv_open(kr_csv **out, const char *path, const char *name, kr_messages *messages, kr_sha256 *hash,
                      kr_error *err);
void kr_csv_close(kr_csv *csv);

/** The next sound record. @param more false at the end of the file. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_csv_next(kr_csv *csv, bool *more, kr_error *err);

/** Fields of the current record. */
int kr_csv_n_fields(const kr_csv *csv);
kr_field kr_csv_field(const kr_csv *csv, int i);

/**
 * Where field i begins (i = n_fields: just behind the last); found by a second look at the record, when asked. From
 * left to right all places of a record cost one look.
 */
kr_place kr_csv_place(kr_csv *csv, int i);

/** Physical line of the record's first field, bytes read so far, and whether a record was skipped for its form. */
int64_t kr_csv_line(const kr_csv *csv);
int64_t kr_csv_bytes(const kr_csv *csv);
bool kr_csv_is_damaged(const kr_csv *csv);

#endif
