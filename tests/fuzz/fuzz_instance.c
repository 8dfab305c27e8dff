/* A whole instance, all its files in one text. */
#include "instances/instance.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  kr_corridor *c = NULL;
  kr_messages *messages = NULL;
  memory_folder_clear();
  memory_folder_put_all((const char *)data, n);
  MUST(kr_messages_create(&messages) == KR_OK);
  kr_status status = kr_instance_read(&c, MEMORY_FOLDER, messages, NULL);
  must_be_read(status);
  MUST((status == KR_OK) == (kr_messages_errors(messages) == 0) && (status == KR_OK) == (c != NULL));
  kr_messages_free(messages);
  kr_corridor_free(c);
  return 0;
}
