/* See ncn_m7_f32.h. */
#include "ncn_m7_f32.h"

#include "ncn_section.h"

/* The Cortex-M7, which alone of these cores has double precision, starts a VMLA in each cycle; gcc 12 does not use it,
   so it is assembly, volatile to keep independent sums apart. The Cortex-M4 takes 3 cycles for VMLA and 2 for a product
   and a sum. Both round twice. */
#if defined(__ARM_FP) && (__ARM_FP & 8)
#define ADD_PRODUCT(SUM, X, W) __asm__ volatile("vmla.f32 %0, %1, %2" : "+t"(SUM) : "t"(X), "t"(W))
#else
#define ADD_PRODUCT(SUM, X, W) ((SUM) += (X) * (W))
#endif

/* clang-format off */

/* Column C: its four sums, and its value against the four filters'. */
#define SUMS(C, _) _(a##C##0, 4 * C) _(a##C##1, 4 * C + 1) _(a##C##2, 4 * C + 2) _(a##C##3, 4 * C + 3)
#define FROM(SUM, I) float SUM = sum[I];
#define TO(SUM, I) sum[I] = SUM;
#define COLUMN(C)                    \
    ADD_PRODUCT(a##C##0, x##C, w0);  \
    ADD_PRODUCT(a##C##1, x##C, w1);  \
    ADD_PRODUCT(a##C##2, x##C, w2);  \
    ADD_PRODUCT(a##C##3, x##C, w3)

/* clang-format on */

NCN_HOT void ncn_m7_f32_block(const float *x, const float *w, int32_t taps, float sum[16]) {
    const float *const end = x + NCN_M7_F32_LANES * taps;
    SUMS(0, FROM)
    SUMS(1, FROM)
    SUMS(2, FROM)
    SUMS(3, FROM)
#pragma GCC unroll 1
    for (; x != end; x += NCN_M7_F32_LANES, w += NCN_M7_F32_LANES) {
        const float x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
        const float w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        COLUMN(0);
        COLUMN(1);
        COLUMN(2);
        COLUMN(3);
    }
    SUMS(0, TO)
    SUMS(1, TO)
    SUMS(2, TO)
    SUMS(3, TO)
}

/* Four sums of one input against weights of a type. */
#define ADD_FOUR(TYPE, A, FIRST, N, SUM)                                                                               \
    do {                                                                                                               \
        const float *x = (const float *)(A)->src0, *const end_ = x + (N);                                              \
        const TYPE *w0 = (const TYPE *)(A)->weight + (FIRST)[0], *w1 = (const TYPE *)(A)->weight + (FIRST)[1];         \
        const TYPE *w2 = (const TYPE *)(A)->weight + (FIRST)[2], *w3 = (const TYPE *)(A)->weight + (FIRST)[3];         \
        float s0 = (SUM)[0], s1 = (SUM)[1], s2 = (SUM)[2], s3 = (SUM)[3];                                              \
        _Pragma("GCC unroll 4") for (; x != end_; x++) {                                                               \
            const float v = *x, f0 = (float)*w0++, f1 = (float)*w1++, f2 = (float)*w2++, f3 = (float)*w3++;            \
            ADD_PRODUCT(s0, v, f0);                                                                                    \
            ADD_PRODUCT(s1, v, f1);                                                                                    \
            ADD_PRODUCT(s2, v, f2);                                                                                    \
            ADD_PRODUCT(s3, v, f3);                                                                                    \
        }                                                                                                              \
        (SUM)[0] = s0, (SUM)[1] = s1, (SUM)[2] = s2, (SUM)[3] = s3;                                                    \
    } while (0)

static void sums(const ncn_kernel_args *a, const int32_t first[4], int32_t n, float sum[4]) {
    ADD_FOUR(float, a, first, n, sum);
}

static void load(float *w, int32_t step, const ncn_kernel_args *a, int32_t first, int32_t n) {
    const float *weight = (const float *)a->weight + first;
#pragma GCC unroll 4
    for (int32_t i = 0; i < n; i++)
        w[i * step] = weight[i];
}

static void ends(ncn_m7_f32_ends *e, const ncn_kernel_args *a, int32_t channel) {
    *e = (ncn_m7_f32_ends){((const float *)(const void *)a->bias)[channel] + 0.0f, 1.0f, 0.0f};
}

const ncn_m7_f32_numbers ncn_m7_f32 = {load, sums, ends};

static void sums_s8(const ncn_kernel_args *a, const int32_t first[4], int32_t n, float sum[4]) {
    ADD_FOUR(int8_t, a, first, n, sum);
}

static void load_s8(float *w, int32_t step, const ncn_kernel_args *a, int32_t first, int32_t n) {
    const int8_t *weight = (const int8_t *)a->weight + first;
#pragma GCC unroll 4
    for (int32_t i = 0; i < n; i++)
        w[i * step] = (float)weight[i];
}

static void ends_s8(ncn_m7_f32_ends *e, const ncn_kernel_args *a, int32_t channel) {
    *e = (ncn_m7_f32_ends){0.0f, ((const float *)a->aux)[channel], ((const float *)(const void *)a->bias)[channel]};
}

const ncn_m7_f32_numbers ncn_m7_f32s8 = {load_s8, sums_s8, ends_s8};
