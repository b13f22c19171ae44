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

/* 4·quads bytes of two pixels each, from any address, to quads in turn: 4 words a quad, the even pairs of taps of both,
   then the odd ones. */
static inline void ncn_m7_widen_pair(uint32_t *restrict dst, const int8_t *restrict x0, const int8_t *restrict x1,
                                     int32_t quads) {
    for (const uint32_t *const end = dst + 4 * quads; dst != end; dst += 4, x0 += 4, x1 += 4) {
        const uint32_t v = ncn_load4(x0), w = ncn_load4(x1);
        dst[0] = ncn_sxtb16(v);
        dst[1] = ncn_sxtb16(w);
        dst[2] = ncn_sxtb16_odd(v);
        dst[3] = ncn_sxtb16_odd(w);
    }
}

/* Words of so many taps: the second word of a last quad of one tap is 0 and may be left out. */
static inline int32_t ncn_m7_words_of(int32_t taps) {
    return taps / 4 * 2 + (taps % 4 < 2 ? taps % 4 : 2);
}

enum { NCN_M7_BLOCK = 4 }; /* output channels computed at once */

/* A filter of n taps as one of the 4 channels of a block: for each quad of taps a block has 8 words, the even pair of
   channels 0..3, then the odd pair. dst: the block plus the channel. Missing taps of the last quad are 0. */
static inline void ncn_m7_pack_channel(uint32_t *restrict dst, const int8_t *restrict filter, int32_t n) {
    int32_t left = n;
    for (; left > 0; left -= 4, filter += 4, dst += 2 * NCN_M7_BLOCK) {
        const uint32_t v = left >= 4 ? ncn_load4(filter) : ncn_m7_load_tail(filter, left);
        dst[0] = ncn_sxtb16(v);
        dst[NCN_M7_BLOCK] = ncn_sxtb16_odd(v);
    }
}

#endif
