/* SHA-256 (FIPS 180-4): the identity of a model blob. */
#ifndef NCN_SHA256_H
#define NCN_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* State of a running hash; on the caller's stack, 112 bytes. */
typedef struct ncn_sha256 {
    uint32_t state[8];
    uint64_t bytes;
    uint8_t block[64];
} ncn_sha256;

void ncn_sha256_init(ncn_sha256 *sha);
void ncn_sha256_update(ncn_sha256 *sha, const void *data, size_t n);
void ncn_sha256_final(ncn_sha256 *sha, uint8_t digest[32]);

/* The three calls in one. */
void ncn_sha256_of(const void *data, size_t n, uint8_t digest[32]);

#endif
