/* Signs of an int8 map, eq. (24): dst bits [H][W][ceil(C/32)], bit = (src0 >= bias[c]) xor flip; bias int32 [C], sign
   thresholds; flip u32 [ceil(C/32)] or null. */
#include "ncn_kernels.h"

ncn_status ncn_s8_b1__ref(const ncn_kernel_args *a) {
    const int8_t *src = (const int8_t *)a->src0;
    uint32_t *dst = (uint32_t *)a->dst;
    for (int32_t pixel = 0; pixel < a->inH * a->inW; pixel++, src += a->inC) {
        for (int32_t first = 0; first < a->inC; first += 32) {
            const int32_t channels = a->inC - first < 32 ? a->inC - first : 32;
            uint32_t u = 0;
            for (int32_t i = 0; i < channels; i++)
                u |= (uint32_t)(src[first + i] >= a->bias[first + i]) << i;
            *dst++ = a->flip ? u ^ a->flip[first / 32] : u;
        }
    }
    return NCN_OK;
}
