/* The end of an int8 layer, eq. (2), for a block of 4 output channels. */
#ifndef NCN_M7_REQUANTISE_H
#define NCN_M7_REQUANTISE_H

#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_quad.h"

/* What an accumulator of channel c starts from: rshr(x, s) = (x + 2^(s-1)) >> s, so bias and rounding term are one
   constant. The sum cannot overflow, since the validator's bound counts both. Channels that do not exist: 0. */
static inline int32_t ncn_m7_start(const ncn_kernel_args *a, int32_t c) {
    return c < a->outC ? a->bias[c] + (a->shift > 0 ? 1 << (a->shift - 1) : 0) : 0;
}

/* The filters of 4 output channels from `channel` on to a block (ncn_m7_pack_channel), in the order they have, and what
   their accumulators start from. Missing channels get the first one's filter; nobody stores what it gives. */
static inline void ncn_m7_pack_block(uint32_t *filters, const ncn_kernel_args *a, int32_t channel,
                                     int32_t start[NCN_M7_BLOCK]) {
    const int32_t taps = a->kH * a->kW * a->inC;
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++) {
        const int32_t filter = channel + c < a->outC ? channel + c : channel;
        start[c] = ncn_m7_start(a, channel + c);
        ncn_m7_pack_channel(filters + c, (const int8_t *)a->weight + (intptr_t)filter * taps, taps);
    }
}

/* Stores a pixel's channels: sat8(acc >> shift), ReLU, of acc[0], acc[2], acc[4], acc[6], `channels` of them. With a
   ReLU, saturation to [0, 127] is both. */
static inline void ncn_m7_store_block(int8_t *dst, const int32_t *acc, int32_t channels, const ncn_kernel_args *a) {
    const int32_t s = a->shift;
    uint32_t v;
    if (a->relu)
        v = (uint32_t)ncn_usat7(acc[0] >> s) | (uint32_t)ncn_usat7(acc[2] >> s) << 8 |
            (uint32_t)ncn_usat7(acc[4] >> s) << 16 | (uint32_t)ncn_usat7(acc[6] >> s) << 24;
    else
        v = ((uint32_t)ncn_ssat8(acc[0] >> s) & 0xFFu) | ((uint32_t)ncn_ssat8(acc[2] >> s) & 0xFFu) << 8 |
            ((uint32_t)ncn_ssat8(acc[4] >> s) & 0xFFu) << 16 | (uint32_t)ncn_ssat8(acc[6] >> s) << 24;
    if (channels == NCN_M7_BLOCK) {
        ncn_store4(dst, v);
        return;
    }
    for (int32_t c = 0; c < channels; c++)
        dst[c] = (int8_t)(uint8_t)(v >> (8 * c));
}

#endif
