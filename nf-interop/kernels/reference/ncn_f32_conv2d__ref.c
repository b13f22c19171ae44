/* float32 convolution, eq. (20) and (3): src0 float32 [inH][inW][inC], weight float32 [outC][kH][kW][inC], bias float32
   [outC], dst float32 [outH][outW][outC], ReLU if asked for. Any window, stride and padding. */
#include "ncn_f32_conv2d_acc.h"
#include "ncn_float.h"
#include "ncn_windows.h"

static inline void store(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c, void *value) {
    *(float *)value = ncn_f32_relu(ncn_f32_conv2d_acc(a, y, x, c), a->relu);
}

ncn_status ncn_f32_conv2d__ref(const ncn_kernel_args *a) {
    ncn_windows(a, a->padH, a->padW, sizeof(float), store);
    return NCN_OK;
}
