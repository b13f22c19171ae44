/* int8 convolution, eq. (2) and (3): src0 int8 [inH][inW][inC], weight int8 [outC][kH][kW][inC], bias int32 [outC],
   dst int8 [outH][outW][outC] = sat8(rshr(acc, shift)), ReLU if asked for. Any window, stride and padding. */
#include "ncn_arith.h"
#include "ncn_s8_conv2d_acc.h"
#include "ncn_windows.h"

static inline void store(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c, void *value) {
    *(int8_t *)value = ncn_requantise(ncn_s8_conv2d_acc(a, y, x, c), a->shift, a->relu);
}

ncn_status ncn_s8_conv2d__ref(const ncn_kernel_args *a) {
    ncn_windows(a, a->padH, a->padW, sizeof(int8_t), store);
    return NCN_OK;
}
