#ifndef KR_INSTANCES_SHA256_H
#define KR_INSTANCES_SHA256_H

#include <stddef.h>
#include <stdint.h>

/** SHA-256 of a stream. @source FIPS 180-4 */
typedef struct kr_sha256 {
  uint32_t state[8];
  uint64_t bytes;
  unsigned char block[64];
} kr_sha256;

void kr_sha256_begin(kr_sha256 *hash);
void kr_sha256_add(kr_sha256 *hash, const void *bytes, size_t n);

/** Lower-case hexadecimal and a NUL; the stream is over after it. */
void kr_sha256_end(kr_sha256 *hash, char out[65]);

#endif
