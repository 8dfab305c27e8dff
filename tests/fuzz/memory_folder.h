#ifndef KR_TESTS_FUZZ_MEMORY_FOLDER_H
#define KR_TESTS_FUZZ_MEMORY_FOLDER_H

#include <stddef.h>
#include <stdint.h>

/**
 * One folder of files in memory, which readers take for a folder of the disk: the linker wraps kr_regular_open, stat
 * and lstat, and what lies below MEMORY_FOLDER is answered from here, by the last part of its path alone. Texts are
 * borrowed.
 */
#define MEMORY_FOLDER "memory:"

/** Empties the folder. */
void memory_folder_clear(void);

/** Puts a file there, over one of the same name. What is too much for the folder is left out. */
void memory_folder_put(const char *name, const char *text, size_t n);

/** Puts all files of a text, each after a line `=== name`; what stands before the first such line is left out. */
void memory_folder_put_all(const char *text, size_t n);

/** A file of the disk, read whole once and kept until the process ends; the process ends where it cannot be read. */
const char *file_of_disk(const char *path, size_t *n);

#endif
