/* int8 convolution of 5x5 windows and stride 1 on a Cortex-M7, eq. (2), weights in the layout f45:
   ncn_s8_conv2d_layout__ref. */
#include "ncn_kernels.h"
#include "ncn_m7_f45.h"
#include "ncn_m7_requantise.h"

/* What the end of an accumulator needs. */
typedef struct ending {
    int32_t start[NCN_F45_BLOCK];
    int32_t shift;
    bool relu;
    bool joined; /* 16·(y + start) cannot overflow, so y need not be brought out alone */
} ending;

static inline __attribute__((always_inline)) uint32_t end_of(uint32_t y720, const ending *e, int32_t c, bool relu,
                                                             bool joined) {
    const int32_t y = joined ? (int32_t)(y720 * 0xA4FA4FA5u + 16u * (uint32_t)e->start[c]) >> (e->shift + 4)
                             : (ncn_m7_f45_exact(y720) + e->start[c]) >> e->shift;
    return relu ? (uint32_t)ncn_usat7(y) : (uint32_t)ncn_ssat8(y) & 0xFFu;
}

/* Four columns of one tile, 4 channels a word. */
static inline __attribute__((always_inline)) void tile(const int32_t *sums, const ending *e, uint32_t out[NCN_F45_TILE],
                                                       bool relu, bool joined) {
    out[0] = out[1] = out[2] = out[3] = 0;
    for (int32_t c = 0; c < NCN_F45_BLOCK; c++) {
        uint32_t y[NCN_F45_TILE];
        ncn_m7_f45_columns(sums + 2 * c, y);
        for (int32_t x = 0; x < NCN_F45_TILE; x++)
            out[x] = out[x] >> 8 | end_of(y[x], e, c, relu, joined) << 24;
    }
}

static void store(const ncn_kernel_args *a, int32_t channel, int32_t oy, int32_t ox, const uint32_t out[NCN_F45_TILE]) {
    int8_t *dst = (int8_t *)a->dst + ((intptr_t)oy * a->outW + ox) * a->outC + channel;
    const int32_t channels = a->outC - channel < NCN_F45_BLOCK ? a->outC - channel : NCN_F45_BLOCK;
    for (int32_t x = 0; x < NCN_F45_TILE && ox + x < a->outW; x++, dst += a->outC) {
        if (channels == NCN_F45_BLOCK)
            ncn_store4(dst, out[x]);
        else
            for (int32_t c = 0; c < channels; c++)
                dst[c] = (int8_t)(uint8_t)(out[x] >> (8 * c));
    }
}

static void block_over_band(const ncn_m7_f45 *f, int32_t block, ending *e) {
    const ncn_kernel_args *a = f->a;
    const int32_t channel = NCN_F45_BLOCK * block;
    for (int32_t c = 0; c < NCN_F45_BLOCK; c++)
        e->start[c] = ncn_m7_start(a, channel + c);
    for (int32_t oy = f->firstRow; oy < f->endRow; oy++)
        for (int32_t tx = 0; tx < f->tiles; tx += 2) {
            const int32_t *sums = ncn_m7_f45_sums(f, (const uint32_t *)a->weight, block, oy, tx / 2);
            for (int32_t i = 0; i < 2 && tx + i < f->tiles; i++) {
                uint32_t out[NCN_F45_TILE];
                if (!e->joined)
                    tile(sums + i, e, out, e->relu, false);
                else if (e->relu)
                    tile(sums + i, e, out, true, true);
                else
                    tile(sums + i, e, out, false, true);
                store(a, channel, oy, NCN_F45_TILE * (tx + i), out);
            }
        }
}

/* |y| + |start| < 2^27, |y| <= 128·127·25·inC. */
static bool is_joined(const ncn_kernel_args *a) {
    const int64_t room = (1 << 27) - 128LL * 127 * 25 * a->inC;
    for (int32_t c = 0; c < a->outC; c++) {
        const int64_t start = ncn_m7_start(a, c);
        if ((start < 0 ? -start : start) >= room)
            return false;
    }
    return a->shift < 28;
}

ncn_status ncn_s8_conv2d_f45__m7(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    ending e = {.shift = a->shift, .relu = a->relu != 0, .joined = is_joined(a)};
    ncn_m7_f45_begin(&f, a, a->scratch, a->outH, a->outW);
    if (ncn_f45_is_odd(a->inC))
        ncn_m7_f45_odd_phase(&f, (const uint32_t *)a->weight);
    for (int32_t row = 0; row < a->outH; row = f.endRow) {
        ncn_m7_f45_band(&f, row);
        for (int32_t block = 0; NCN_F45_BLOCK * block < a->outC; block++)
            block_over_band(&f, block, &e);
    }
    return NCN_OK;
}
