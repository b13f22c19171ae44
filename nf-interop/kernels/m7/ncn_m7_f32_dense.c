/* Dense layers of floats, eq. (20), (21) and (23). */
#include "ncn_float.h"
#include "ncn_m7_f32.h"

/* The outputs channel .. channel + 3 before the ReLU; behind the last one, that one again. */
static void outputs(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers, int32_t channel, float sum[4]) {
    const int32_t n = a->inH * a->inW * a->inC;
    ncn_m7_f32_ends ends[4];
    int32_t first[4];
    for (int32_t c = 0; c < 4; c++) {
        const int32_t of = ncn_m7_f32_at_most(channel + c, a->outC - 1);
        first[c] = of * n;
        numbers->ends(&ends[c], a, of);
        sum[c] = ends[c].start;
    }
    numbers->sums(a, first, n, sum);
    for (int32_t c = 0; c < 4; c++)
        sum[c] = sum[c] * ends[c].scale + ends[c].offset;
}

void ncn_m7_f32_dense(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers) {
    float *dst = (float *)a->dst, sum[4];
    for (int32_t channel = 0; channel < a->outC; channel += 4) {
        outputs(a, numbers, channel, sum);
        for (int32_t c = 0; c < 4 && channel + c < a->outC; c++)
            dst[channel + c] = ncn_f32_relu(sum[c], a->relu);
    }
}

void ncn_m7_f32_dense_logits(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers) {
    int32_t *dst = (int32_t *)a->dst;
    float sum[4];
    for (int32_t channel = 0; channel < a->outC; channel += 4) {
        outputs(a, numbers, channel, sum);
        for (int32_t c = 0; c < 4 && channel + c < a->outC; c++)
            dst[channel + c] = ncn_f32_logit(sum[c], a->radix);
    }
}
