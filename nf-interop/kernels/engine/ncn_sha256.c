/* SHA-256, FIPS 180-4: message schedule kept in 16 words. */
#include "ncn_sha256.h"
#include "ncn_mem.h"

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate_right(uint32_t x, int n) {
    return (x >> n) | (x << (32 - n));
}

static uint32_t big_endian(const uint8_t *p) {
    return ((uint32_t)p[0] << 24) | ((uint32_t)p[1] << 16) | ((uint32_t)p[2] << 8) | p[3];
}

/* Word t of the schedule for t >= 16, in place of word t - 16. */
static uint32_t schedule(uint32_t w[16], int t) {
    const uint32_t x = w[(t + 1) & 15];
    const uint32_t y = w[(t + 14) & 15];
    const uint32_t s0 = rotate_right(x, 7) ^ rotate_right(x, 18) ^ (x >> 3);
    const uint32_t s1 = rotate_right(y, 17) ^ rotate_right(y, 19) ^ (y >> 10);
    w[t & 15] += s0 + w[(t + 9) & 15] + s1;
    return w[t & 15];
}

static void compress(uint32_t state[8], const uint8_t block[64]) {
    uint32_t w[16];
    uint32_t v[8];
    for (int i = 0; i < 8; i++)
        v[i] = state[i];
    for (int t = 0; t < 64; t++) {
        uint32_t word;
        if (t < 16)
            word = w[t] = big_endian(block + 4 * t);
        else
            word = schedule(w, t);
        const uint32_t e = v[4];
        const uint32_t a = v[0];
        const uint32_t sum1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
        const uint32_t sum0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
        const uint32_t t1 = v[7] + sum1 + ((e & v[5]) ^ (~e & v[6])) + round_constants[t] + word;
        const uint32_t t2 = sum0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        v[7] = v[6];
        v[6] = v[5];
        v[5] = e;
        v[4] = v[3] + t1;
        v[3] = v[2];
        v[2] = v[1];
        v[1] = a;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        state[i] += v[i];
}

void ncn_sha256_init(ncn_sha256 *sha) {
    static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (int i = 0; i < 8; i++)
        sha->state[i] = initial[i];
    sha->bytes = 0;
}

void ncn_sha256_update(ncn_sha256 *sha, const void *data, size_t n) {
    const uint8_t *p = (const uint8_t *)data;
    size_t used = (size_t)(sha->bytes & 63u);
    sha->bytes += n;
    while (n > 0) {
        if (used == 0 && n >= 64) {
            compress(sha->state, p);
            p += 64;
            n -= 64;
            continue;
        }
        const size_t take = n < 64 - used ? n : 64 - used;
        ncn_copy(sha->block + used, p, take);
        p += take;
        n -= take;
        used += take;
        if (used == 64) {
            compress(sha->state, sha->block);
            used = 0;
        }
    }
}

void ncn_sha256_final(ncn_sha256 *sha, uint8_t digest[32]) {
    const uint64_t bits = sha->bytes * 8;
    const uint8_t one = 0x80;
    const uint8_t zero = 0;
    uint8_t length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    ncn_sha256_update(sha, &one, 1);
    while ((sha->bytes & 63u) != 56)
        ncn_sha256_update(sha, &zero, 1);
    ncn_sha256_update(sha, length, sizeof length);
    for (int i = 0; i < 32; i++)
        digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

void ncn_sha256_of(const void *data, size_t n, uint8_t digest[32]) {
    ncn_sha256 sha;
    ncn_sha256_init(&sha);
    ncn_sha256_update(&sha, data, n);
    ncn_sha256_final(&sha, digest);
}
