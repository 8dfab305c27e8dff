#include "instances/parse_json.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#define POOL_BYTES ((size_t)16384)

typedef struct pool {
  struct pool *older;
  size_t used, room;
  max_align_t blocks[];
} pool;

/* While it parses, all that jansson takes lies in pools, and is dropped as a whole. It does not stand a refused
 * allocation: what lex_save fails to keep of a token is missed later, by an assertion or beyond the token's end. */
static _Thread_local pool *pools;
static _Thread_local jmp_buf *way_out; /* NULL = not parsing */

static void add_pool(size_t n) {
  size_t room = n > POOL_BYTES ? n : POOL_BYTES;
  pool *more = room < SIZE_MAX / 2 ? malloc(sizeof *more + room) : NULL;
  if (!more) longjmp(*way_out, 1);
  *more = (pool){.older = pools, .room = room};
  pools = more;
}

static void *allocate(size_t n) {
  if (!way_out) return malloc(n);
  n = (n + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
  if (!pools || pools->room - pools->used < n) add_pool(n);
  void *block = (char *)pools->blocks + pools->used;
  pools->used += n;
  return block;
}

static void give_back(void *block) {
  if (!way_out) free(block);
}

/** jansson's allocator is the whole process's: that of a program around us that has its own stays. */
static void use_pools(void) {
  json_malloc_t take;
  json_free_t give;
  json_get_alloc_funcs(&take, &give);
  if (take == malloc) json_set_alloc_funcs(allocate, give_back);
}

static kr_status load(kr_json *out, const char *text, size_t n, json_error_t *fault) {
  jmp_buf where;
  if (setjmp(where) != 0) return KR_ERR_MEMORY;
  way_out = &where;
  out->root = json_loadb(text, n, JSON_REJECT_DUPLICATES, fault);
  return KR_OK;
}

kr_status kr_json_parse(kr_json *out, const char *text, size_t n, json_error_t *fault, kr_error *err) {
  use_pools();
  *out = (kr_json){.root = NULL};
  kr_status status = load(out, text, n, fault);
  way_out = NULL;
  out->pools = pools;
  pools = NULL;
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

void kr_json_drop(kr_json *json) {
  pool *next = json->pools;
  if (!next) json_decref(json->root);
  while (next) {
    pool *older = next->older;
    free(next);
    next = older;
  }
  *json = (kr_json){.root = NULL};
}
