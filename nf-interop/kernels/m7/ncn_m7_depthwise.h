/* The inner loops of the int8 depthwise convolution (KERNELS.md, "int8: depthwise"): one column of outputs of four
   channels, windows of 3 x 3. */
#ifndef NCN_M7_DEPTHWISE_H
#define NCN_M7_DEPTHWISE_H

#include <stdbool.h>
#include <stdint.h>

#include "ncn_acle.h"

enum {
    NCN_M7_DEPTHWISE_TAPS = 3,          /* rows and columns of a window */
    NCN_M7_DEPTHWISE_CHANNELS = 4,      /* done together */
    NCN_M7_DEPTHWISE_PAIR_WORDS = 12,   /* a pair of rows: [3 columns][4 channels] (upper, lower) */
    NCN_M7_DEPTHWISE_FILTER_WORDS = 10, /* of a channel: (w0, w1) and (w1, w2) of columns 0, 1, 2, 0, 1 */
    NCN_M7_DEPTHWISE_SHIFT = 12         /* of the loops in assembly */
};

/* Steps of two output rows. The pairs of a step at stride 1 are 0 and 1, the next step's 1 and 2; at stride 2 they are
   0, 1 and 2, then 2, 3 and 4, and one more pair is read for nothing. The columns of the window may lie in the pairs in
   any cyclic order: filters points to the first one's words of the first channel. Four channels after four: */
typedef struct ncn_m7_depthwise {
    const uint32_t *pairs;   /* [quads][quadBytes / 48][12], aligned to 16 bytes */
    const uint32_t *filters; /* [4·quads][10] */
    const int32_t *starts;   /* [4·quads]: bias with the term that rounds */
    int8_t *out;             /* [quads][2·steps][4] */
    int32_t pairBytes;       /* from the first step's pairs to behind the last one's: 48·stride·steps, steps > 0 */
    int32_t quads;           /* 1 or more */
    int32_t quadBytes;       /* of pairs; a multiple of 16 */
    int32_t outBytes;        /* 8·steps */
} ncn_m7_depthwise;

/* out = sat8(acc >> shift), ReLU. */
void ncn_m7_depthwise_column(const ncn_m7_depthwise *d, int32_t stride, int32_t shift, bool relu);

/* Pairs of rows of one column of the image, of `quads` times four channels: those of the first four channels at src and
   src + rowBytes, the next pair two rows below, go to `to` and every 12 words; those of the next four lie quadBytes
   behind. pairs, quads > 0. */
void ncn_m7_depthwise_widen(uint32_t *to, const int8_t *src, int32_t rowBytes, int32_t pairs, int32_t quads,
                            int32_t quadBytes);

/* Of one pair and four channels. */
static inline void ncn_m7_depthwise_pair(uint32_t *to, uint32_t upper, uint32_t lower) {
    const uint32_t low = ncn_low_halves(upper, lower), high = ncn_high_halves(upper, lower);
    to[0] = ncn_sxtb16(low);
    to[1] = ncn_sxtb16_odd(low);
    to[2] = ncn_sxtb16(high);
    to[3] = ncn_sxtb16_odd(high);
}

#endif
