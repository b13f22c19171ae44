/* See ncn_m7_b1_build.h; the steps are numbered in KERNELS.md. */
#include "ncn_m7_b1_build.h"

#include "ncn_acle.h"
#include "ncn_section.h"

/* The lanes whose nibbles, from the lowest on, make the first of two words; the second word's are 4 higher. */
static const uint8_t nibble_lane[8] = {0, 2, 1, 3, 8, 10, 9, 11};

/* w[a], w[b]: exchanges the upper halves of a's pairs of `bits` bits with the lower halves of b's. */
#define EXCHANGE(a, b, bits, mask)                                                                                     \
    do {                                                                                                               \
        const uint32_t low = ((a) & (mask)) | ((b) & (mask)) << (bits);                                                \
        (b) = ((a) >> (bits) & (mask)) | ((b) & ~(mask));                                                              \
        (a) = low;                                                                                                     \
    } while (0)

/* Step 1: 8 words, in the order of their nibbles, bit by bit: at[2·bit] has bit `bit` of word i in bit 4i. A
   transposition of 8 x 8 nibbles, then the four bits of each apart. */
static void spread(uint32_t *at, const uint32_t *word) {
    uint32_t w[8];
    for (int32_t i = 0; i < 8; i++)
        w[i] = word[nibble_lane[i]];
    for (int32_t i = 0; i < 4; i++)
        EXCHANGE(w[i], w[i + 4], 16, 0x0000FFFFu);
    for (int32_t i = 0; i < 4; i++)
        EXCHANGE(w[i + i / 2 * 2], w[i + i / 2 * 2 + 2], 8, 0x00FF00FFu);
    for (int32_t i = 0; i < 8; i += 2)
        EXCHANGE(w[i], w[i + 1], 4, 0x0F0F0F0Fu);
    for (int32_t i = 0; i < 8; i++, at += 8) {
        at[0] = w[i] & 0x11111111u;
        at[2] = w[i] >> 1 & 0x11111111u;
        at[4] = w[i] >> 2 & 0x11111111u;
        at[6] = w[i] >> 3 & 0x11111111u;
    }
}

/* Step 2, for 5 bits: entries in the order of a Gray code, so that each is the one before plus or minus one bit's
   difference. UPk(b) goes from entry b to entry b + 2^k through all that differ from b in bits 0 .. k; DOWNk back. The
   memory clobbers keep every addition beside the store that it pairs with. */
#define ENTRY(b, v, j)                                                                                                 \
    t[2 * (b) + (j)] = v;                                                                                              \
    __asm__ volatile("" : "+r"(v) : : "memory");
#define STEP(k, b, sign)                                                                                               \
    {                                                                                                                  \
        v0 sign d##k;                                                                                                  \
        ENTRY(b, v0, 0)                                                                                                \
        v1 sign e##k;                                                                                                  \
        ENTRY(b, v1, 1)                                                                                                \
    }
#define PLUS(k, b) STEP(k, b, +=)
#define MINUS(k, b) STEP(k, b, -=)
#define UP0(b) PLUS(0, (b) + 1)
#define DOWN0(b) MINUS(0, b)
#define UP1(b) UP0(b) PLUS(1, (b) + 3) DOWN0((b) + 2)
#define DOWN1(b) UP0((b) + 2) MINUS(1, (b) + 1) DOWN0(b)
#define UP2(b) UP1(b) PLUS(2, (b) + 6) DOWN1((b) + 4)
#define DOWN2(b) UP1((b) + 4) MINUS(2, (b) + 2) DOWN1(b)
#define UP3(b) UP2(b) PLUS(3, (b) + 12) DOWN2((b) + 8)
#define DOWN3(b) UP2((b) + 8) MINUS(3, (b) + 4) DOWN2(b)
#define UP4(b) UP3(b) PLUS(4, (b) + 24) DOWN3((b) + 16)

/* A lane's bit: entry 0 has it where it is 1; an index bit that is 1 makes it differ where it is 0 instead, 1 - 2·bit
   more in each nibble that has a lane. In a register, with no other copy of it. */
#define BIT(d, v, one, i)                                                                                              \
    uint32_t d = at[i];                                                                                                \
    v += d;                                                                                                            \
    d = (one)-2 * d;                                                                                                   \
    NCN_KEEP(d)

/* A group's table at t, of 5 bits; of 6 in two runs, the second with the sixth bit set. */
NCN_HOT static void build_group(uint32_t *t, const uint32_t *at, const uint32_t *ones, const uint32_t *end) {
    uint32_t v0 = 0, v1 = 0, one = ones[0];
    if (end - t > 64)
        v0 = at[10], v1 = at[11];
    BIT(d0, v0, one, 0);
    BIT(d1, v0, one, 2);
    BIT(d2, v0, one, 4);
    BIT(d3, v0, one, 6);
    BIT(d4, v0, one, 8);
    one = ones[1];
    BIT(e0, v1, one, 1);
    BIT(e1, v1, one, 3);
    BIT(e2, v1, one, 5);
    BIT(e3, v1, one, 7);
    BIT(e4, v1, one, 9);
    for (;;) {
        ENTRY(0, v0, 0)
        ENTRY(0, v1, 1)
        UP4(0) /* ends at entry 16 */
        t += 64;
        if (t == end)
            return;
        v0 += ones[0] - 2 * at[10] - d4;
        v1 += ones[1] - 2 * at[11] - e4;
    }
}

uint32_t *ncn_m7_b1_words(uint32_t *build, uint32_t lanes) {
    uint32_t one[2] = {0, 0};
    for (int32_t i = 0; i < 8; i++) {
        one[0] |= (lanes >> nibble_lane[i] & 1u) << (4 * i);
        one[1] |= (lanes >> (nibble_lane[i] + 4) & 1u) << (4 * i);
    }
    build[NCN_M7_BUILD_ONES] = one[0];
    build[NCN_M7_BUILD_ONES + 1] = one[1];
    return build + NCN_M7_BUILD_LANES;
}

void ncn_m7_b1_build(uint32_t *t, uint32_t *build) {
    static const uint8_t bits[] = {6, 6, 5, 5, 5, 5};
    uint32_t *at = build + NCN_M7_BUILD_BITS;
    spread(at, build + NCN_M7_BUILD_LANES);
    spread(at + 1, build + NCN_M7_BUILD_LANES + 4);
    for (int32_t g = 0; g < 6; g++) {
        uint32_t *const end = t + (2 << bits[g]);
        build_group(t, at, build + NCN_M7_BUILD_ONES, end);
        t = end;
        at += 2 * bits[g];
    }
}
