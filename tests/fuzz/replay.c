/* Without a fuzzer: gives a target every file of the folders that are named, once. */
#include <dirent.h>
#include <stdio.h>

#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

static void replay(const char *path) {
  size_t n;
  char *text = (char *)(uintptr_t)file_of_disk(path, &n);
  LLVMFuzzerTestOneInput((const uint8_t *)text, n);
  free(text);
}

static int replay_folder(const char *folder) {
  char path[4096];
  struct dirent **entries = NULL;
  int n = scandir(folder, &entries, NULL, alphasort), n_replayed = 0;
  for (int i = 0; i < n; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
    if (entries[i]->d_name[0] != '.') replay(path);
    n_replayed += entries[i]->d_name[0] != '.';
    free(entries[i]);
  }
  free(entries);
  return n_replayed;
}

int main(int argc, char **argv) {
  int n_replayed = 0;
  for (int i = 1; i < argc; i++) n_replayed += replay_folder(argv[i]);
  printf("%d inputs replayed\n", n_replayed);
  return n_replayed > 0 ? 0 : 1;
}
