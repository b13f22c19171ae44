/* The end of an int8 convolution by F(4,5): from sums at eight points to requantised columns. KERNELS.md, "int8:
 * F(4,5)". */
#include "ncn_m7_f45.h"
#include "ncn_m7_requantise.h"
#include "ncn_section.h"

/* What the end of an accumulator needs. */
typedef struct ending {
    int32_t start[NCN_F45_BLOCK]; /* 16 times as much where `joined` */
    int32_t shift;                /* 4 more where `joined` */
    bool relu;
    bool joined; /* 16·(y + start) cannot overflow, so y need not be brought out alone */
} ending;

/* Four columns of one tile and block of channels; dst: column 0, channel 0; the next column lies `stride` bytes behind.
 */
static inline __attribute__((always_inline)) void end_tile(const int32_t *sums, const ending *e, int8_t *dst,
                                                           int32_t stride, bool relu, bool joined) {
    const int32_t *start = e->start;
    const int32_t shift = e->shift;
#pragma GCC unroll 1 /* gcc 12 would compute four channels at once and spill most of it */
    for (const int32_t *const end = sums + 2 * NCN_F45_BLOCK; sums != end; sums += 2, dst++, start++) {
        const int32_t first = *start;
        uint32_t y720[NCN_F45_TILE];
        NCN_KEEP(stride); /* one pointer and the stride, not four pointers */
        ncn_m7_f45_columns(sums, 0, y720);
        for (int32_t x = 0; x < NCN_F45_TILE; x++) {
            const int32_t y =
                joined ? (int32_t)(y720[x] * NCN_F45_INVERSE_45 + (uint32_t)first) : ncn_m7_f45_exact(y720[x]) + first;
            dst[x * stride] = (int8_t)(relu ? ncn_usat7(y >> shift) : ncn_ssat8(y >> shift));
        }
    }
}

/* One tile, in the way the layer needs. Not inlined: the loop above needs all registers. */
NCN_HOT static __attribute__((noinline)) void end_any_tile(const int32_t *sums, const ending *e, int8_t *dst,
                                                           int32_t stride) {
    if (!e->joined)
        end_tile(sums, e, dst, stride, e->relu, false);
    else if (e->relu)
        end_tile(sums, e, dst, stride, true, true);
    else
        end_tile(sums, e, dst, stride, false, true);
}

/* A tile that has columns or channels which the map has not. */
static void end_part(const ncn_m7_f45 *f, const int32_t *sums, const ending *e, int8_t *dst, int32_t columns,
                     int32_t channels) {
    int8_t whole[NCN_F45_TILE][NCN_F45_BLOCK];
    end_any_tile(sums, e, whole[0], NCN_F45_BLOCK);
    for (int32_t x = 0; x < columns; x++)
        for (int32_t c = 0; c < channels; c++)
            dst[x * f->a->outC + c] = whole[x][c];
}

static void block_over_band(const ncn_m7_f45 *f, int32_t block, ending *e) {
    const ncn_kernel_args *a = f->a;
    const int32_t channel = NCN_F45_BLOCK * block, channels = a->outC - channel;
    for (int32_t c = 0; c < NCN_F45_BLOCK; c++)
        e->start[c] = ncn_m7_start(a, channel + c) * (e->joined ? 16 : 1);
    ncn_m7_f45_block(f, block);
    for (int32_t oy = f->firstRow; oy < f->endRow; oy++) {
        int8_t *dst = (int8_t *)a->dst + (intptr_t)oy * a->outW * a->outC + channel;
        ncn_m7_f45_run run = ncn_m7_f45_row(f, block, oy);
        const int32_t *sums = NULL;
        for (int32_t tx = 0; tx < f->tiles; tx++, dst += NCN_F45_TILE * a->outC) {
            const int32_t columns = a->outW - NCN_F45_TILE * tx;
            sums = tx % 2 == 0 ? ncn_m7_f45_next(f, &run) : sums + 1;
            if (columns >= NCN_F45_TILE && channels >= NCN_F45_BLOCK)
                end_any_tile(sums, e, dst, a->outC);
            else
                end_part(f, sums, e, dst, columns < NCN_F45_TILE ? columns : NCN_F45_TILE,
                         channels < NCN_F45_BLOCK ? channels : NCN_F45_BLOCK);
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

void ncn_m7_f45_conv(ncn_m7_f45 *f) {
    const ncn_kernel_args *a = f->a;
    const bool joined = is_joined(a);
    ending e = {.shift = a->shift + (joined ? 4 : 0), .relu = a->relu != 0, .joined = joined};
    for (int32_t row = 0; row < a->outH; row = f->endRow) {
        ncn_m7_f45_band(f, row);
        for (int32_t block = 0; NCN_F45_BLOCK * block < a->outC; block++)
            block_over_band(f, block, &e);
    }
}
