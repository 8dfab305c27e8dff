/* A loop over threads, with a race or without: what check_races.py tries its tool on first. Its exit code is the
 * tool's. */
#include <stdio.h>

int main(int argc, char **argv) {
  (void)argv;
  long sum = 0, part[64] = {0};
  int is_racy = argc > 1;
#pragma omp parallel for num_threads(4)
  for (int i = 0; i < 64; ++i) {
    part[i] = i;
    if (is_racy) sum += i;
  }
  for (int i = 0; i < 64; ++i) sum += part[i];
  printf("%ld\n", sum);
  return 0;
}
