/* Validator, tensors: exact sizes and places, then what is in them: no -128, pads 0, no accumulator that can
   overflow, no float that is not finite. */
#include "ncn_check.h"
#include "ncn_layout.h"

#define ACCUMULATOR_LIMIT ((uint64_t)1 << 31)

static ncn_rule check_place(ncn_tensor t, size_t blobBytes) {
    if (t.bytes == 0)
        return t.offset == 0 ? NCN_RULE_NONE : NCN_RULE_TENSOR_RANGE;
    if (t.offset % NCN_BLOB_ALIGNMENT != 0)
        return NCN_RULE_TENSOR_ALIGNMENT;
    if (t.offset < NCN_HEADER_BYTES || t.offset > blobBytes || t.bytes > blobBytes - t.offset)
        return NCN_RULE_TENSOR_RANGE;
    return NCN_RULE_NONE;
}

/* Weights of one output channel: int8 values or words. */
static uint64_t filter_length(const ncn_layer *l) {
    if (ncn_op_is_dense(l->op))
        return ncn_shape_size(l->in);
    const uint32_t depth = ncn_op_has_binary_weights(l->op) ? ncn_words(l->in.c) : l->in.c;
    return (uint64_t)l->kH * l->kW * (l->op == NCN_OP_DEPTHWISE ? 1u : depth);
}

static uint64_t weight_bytes(const ncn_layer *l) {
    const ncn_layout *layout = ncn_layout_find(l->op, l->layout);
    if (layout != 0)
        return ncn_layout_weight_bytes(layout, l);
    if (ncn_op_has_int8_weights(l->op))
        return filter_length(l) * l->out.c * (l->numbers == NCN_NUMBERS_FLOAT32 ? 4u : 1u);
    return ncn_op_has_binary_weights(l->op) ? filter_length(l) * l->out.c * 4 : 0;
}

static uint64_t bias_bytes(const ncn_layer *l) {
    const bool weights = ncn_op_has_int8_weights(l->op) || ncn_op_has_binary_weights(l->op);
    return weights || l->op == NCN_OP_INT8_TO_BITS ? 4u * l->out.c : 0;
}

static uint64_t aux_bytes(const ncn_layer *l) {
    const bool scales = l->numbers == NCN_NUMBERS_MIXED && ncn_op_has_int8_weights(l->op);
    if (scales || l->op == NCN_OP_CONV_INT8_TO_BITS)
        return 4u * l->out.c;
    return l->op == NCN_OP_CONV_BITS_TO_INT8 ? (2u * l->out.c + 3u) / 4u * 4u : 0;
}

ncn_rule ncn_check_tensors(const ncn_blob *blob, const ncn_layer *l) {
    const ncn_tensor tensors[] = {l->weight, l->bias, l->aux, l->flip};
    if (l->weight.bytes != weight_bytes(l))
        return NCN_RULE_WEIGHT_BYTES;
    if (l->bias.bytes != bias_bytes(l))
        return NCN_RULE_BIAS_BYTES;
    if (l->aux.bytes != aux_bytes(l))
        return NCN_RULE_AUX_BYTES;
    const bool flippable = ncn_layer_output_type(l) == NCN_TYPE_BITS;
    if (l->flip.bytes != 0 && (!flippable || l->flip.bytes != 4u * ncn_words(l->out.c)))
        return NCN_RULE_FLIP_BYTES;
    for (size_t i = 0; i < sizeof tensors / sizeof tensors[0]; i++) {
        const ncn_rule rule = check_place(tensors[i], blob->bytes);
        if (rule != NCN_RULE_NONE)
            return rule;
    }
    return NCN_RULE_NONE;
}

static uint64_t magnitude(int64_t x) {
    return (uint64_t)(x < 0 ? -x : x);
}

static int32_t int32_at(const uint8_t *p, uint32_t index) {
    return (int32_t)ncn_u32(p + 4u * index);
}

/* The half that a rounding shift adds. */
static uint64_t rounding(const ncn_layer *l) {
    return l->shift > 0 ? (uint64_t)1 << (l->shift - 1) : 0;
}

/* Sum|w| of an output channel, at most 128 · 2097152; no weight is -128. */
static ncn_rule sum_weights(const ncn_blob *blob, const ncn_layer *l, uint32_t oc, uint32_t *sum) {
    const uint32_t length = (uint32_t)filter_length(l);
    const bool depthwise = l->op == NCN_OP_DEPTHWISE; /* its channels lie side by side */
    const int8_t *w = (const int8_t *)(blob->data + l->weight.offset) + (depthwise ? oc : (size_t)oc * length);
    const size_t step = depthwise ? l->out.c : 1;
    *sum = 0;
    for (uint32_t i = 0; i < length; i++, w += step) {
        if (*w == INT8_MIN)
            return NCN_RULE_WEIGHT_VALUE;
        *sum += (uint32_t)magnitude(*w);
    }
    return NCN_RULE_NONE;
}

/* Eq. (2): |bias| + 128·sum|w| + half < 2^31 for every output channel; and the rules of the weights' layout, which may
   hold more channels than there are. */
static ncn_rule check_int8_weights(const ncn_blob *blob, const ncn_layer *l) {
    const ncn_layout *layout = ncn_layout_find(l->op, l->layout);
    const ncn_filters f = ncn_filters_of(l);
    const uint32_t channels = layout != 0 ? (uint32_t)ncn_blocks(f.outC, layout->blockOut) : l->out.c;
    for (uint32_t oc = 0; oc < channels; oc++) {
        uint32_t sum;
        const ncn_rule rule = layout == 0
                                  ? sum_weights(blob, l, oc, &sum)
                                  : ncn_layout_check(layout, &f, blob->data + l->weight.offset, (int32_t)oc, &sum);
        if (rule != NCN_RULE_NONE)
            return rule;
        const uint64_t bias = oc < l->out.c ? magnitude(int32_at(blob->data + l->bias.offset, oc)) : 0;
        if (bias + 128u * (uint64_t)sum + rounding(l) >= ACCUMULATOR_LIMIT)
            return NCN_RULE_ACCUMULATOR;
    }
    return NCN_RULE_NONE;
}

/* The bits of a map's last word that stand for no channel. */
static uint32_t pad_mask(uint32_t channels) {
    return channels % 32u == 0 ? 0 : ~0u << (channels % 32u);
}

static ncn_rule check_binary_weights(const ncn_blob *blob, const ncn_layer *l) {
    const uint32_t words = ncn_words(l->in.c);
    const uint32_t mask = pad_mask(l->in.c);
    for (uint32_t at = 4u * (words - 1); mask != 0 && at < l->weight.bytes; at += 4u * words)
        if ((ncn_u32(blob->data + l->weight.offset + at) & mask) != 0)
            return NCN_RULE_WEIGHT_PAD;
    return NCN_RULE_NONE;
}

/* Eq. (11): |m_c|·K + |o_c| + half < 2^31 for every output channel; the pad of an odd number of m_c is 0. */
static ncn_rule check_scales(const ncn_blob *blob, const ncn_layer *l) {
    const uint8_t *m = blob->data + l->aux.offset;
    const uint8_t *o = blob->data + l->bias.offset;
    const uint64_t taps = (uint64_t)l->kH * l->kW * l->in.c;
    for (uint32_t oc = 0; oc < l->out.c; oc++) {
        const int16_t scale = (int16_t)ncn_u16(m + 2u * oc);
        if (magnitude(scale) * taps + magnitude(int32_at(o, oc)) + rounding(l) >= ACCUMULATOR_LIMIT)
            return NCN_RULE_ACCUMULATOR;
    }
    if (l->out.c % 2u != 0 && ncn_u16(m + 2u * l->out.c) != 0)
        return NCN_RULE_AUX_PAD;
    return NCN_RULE_NONE;
}

/* True if none of the tensor's floats is infinite or not a number. */
static bool are_finite(const ncn_blob *blob, ncn_tensor t) {
    for (uint32_t at = 0; at < t.bytes; at += 4u)
        if ((ncn_u32(blob->data + t.offset + at) & 0x7F800000u) == 0x7F800000u)
            return false;
    return true;
}

/* Eq. (20), (21): weights, biases and scales of a network of floats. */
static ncn_rule check_float_values(const ncn_blob *blob, const ncn_layer *l) {
    uint32_t sum;
    if (l->weight.bytes == 0)
        return NCN_RULE_NONE;
    for (uint32_t oc = 0; l->numbers == NCN_NUMBERS_MIXED && oc < l->out.c; oc++)
        if (sum_weights(blob, l, oc, &sum) != NCN_RULE_NONE)
            return NCN_RULE_WEIGHT_VALUE;
    const bool finite = (l->numbers == NCN_NUMBERS_MIXED || are_finite(blob, l->weight)) && are_finite(blob, l->bias) &&
                        are_finite(blob, l->aux);
    return finite ? NCN_RULE_NONE : NCN_RULE_FLOAT_VALUE;
}

ncn_rule ncn_check_values(const ncn_blob *blob, const ncn_layer *l) {
    ncn_rule rule = NCN_RULE_NONE;
    if (l->numbers != NCN_NUMBERS_INT8)
        return check_float_values(blob, l);
    if (ncn_op_has_int8_weights(l->op))
        rule = check_int8_weights(blob, l);
    if (ncn_op_has_binary_weights(l->op))
        rule = check_binary_weights(blob, l);
    if (rule == NCN_RULE_NONE && l->op == NCN_OP_CONV_BITS_TO_INT8)
        rule = check_scales(blob, l);
    if (rule == NCN_RULE_NONE && l->flip.bytes != 0 &&
        (ncn_u32(blob->data + l->flip.offset + l->flip.bytes - 4u) & pad_mask(l->out.c)) != 0)
        rule = NCN_RULE_FLIP_PAD;
    return rule;
}
