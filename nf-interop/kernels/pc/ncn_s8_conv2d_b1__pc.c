/* First layer of a binary network on the PC: ncn_s8_conv2d_b1__ref and ncn_s8_conv2d_b1_layout__ref, eight pixels at
 * once. */
#include "ncn_kernels.h"
#include "ncn_s8_im2col.h"
#include "ncn_u_rows.h"

/* Words `word` of the loaded pixels: channels 32·word and up against their sign thresholds. */
static void threshold_word(ncn_im2col *m, const ncn_kernel_args *a, int32_t word, uint32_t u[NCN_IM2COL_PIXELS]) {
    const int32_t *threshold = (const int32_t *)a->aux;
    const int32_t channels = a->outC - 32 * word < 32 ? a->outC - 32 * word : 32;
    int32_t acc[NCN_IM2COL_PIXELS];
    for (int32_t p = 0; p < NCN_IM2COL_PIXELS; p++)
        u[p] = 0;
    for (int32_t i = 0; i < channels; i++) {
        const int32_t oc = 32 * word + i;
        ncn_im2col_accumulate(m, a, oc, acc);
        for (int32_t p = 0; p < NCN_IM2COL_PIXELS; p++)
            u[p] |= (uint32_t)(acc[p] >= threshold[oc]) << i;
    }
}

/* Word `word` of pixels first .. first + count - 1 to their rows of u. */
static void store_word(const ncn_kernel_args *a, int32_t first, int32_t count, int32_t word,
                       const uint32_t u[NCN_IM2COL_PIXELS]) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    for (int32_t p = 0; p < count; p++) {
        const int32_t cy = (first + p) / a->convW;
        const int32_t cx = (first + p) % a->convW;
        ncn_u_row(a, cy)[cx * words + word] = u[p];
        if (cx == a->convW - 1)
            ncn_u_row_done(a, cy, word);
    }
}

/* All pixels of channels first .. end - 1, whole words. */
static void channels(ncn_im2col *m, const ncn_kernel_args *a, int32_t first, int32_t end) {
    const int32_t pixels = a->convH * a->convW;
    uint32_t u[NCN_IM2COL_PIXELS];
    for (int32_t pixel = 0; pixel < pixels; pixel += NCN_IM2COL_PIXELS) {
        const int32_t count = ncn_im2col_load(m, a, pixel);
        for (int32_t word = first / 32; 32 * word < end; word++) {
            threshold_word(m, a, word, u);
            store_word(a, pixel, count, word, u);
        }
    }
}

ncn_status ncn_s8_conv2d_b1__pc(const ncn_kernel_args *a) {
    ncn_im2col m;
    if (!ncn_im2col_fits(a))
        return a->layout == 0 ? ncn_s8_conv2d_b1__ref(a) : ncn_s8_conv2d_b1_layout__ref(a);
    ncn_im2col_begin(&m, a);
    ncn_u_begin(a);
    int32_t count;
    for (int32_t first = 0; first < a->outC; first += count) {
        count = ncn_im2col_filters(&m, a, first);
        channels(&m, a, first, first + count);
    }
    ncn_u_end(a);
    return NCN_OK;
}
