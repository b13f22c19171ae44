/* Sums of floats, eq. (20), with an FPU: 4 filters against 4 columns at once, so that every loaded value is multiplied
   four times and no addition waits for the one before. Every sum keeps its order of taps. KERNELS.md, "Floats". */
#ifndef NCN_M7_F32_H
#define NCN_M7_F32_H

#include "ncn_kernels.h"

enum { NCN_M7_F32_LANES = 4 }; /* columns, and filters, computed at once */

/* An output channel's value is (start + sum of x·w)·scale + offset; with scale 1 and offset 0 that is the sum itself,
   since it is never -0. */
typedef struct ncn_m7_f32_ends {
    float start, scale, offset;
} ncn_m7_f32_ends;

/* What tells the networks' numbers apart. Weights, bias and scales are those of `a`. */
typedef struct ncn_m7_f32_numbers {
    /* n weights from `first` on of the reference's layout as floats, to w[0], w[step], ... */
    void (*load)(float *w, int32_t step, const ncn_kernel_args *a, int32_t first, int32_t n);
    /* sum[c] += x·w over n taps; weights of sum c from first[c] on */
    void (*sums)(const ncn_kernel_args *a, const int32_t first[4], int32_t n, float sum[4]);
    void (*ends)(ncn_m7_f32_ends *e, const ncn_kernel_args *a, int32_t channel);
} ncn_m7_f32_numbers;

extern const ncn_m7_f32_numbers ncn_m7_f32, ncn_m7_f32s8;

/* Where there are fewer than 4 filters or columns, the last one is computed again. */
static inline int32_t ncn_m7_f32_at_most(int32_t i, int32_t last) {
    return i < last ? i : last;
}

/* sum[column][filter] += x·w, tap by tap; x, w [taps][4]: columns, and filters, side by side. */
void ncn_m7_f32_block(const float *x, const float *w, int32_t taps, float sum[16]);

/* A convolution. False if the workspace has no room for 4 filters and 4 columns, 32 bytes a tap: nothing is done. */
bool ncn_m7_f32_conv2d(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers);

/* A dense layer, 4 outputs at once: float32 with the ReLU to dst, or logits. */
void ncn_m7_f32_dense(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers);
void ncn_m7_f32_dense_logits(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers);

#endif
