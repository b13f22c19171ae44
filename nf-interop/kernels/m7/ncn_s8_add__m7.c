/* Residual add, eq. (3), on a Cortex-M7: ncn_s8_add__ref, 4 values at once. An element of both operands is put into one
   word, so that a SMLAD shifts both left, adds them and the rounding term. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_section.h"

enum { MOST_LEFT = 14 }; /* 2^left is a signed halfword */

typedef struct shifts {
    uint32_t factors; /* 2^left0, 2^left1 */
    int32_t half, shift, relu;
} shifts;

/* Halfwords x, y of (x, .) and (y, .), or of (., x) and (., y), to the sum's byte. */
static inline __attribute__((always_inline)) uint32_t add(uint32_t both, const shifts *s) {
    const int32_t sum = ncn_smlad(both, s->factors, s->half) >> s->shift;
    return (uint32_t)(s->relu ? ncn_usat7(sum) : ncn_ssat8(sum)) & 0xFFu;
}

static inline __attribute__((always_inline)) uint32_t lower(uint32_t x, uint32_t y) {
    return (x & 0xFFFFu) | y << 16;
}

static inline __attribute__((always_inline)) uint32_t upper(uint32_t x, uint32_t y) {
    return (y & 0xFFFF0000u) | x >> 16;
}

static inline __attribute__((always_inline)) uint32_t add4(uint32_t x, uint32_t y, const shifts *s) {
    const uint32_t x02 = ncn_sxtb16(x), y02 = ncn_sxtb16(y), x13 = ncn_sxtb16_odd(x), y13 = ncn_sxtb16_odd(y);
    return add(lower(x02, y02), s) | add(lower(x13, y13), s) << 8 | add(upper(x02, y02), s) << 16 |
           add(upper(x13, y13), s) << 24;
}

static inline __attribute__((always_inline)) void add_all(const ncn_kernel_args *a, int32_t relu) {
    const int8_t *x = (const int8_t *)a->src0, *y = (const int8_t *)a->src1;
    int8_t *dst = (int8_t *)a->dst;
    const int32_t n = a->outH * a->outW * a->outC;
    const shifts s = {1u << a->left0 | 1u << (a->left1 + 16), a->shift > 0 ? 1 << (a->shift - 1) : 0, a->shift, relu};
    const int8_t *const end = x + (n & ~3);
    for (; x != end; x += 4, y += 4, dst += 4)
        ncn_store4(dst, add4(ncn_load4(x), ncn_load4(y), &s));
    for (int32_t i = 0; i < (n & 3); i++)
        dst[i] = (int8_t)(uint8_t)add(lower((uint32_t)x[i], (uint32_t)y[i]), &s);
}

NCN_HOT ncn_status ncn_s8_add__m7(const ncn_kernel_args *a) {
    if (a->left0 > MOST_LEFT || a->left1 > MOST_LEFT)
        return ncn_s8_add__ref(a);
    if (a->relu)
        add_all(a, 1);
    else
        add_all(a, 0);
    return NCN_OK;
}
