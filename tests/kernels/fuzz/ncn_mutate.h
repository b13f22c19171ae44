/* Seeded damage to a model blob, aimed at its structure: header fields and layer records are hit far more often than
   weights. */
#ifndef NCN_MUTATE_H
#define NCN_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* Bytes an extension may add. */
enum { NCN_MUTATE_MAX_GROWTH = 256 };

/* A random sequence that depends on its seed only (xorshift64*); the seed must not be 0. */
typedef struct ncn_random {
    uint64_t state;
} ncn_random;

/* Uniform below n (n > 0). */
uint32_t ncn_random_below(ncn_random *random, uint32_t n);

/* Damages the blob in 1 ... 3 places; the buffer has room for NCN_MUTATE_MAX_GROWTH more bytes. Returns the new
   length. In most cases of a changed length the header's length field is made to follow. */
size_t ncn_mutate(ncn_random *random, uint8_t *blob, size_t bytes);

/* Makes SHA-256 and CRC-32 right again, so that the rules behind them decide. */
void ncn_mutate_seal(uint8_t *blob, size_t bytes);

#endif
