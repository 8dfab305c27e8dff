#include "instances/instance.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

const kr_corridor *pocket_corridor(void) {
  static kr_corridor *pocket;
  size_t n;
  kr_messages *messages = NULL;
  if (pocket) return pocket;
  const char *text = file_of_disk(POCKET, &n);
  memory_folder_clear();
  memory_folder_put_all(text, n);
  MUST(kr_messages_create(&messages) == KR_OK);
  MUST(kr_instance_read(&pocket, MEMORY_FOLDER, messages, NULL) == KR_OK);
  kr_messages_free(messages);
  return pocket;
}
