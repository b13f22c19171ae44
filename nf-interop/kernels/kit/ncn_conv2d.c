/* Two kernels for programs without a model: the arguments are checked, then the fastest implementation built in runs.
   Contract: ncn.h. */
#include "ncn.h"
#include "ncn_check.h"
#include "ncn_kernels.h"
#include "ncn_layer_args.h"
#include "ncn_mem.h"

enum { MAX_SHIFT = 31 };

#define LARGEST_BYTES (1u << 21) /* of a map, and of the weights, as in a model */

static bool is_aligned(const void *p) {
    return p != 0 && (uintptr_t)p % NCN_ALIGNMENT == 0;
}

static uint32_t rounded(uint64_t bytes) {
    return (uint32_t)((bytes + NCN_ALIGNMENT - 1) / NCN_ALIGNMENT * NCN_ALIGNMENT);
}

static uint64_t weight_bytes(const ncn_layer *l) {
    const uint64_t taps = (uint64_t)l->out.c * l->kH * l->kW;
    const ncn_layout *layout = ncn_layout_find(l->op, l->layout);
    if (layout != 0)
        return ncn_layout_weight_bytes(layout, l);
    return taps * (l->op == NCN_OP_CONV ? l->in.c : 4u * ncn_words(l->in.c));
}

/* The layer record that a model would have; NCN_E_ARGUMENT where the validator would refuse it. */
static ncn_status layer_of(const ncn_conv2d *c, ncn_op op, ncn_layer *l) {
    if (c == 0 || c->inH == 0 || c->inW == 0 || c->inC == 0 || c->outC == 0 || c->shift > MAX_SHIFT)
        return NCN_E_ARGUMENT;
    const bool bits = op == NCN_OP_CONV_BITS_TO_BITS;
    const bool pools = c->poolH != 0 || c->poolW != 0 || c->poolStride != 0;
    if (bits ? c->relu || c->shift != 0 || c->layout != NCN_LAYOUT_PLAIN : pools)
        return NCN_E_ARGUMENT;
    ncn_fill(l, 0, sizeof *l);
    l->op = (uint8_t)op;
    l->layout = (uint8_t)c->layout;
    l->flags = (uint8_t)((c->relu ? NCN_LAYER_RELU : 0) | (c->same ? NCN_LAYER_SAME : 0));
    l->shift = c->shift;
    l->in = (ncn_shape){c->inH, c->inW, c->inC};
    l->out.c = c->outC;
    l->kH = c->kH;
    l->kW = c->kW;
    l->stride = c->stride;
    if (bits) {
        l->poolH = pools ? c->poolH : 1;
        l->poolW = pools ? c->poolW : 1;
        l->poolStride = pools ? c->poolStride : 1;
    }
    if (c->layout != NCN_LAYOUT_PLAIN &&
        ((unsigned)c->layout > NCN_LAYOUT_F43 || ncn_layout_find(l->op, l->layout) == 0))
        return NCN_E_ARGUMENT;
    if (ncn_complete_layer(l) != NCN_RULE_NONE)
        return NCN_E_ARGUMENT;
    const bool fits =
        ncn_map_bytes(l->in, bits ? NCN_TYPE_BITS : NCN_TYPE_INT8) <= LARGEST_BYTES && weight_bytes(l) <= LARGEST_BYTES;
    return fits ? NCN_OK : NCN_E_ARGUMENT;
}

static ncn_status needs_of(const ncn_conv2d *c, ncn_op op, ncn_conv2d_needs *needs) {
    ncn_layer l;
    const ncn_type type = op == NCN_OP_CONV ? NCN_TYPE_INT8 : NCN_TYPE_BITS;
    const ncn_status status = needs == 0 ? NCN_E_ARGUMENT : layer_of(c, op, &l);
    if (status != NCN_OK)
        return status;
    needs->outH = l.out.h;
    needs->outW = l.out.w;
    needs->srcBytes = (uint32_t)ncn_map_bytes(l.in, type);
    needs->dstBytes = (uint32_t)ncn_map_bytes(l.out, type);
    needs->weightBytes = (uint32_t)weight_bytes(&l);
    needs->scratchBytes = rounded(ncn_kernel_scratch_bytes(&l));
    return NCN_OK;
}

ncn_status ncn_s8_conv2d_needs(const ncn_conv2d *conv, ncn_conv2d_needs *needs) {
    return needs_of(conv, NCN_OP_CONV, needs);
}

ncn_status ncn_b1_conv2d_needs(const ncn_conv2d *conv, ncn_conv2d_needs *needs) {
    return needs_of(conv, NCN_OP_CONV_BITS_TO_BITS, needs);
}

ncn_status ncn_s8_conv2d_pack(const ncn_conv2d *conv, const int8_t *weights, void *packed) {
    ncn_layer l;
    const ncn_status status = layer_of(conv, NCN_OP_CONV, &l);
    if (status != NCN_OK)
        return status;
    if (weights == 0 || packed == 0)
        return NCN_E_ARGUMENT;
    if (!is_aligned(packed))
        return NCN_E_ALIGNMENT;
    const ncn_layout *layout = ncn_layout_find(l.op, l.layout);
    if (layout != 0)
        return ncn_layout_pack(layout, &l, weights, (uint8_t *)packed) == NCN_RULE_NONE ? NCN_OK : NCN_E_ARGUMENT;
    const size_t bytes = (size_t)weight_bytes(&l);
    for (size_t i = 0; i < bytes; i++)
        if (weights[i] == INT8_MIN)
            return NCN_E_ARGUMENT;
    ncn_copy(packed, weights, bytes);
    return NCN_OK;
}

/* Scratch first, behind it what is left as workspace. */
static ncn_status run(const ncn_layer *l, ncn_kernel_args *a, ncn_memory memory) {
    const uint32_t scratch = rounded(ncn_kernel_scratch_bytes(l));
    if (!is_aligned(a->src0) || !is_aligned(a->dst) || !is_aligned(a->weight) || !is_aligned(a->bias) ||
        (a->flip != 0 && !is_aligned(a->flip)) || (memory.bytes != 0 && !is_aligned(memory.start)))
        return NCN_E_ALIGNMENT;
    if (memory.bytes < scratch)
        return NCN_E_ARENA;
    const uint32_t rest = (memory.bytes - scratch) / NCN_ALIGNMENT * NCN_ALIGNMENT;
    a->scratch = memory.bytes == 0 ? a->dst : memory.start;
    a->workspace = rest == 0 ? a->dst : (uint8_t *)memory.start + scratch;
    a->workspaceBytes = (int32_t)(rest < 1u << 30 ? rest : 1u << 30);
    return ncn_kernel_find(l->op, l->layout, NCN_NUMBERS_INT8)(a);
}

static ncn_status convolve(const ncn_conv2d *conv, ncn_op op, const void *src, const void *weights, const int32_t *bias,
                           const uint32_t *flip, void *dst, ncn_memory memory) {
    ncn_layer l;
    ncn_kernel_args a;
    const ncn_status status = layer_of(conv, op, &l);
    if (status != NCN_OK)
        return status;
    ncn_layer_args(&a, &l, 0);
    a.src0 = src;
    a.weight = weights;
    a.bias = bias;
    a.flip = flip;
    a.dst = dst;
    return run(&l, &a, memory);
}

ncn_status ncn_s8_conv2d(const ncn_conv2d *conv, const int8_t *src, const void *weights, const int32_t *bias,
                         int8_t *dst, ncn_memory memory) {
    return convolve(conv, NCN_OP_CONV, src, weights, bias, NULL, dst, memory);
}

ncn_status ncn_b1_conv2d(const ncn_conv2d *conv, const uint32_t *src, const uint32_t *weights,
                         const int32_t *thresholds, const uint32_t *flip, uint32_t *dst, ncn_memory memory) {
    return convolve(conv, NCN_OP_CONV_BITS_TO_BITS, src, weights, thresholds, flip, dst, memory);
}

void ncn_b1_from_s8(const int8_t *values, uint32_t pixels, uint32_t channels, uint32_t *bits) {
    for (uint32_t pixel = 0; pixel < pixels; pixel++, values += channels, bits += ncn_words(channels)) {
        ncn_fill(bits, 0, sizeof(uint32_t) * ncn_words(channels));
        for (uint32_t c = 0; c < channels; c++)
            bits[c / 32] |= (uint32_t)(values[c] >= 0) << (c % 32);
    }
}
