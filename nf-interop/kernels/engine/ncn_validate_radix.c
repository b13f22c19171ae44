/* Validator, radices and shifts: eq. (1)-(3), (10), (11), (15). */
#include "ncn_check.h"

enum { RADIX_MIN = -32, RADIX_MAX = 31, LOGITS_MIN = -8, LOGITS_MAX = 30, SHIFT_MAX = 31, ADD_MAX_DISTANCE = 16 };

static bool in_range(int radix) {
    return radix >= RADIX_MIN && radix <= RADIX_MAX;
}

/* The right shift, 0 ... 31, must be `expected`. */
static ncn_rule check_shift(int shift, int expected) {
    if (expected < 0 || expected > SHIFT_MAX || shift > SHIFT_MAX)
        return NCN_RULE_SHIFT_RANGE;
    return shift == expected ? NCN_RULE_NONE : NCN_RULE_SHIFT;
}

/* Input radices are those of the sources. */
static ncn_rule check_sources(const ncn_blob *blob, const ncn_layer *l, int net) {
    ncn_source source;
    ncn_source_at(&source, blob->header, blob->data, ncn_source_net(l, net, 0), l->source0);
    if (l->radixIn0 != source.radix)
        return NCN_RULE_RADIX_SOURCE;
    if (l->op != NCN_OP_ADD && l->op != NCN_OP_CONCAT)
        return l->radixIn1 == 0 ? NCN_RULE_NONE : NCN_RULE_RADIX_ZERO;
    ncn_source_at(&source, blob->header, blob->data, ncn_source_net(l, net, 1), l->source1);
    return l->radixIn1 == source.radix ? NCN_RULE_NONE : NCN_RULE_RADIX_SOURCE;
}

static ncn_rule check_add(const ncn_layer *l) {
    const int larger = l->radixIn0 > l->radixIn1 ? l->radixIn0 : l->radixIn1;
    const int smaller = l->radixIn0 > l->radixIn1 ? l->radixIn1 : l->radixIn0;
    if (larger - smaller > ADD_MAX_DISTANCE || larger < l->radixOut)
        return NCN_RULE_RADIX_ADD;
    return check_shift(l->shift, larger - l->radixOut);
}

static ncn_rule check_concat(const ncn_layer *l) {
    const ncn_rule rule = check_shift(l->shift, l->radixIn0 - l->radixOut);
    return rule != NCN_RULE_NONE ? rule : check_shift(l->shift1, l->radixIn1 - l->radixOut);
}

/* A network of floats has a radix at its two ends: of the input that it reads, and of the logits that it gives. */
static ncn_rule check_floats(const ncn_layer *l) {
    if ((l->op != NCN_OP_DENSE_LOGITS && l->radixWeight != 0) || l->radixOut != 0)
        return NCN_RULE_RADIX_ZERO;
    if (l->op == NCN_OP_DENSE_LOGITS && (l->radixWeight < LOGITS_MIN || l->radixWeight > LOGITS_MAX))
        return NCN_RULE_RADIX_LOGITS;
    return l->shift == 0 && l->shift1 == 0 ? NCN_RULE_NONE : NCN_RULE_SHIFT;
}

/* What the operation makes of its radices. */
static ncn_rule check_output(const ncn_layer *l) {
    const int product = l->radixIn0 + l->radixWeight;
    switch (l->op) {
    case NCN_OP_CONV:
    case NCN_OP_DEPTHWISE:
    case NCN_OP_DENSE:
        return check_shift(l->shift, product - l->radixOut);
    case NCN_OP_DENSE_LOGITS:
        if (product < LOGITS_MIN || product > LOGITS_MAX)
            return NCN_RULE_RADIX_LOGITS;
        return l->shift == 0 ? NCN_RULE_NONE : NCN_RULE_SHIFT;
    case NCN_OP_MAX_POOL:
    case NCN_OP_AVERAGE_POOL:
        if (l->radixOut != l->radixIn0)
            return NCN_RULE_RADIX_OUT;
        return l->shift == 0 ? NCN_RULE_NONE : NCN_RULE_SHIFT;
    case NCN_OP_ADD:
        return check_add(l);
    case NCN_OP_CONCAT:
        return check_concat(l);
    case NCN_OP_CONV_BITS_TO_INT8:
        return l->shift <= SHIFT_MAX ? NCN_RULE_NONE : NCN_RULE_SHIFT_RANGE;
    default:
        return l->shift == 0 ? NCN_RULE_NONE : NCN_RULE_SHIFT;
    }
}

ncn_rule ncn_check_radix(const ncn_blob *blob, const ncn_layer *l, int net) {
    if (!in_range(l->radixIn0) || !in_range(l->radixIn1) || !in_range(l->radixWeight) || !in_range(l->radixOut))
        return NCN_RULE_RADIX_RANGE;
    const ncn_rule rule = check_sources(blob, l, net);
    if (rule != NCN_RULE_NONE)
        return rule;
    if (l->numbers != NCN_NUMBERS_INT8)
        return check_floats(l);
    if (!ncn_op_has_int8_weights(l->op) && l->radixWeight != 0)
        return NCN_RULE_RADIX_ZERO;
    if (ncn_layer_output_type(l) != NCN_TYPE_INT8 && l->radixOut != 0)
        return NCN_RULE_RADIX_ZERO;
    if (l->op != NCN_OP_CONCAT && l->shift1 != 0)
        return NCN_RULE_SHIFT;
    return check_output(l);
}
