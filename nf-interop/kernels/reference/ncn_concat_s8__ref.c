/* First layer of the glue, eq. (15): both networks' outputs at one radix, net 0's first. src0 [src0Count], src1
   [src1Count]: int32 logits or int8 features (flattened HWC); dst int8 [src0Count + src1Count] = sat8(rshr(x, shift
   of the source)). */
#include "ncn_arith.h"
#include "ncn_kernels.h"

static void requantise_all(const void *src, int32_t srcIsInt32, int32_t count, int32_t shift, int8_t *dst) {
    for (int32_t i = 0; i < count; i++) {
        const int32_t x = srcIsInt32 ? ((const int32_t *)src)[i] : ((const int8_t *)src)[i];
        dst[i] = ncn_requantise(x, shift, 0);
    }
}

ncn_status ncn_concat_s8__ref(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    requantise_all(a->src0, a->srcIsInt32, a->src0Count, a->shift, dst);
    requantise_all(a->src1, a->srcIsInt32, a->src1Count, a->shift1, dst + a->src0Count);
    return NCN_OK;
}
