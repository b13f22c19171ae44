/* From a layer record to a kernel's arguments. */
#include "ncn_layer_args.h"
#include "ncn_check.h"

static const void *tensor(const uint8_t *blob, ncn_tensor t) {
    return t.bytes == 0 ? 0 : blob + t.offset;
}

void ncn_layer_args(ncn_kernel_args *args, const ncn_layer *l, const uint8_t *blob) {
    const bool same = (l->flags & NCN_LAYER_SAME) != 0;
    const int larger = l->radixIn0 > l->radixIn1 ? l->radixIn0 : l->radixIn1;
    const ncn_kernel_args a = {
        .weight = tensor(blob, l->weight),
        .layout = ncn_layout_find(l->op, l->layout),
        .bias = (const int32_t *)tensor(blob, l->bias),
        .aux = tensor(blob, l->aux),
        .flip = (const uint32_t *)tensor(blob, l->flip),
        .inH = l->in.h,
        .inW = l->in.w,
        .inC = l->in.c,
        .outH = l->out.h,
        .outW = l->out.w,
        .outC = l->out.c,
        .kH = l->kH,
        .kW = l->kW,
        .stride = l->stride,
        .padH = same ? l->kH / 2 : 0,
        .padW = same ? l->kW / 2 : 0,
        .poolH = l->poolH,
        .poolW = l->poolW,
        .poolStride = l->poolStride,
        .shift = l->shift,
        .shift1 = l->shift1,
        .left0 = l->op == NCN_OP_ADD ? larger - l->radixIn0 : 0,
        .left1 = l->op == NCN_OP_ADD ? larger - l->radixIn1 : 0,
        .radix = l->numbers == NCN_NUMBERS_INT8 ? 0 : l->radixIn0 + l->radixWeight,
        .relu = (l->flags & NCN_LAYER_RELU) != 0,
    };
    *args = a;
    if (ncn_op_is_conv(l->op)) {
        const ncn_shape map = ncn_conv_out(l);
        args->convH = map.h;
        args->convW = map.w;
    }
}
