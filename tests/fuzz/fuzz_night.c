/* What a night reads beside instances and results: freight handed in, limits, a chunk's job, moves, the last lots. */
#include "cli/nightly/chunk.h"
#include "cli/nightly/last_lot.h"
#include "cli/nightly/limits.h"
#include "cli/nightly/moved.h"
#include "instances/freight.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

static void freight(const kr_corridor *places, kr_messages *messages) {
  const kr_freight_rules rules = {.forwarder = "ALPHA", .corridor = places, .most_rows = 20, .most_id_bytes = 58};
  kr_corridor *c = NULL;
  kr_inputs inputs = {.n_files = 0};
  must_be_read(kr_freight_read(&c, &inputs, MEMORY_FOLDER, &rules, messages, NULL));
  kr_corridor_free(c);
}

static void of_a_night(const kr_corridor *tonight, kr_messages *messages) {
  kr_moved moved = {0};
  kr_last_lots last = {0};
  kr_chunk chunk;
  char sha256[65];
  bool is_there;
  must_be_read(kr_moved_read(&moved, tonight, MEMORY_FOLDER, messages, NULL));
  must_be_read(kr_last_lots_read(&last, sha256, MEMORY_FOLDER, tonight, messages, NULL));
  must_be_read(kr_chunk_read(&chunk, MEMORY_FOLDER, 1, &is_there, NULL));
  kr_moved_clear(&moved);
  kr_last_lots_clear(&last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  const kr_corridor *pocket = pocket_corridor();
  kr_messages *messages = NULL;
  kr_limits limits;
  memory_folder_clear();
  memory_folder_put_all((const char *)data, n);
  MUST(kr_messages_create(&messages) == KR_OK);
  freight(pocket, messages);
  freight(NULL, messages);
  must_be_read(kr_limits_read(&limits, MEMORY_FOLDER, messages, NULL));
  of_a_night(pocket, messages);
  kr_messages_free(messages);
  return 0;
}
