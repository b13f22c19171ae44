/* Quad order, the layout the int8 kernels compute in (KERNELS.md, "int8: widening"): four bytes e0..e3 become two words
   of signed halfwords, (e0, e2) and (e1, e3), which is what one SXTB16 each gives. A product of two such words is a sum
   of two taps; as long as both operands are in quad order the sum over all taps is the same. */
#ifndef NCN_M7_QUAD_H
#define NCN_M7_QUAD_H

#include "ncn_acle.h"

/* Up to four bytes from p, missing ones 0. */
static inline uint32_t ncn_m7_load_tail(const int8_t *p, int32_t n) {
    uint32_t v = 0;
    for (int32_t i = 0; i < n; i++)
        v |= (uint32_t)(uint8_t)p[i] << (8 * i);
    return v;
}

/* n bytes to ceil(n/4) quads, 8 bytes each, side by side; missing bytes 0. */
static inline void ncn_m7_widen(uint32_t *restrict dst, const int8_t *restrict src, int32_t n) {
    int32_t left = n;
    for (; left >= 4; left -= 4, src += 4, dst += 2) {
        const uint32_t v = ncn_load4(src);
        dst[0] = ncn_sxtb16(v);
        dst[1] = ncn_sxtb16_odd(v);
    }
    if (left > 0) {
        const uint32_t v = ncn_m7_load_tail(src, left);
        dst[0] = ncn_sxtb16(v);
        dst[1] = ncn_sxtb16_odd(v);
    }
}

enum { NCN_M7_BLOCK = 4 }; /* output channels computed at once */

/* Filters of `channels` <= 4 output channels, int8 [channels][n], to a block: for each quad of taps 8 words, even pair
   of channels 0..3, odd pair of channels 0..3. Channels that do not exist are 0. A block has 8·4·ceil(n/4) bytes. */
static inline void ncn_m7_pack_block(uint32_t *restrict dst, const int8_t *restrict filter, int32_t n,
                                     int32_t channels) {
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++, dst++) {
        const int8_t *src = filter + (intptr_t)c * n;
        uint32_t *d = dst;
        for (int32_t left = n; left > 0; left -= 4, src += 4, d += 2 * NCN_M7_BLOCK) {
            const uint32_t v = c >= channels ? 0 : left >= 4 ? ncn_load4(src) : ncn_m7_load_tail(src, left);
            d[0] = ncn_sxtb16(v);
            d[NCN_M7_BLOCK] = ncn_sxtb16_odd(v);
        }
    }
}

#endif
