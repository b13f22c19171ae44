/* SHA-512 (FIPS 180-4), which Ed25519 is made with. */
#ifndef NCN_SHA512_H
#define NCN_SHA512_H

#include <stddef.h>
#include <stdint.h>

enum { NCN_SHA512_BYTES = 64, NCN_SHA512_BLOCK_BYTES = 128 };

/* State of a running hash; on the caller's stack, 200 bytes. A message has less than 2^61 bytes. */
typedef struct ncn_sha512 {
    uint64_t state[8];
    uint64_t bytes;
    uint8_t block[NCN_SHA512_BLOCK_BYTES];
} ncn_sha512;

void ncn_sha512_init(ncn_sha512 *sha);
void ncn_sha512_update(ncn_sha512 *sha, const void *data, size_t n);
void ncn_sha512_final(ncn_sha512 *sha, uint8_t digest[NCN_SHA512_BYTES]);

#endif
