/* Validator, layer record: flags, sources, windows, shapes, MACs. MODEL-FORMAT.md, "Layer record"; shapes by eq.
   (3). */
#include "ncn_check.h"
#include "ncn_kernels.h"
#include "ncn_mem.h"

enum { MAX_CONV_WINDOW = 15, MAX_CONV_STRIDE = 2 };
#define MAX_MAP_BYTES (1u << 23) /* so that the sum of all buffers fits 32 bits */

static uint8_t allowed_flags(uint8_t op) {
    switch (op) {
    case NCN_OP_CONV:
    case NCN_OP_DEPTHWISE:
        return NCN_LAYER_RELU | NCN_LAYER_SAME;
    case NCN_OP_DENSE:
    case NCN_OP_ADD:
        return NCN_LAYER_RELU;
    case NCN_OP_MAX_POOL:
    case NCN_OP_AVERAGE_POOL:
    case NCN_OP_POOL_BITS:
        return NCN_LAYER_ROUND_UP;
    case NCN_OP_CONV_INT8_TO_BITS:
    case NCN_OP_CONV_BITS_TO_BITS:
        return NCN_LAYER_SAME | NCN_LAYER_ROUND_UP;
    case NCN_OP_CONV_BITS_TO_INT8:
        return NCN_LAYER_RELU | NCN_LAYER_SAME | NCN_LAYER_ROUND_UP;
    default:
        return 0;
    }
}

static bool same_shape(ncn_shape a, ncn_shape b) {
    return a.h == b.h && a.w == b.w && a.c == b.c;
}

/* Element type a layer reads; concat's sources are fixed by the form. */
static ncn_type input_type(const ncn_header *h, const ncn_layer *l) {
    const uint8_t op = l->op;
    if (l->numbers != NCN_NUMBERS_INT8)
        return op == NCN_OP_TO_FLOAT ? NCN_TYPE_INT8 : NCN_TYPE_FLOAT32;
    if (op == NCN_OP_CONCAT)
        return h->form == NCN_FORM_BCNET_LOGITS ? NCN_TYPE_INT32 : NCN_TYPE_INT8;
    return ncn_op_has_binary_weights(op) || op == NCN_OP_POOL_BITS ? NCN_TYPE_BITS : NCN_TYPE_INT8;
}

/* Sources exist, have the type the operation reads, and the shape the record says. */
static ncn_rule check_sources(const ncn_blob *blob, const ncn_layer *l, int net, int index) {
    const ncn_header *h = blob->header;
    const bool concat = l->op == NCN_OP_CONCAT;
    const bool two = concat || l->op == NCN_OP_ADD;
    if (!concat && (l->source0 < NCN_SOURCE_INPUT || l->source0 >= index))
        return NCN_RULE_SOURCE0;
    if (!concat && (two ? l->source1 < 0 || l->source1 >= index : l->source1 != -1))
        return NCN_RULE_SOURCE1;
    ncn_source s0;
    ncn_source s1 = {{0, 0, 0}, NCN_TYPE_INT8, 0};
    const ncn_type type = input_type(h, l);
    ncn_source_at(&s0, h, blob->data, ncn_source_net(l, net, 0), l->source0);
    if (two)
        ncn_source_at(&s1, h, blob->data, ncn_source_net(l, net, 1), l->source1);
    if (s0.type != type || (two && s1.type != type))
        return NCN_RULE_SOURCE_TYPE;
    if (concat) {
        const bool flat = l->in.h == 1 && l->in.w == 1;
        const uint64_t values = (uint64_t)ncn_shape_size(s0.shape) + ncn_shape_size(s1.shape);
        return flat && l->in.c == values ? NCN_RULE_NONE : NCN_RULE_IN_SHAPE;
    }
    if (!same_shape(l->in, s0.shape))
        return NCN_RULE_IN_SHAPE;
    if (two && !same_shape(l->in, s1.shape))
        return NCN_RULE_SOURCE1_SHAPE;
    return NCN_RULE_NONE;
}

static ncn_rule check_conv_window(const ncn_layer *l) {
    const bool same = (l->flags & NCN_LAYER_SAME) != 0;
    if (l->kH < 1 || l->kH > MAX_CONV_WINDOW || l->kW < 1 || l->kW > MAX_CONV_WINDOW)
        return NCN_RULE_WINDOW;
    if (!same && (l->kH > l->in.h || l->kW > l->in.w))
        return NCN_RULE_WINDOW;
    if (l->stride < 1 || l->stride > MAX_CONV_STRIDE)
        return NCN_RULE_STRIDE;
    return same && (l->kH % 2 == 0 || l->kW % 2 == 0) ? NCN_RULE_SAME_ODD : NCN_RULE_NONE;
}

static ncn_rule check_window(const ncn_layer *l) {
    if (ncn_op_is_conv(l->op))
        return check_conv_window(l);
    if (ncn_op_is_pool(l->op)) {
        if (l->kH < 1 || l->kH > l->in.h || l->kW < 1 || l->kW > l->in.w)
            return NCN_RULE_WINDOW;
        return l->stride >= 1 ? NCN_RULE_NONE : NCN_RULE_STRIDE;
    }
    if (l->kH != 1 || l->kW != 1)
        return NCN_RULE_WINDOW;
    return l->stride == 1 ? NCN_RULE_NONE : NCN_RULE_STRIDE;
}

/* The pooling window of ops 7, 8, 9 lies on the convolution's map; kernel ABI 1 has none for 7 and 8. */
static ncn_rule check_pool(const ncn_layer *l, uint16_t kernelAbi) {
    if (!ncn_op_is_pooled_conv(l->op))
        return l->poolH == 0 && l->poolW == 0 && l->poolStride == 0 ? NCN_RULE_NONE : NCN_RULE_POOL;
    if (kernelAbi < 2 && l->op != NCN_OP_CONV_BITS_TO_INT8 && ncn_layer_pools(l))
        return NCN_RULE_POOL;
    const ncn_shape map = ncn_conv_out(l);
    const bool fits = l->poolH >= 1 && l->poolH <= map.h && l->poolW >= 1 && l->poolW <= map.w && l->poolStride >= 1;
    return fits ? NCN_RULE_NONE : NCN_RULE_POOL;
}

/* Output shape; channels are free for layers with weights, those of the input for others and depthwise. */
static ncn_shape output_of(const ncn_layer *l) {
    const bool up = (l->flags & NCN_LAYER_ROUND_UP) != 0;
    const bool weights =
        (ncn_op_has_int8_weights(l->op) || ncn_op_has_binary_weights(l->op)) && l->op != NCN_OP_DEPTHWISE;
    uint32_t h = l->in.h;
    uint32_t w = l->in.w;
    if (ncn_op_is_conv(l->op)) {
        const ncn_shape map = ncn_conv_out(l);
        h = map.h;
        w = map.w;
        if (ncn_op_is_pooled_conv(l->op)) {
            h = ncn_pool_out(h, l->poolH, l->poolStride, up);
            w = ncn_pool_out(w, l->poolW, l->poolStride, up);
        }
    } else if (ncn_op_is_pool(l->op)) {
        h = ncn_pool_out(h, l->kH, l->stride, up);
        w = ncn_pool_out(w, l->kW, l->stride, up);
    } else if (ncn_op_is_dense(l->op)) {
        h = 1;
        w = 1;
    }
    const ncn_shape out = {(uint16_t)h, (uint16_t)w, weights ? l->out.c : l->in.c};
    return out;
}

static ncn_rule check_output(const ncn_layer *l) {
    return l->out.c >= 1 && same_shape(l->out, output_of(l)) ? NCN_RULE_NONE : NCN_RULE_OUT_SHAPE;
}

/* Whether the layout takes the shape, and the size of the result and the scratch. */
static ncn_rule check_sizes(const ncn_layer *l) {
    const ncn_layout *layout = ncn_layout_find(l->op, l->layout);
    if (layout != 0 && !layout->takes(l))
        return NCN_RULE_LAYOUT;
    if (ncn_map_bytes(l->out, ncn_layer_output_type(l)) > MAX_MAP_BYTES || ncn_kernel_scratch_bytes(l) > MAX_MAP_BYTES)
        return NCN_RULE_MAP_SIZE;
    return NCN_RULE_NONE;
}

ncn_rule ncn_complete_layer(ncn_layer *l) {
    ncn_rule rule = check_window(l);
    if (rule == NCN_RULE_NONE)
        rule = check_pool(l, NCN_KERNEL_ABI);
    if (rule != NCN_RULE_NONE)
        return rule;
    l->out = output_of(l);
    return check_sizes(l);
}

/* Eq. (19). The map before pooling counts, not what pooling leaves of it. */
static uint64_t macs(const ncn_layer *l) {
    if (ncn_op_is_dense(l->op))
        return (uint64_t)ncn_shape_size(l->in) * l->out.c;
    if (!ncn_op_is_conv(l->op))
        return 0;
    const ncn_shape map = ncn_conv_out(l);
    const uint32_t depth = l->op == NCN_OP_DEPTHWISE ? 1u : l->in.c;
    return (uint64_t)map.h * map.w * l->out.c * l->kH * l->kW * depth; /* < 2^60: map <= 2^20 pixels, window < 2^8 */
}

ncn_rule ncn_check_layer(const ncn_blob *blob, const ncn_layer *l, const uint8_t *record, int net, int index) {
    if ((l->flags & ~allowed_flags(l->op)) != 0)
        return NCN_RULE_LAYER_FLAGS;
    const size_t rest = blob->header->kernelAbi < NCN_ABI_PLACES ? NCN_LAYER_OUTPUT_PLACE : NCN_LAYER_ZERO_76;
    if (record[NCN_LAYER_ZERO_3] != 0 || !ncn_all_zero(record + rest, NCN_LAYER_BYTES - rest))
        return NCN_RULE_LAYER_ZERO;
    ncn_rule rule = check_sources(blob, l, net, index);
    if (rule == NCN_RULE_NONE)
        rule = check_window(l);
    if (rule == NCN_RULE_NONE)
        rule = check_pool(l, blob->header->kernelAbi);
    if (rule == NCN_RULE_NONE)
        rule = check_output(l);
    if (rule == NCN_RULE_NONE)
        rule = check_sizes(l);
    if (rule != NCN_RULE_NONE)
        return rule;
    return macs(l) == l->macs ? NCN_RULE_NONE : NCN_RULE_MACS;
}
