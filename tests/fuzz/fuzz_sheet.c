/* One file of an instance, which the first byte names; the others are the pocket's. */
#include "instances/instance.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const char *pocket;
  static size_t pocket_n;
  kr_corridor *c = NULL;
  kr_messages *messages = NULL;
  kr_inputs inputs;
  if (n == 0) return 0;
  if (!pocket) pocket = file_of_disk(POCKET, &pocket_n);
  memory_folder_clear();
  memory_folder_put_all(pocket, pocket_n);
  memory_folder_put(kr_instance_file(data[0] % KR_INSTANCE_FILES), (const char *)data + 1, n - 1);
  MUST(kr_messages_create(&messages) == KR_OK);
  kr_status status = kr_instance_read_hashed(&c, data[0] & 0x80 ? &inputs : NULL, MEMORY_FOLDER, messages, NULL);
  must_be_read(status);
  for (size_t i = 0; i < kr_messages_kept(messages); i++) MUST(kr_messages_text(messages, i)[0]);
  kr_messages_free(messages);
  kr_corridor_free(c);
  return 0;
}
