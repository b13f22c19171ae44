/* See test_case.h. Shapes lean towards what goes wrong: channel counts beside multiples of 4 and 32, maps of one pixel,
   windows larger than the map, the largest accumulators the validator allows. */
#include "test_case.h"

#include "ncn_arith.h"
#include "port.h"

enum { STORE_BYTES = 768 << 10 }; /* of the board: a larger layout of one layer is of no use */

static int32_t one_of(random_state *r, const int32_t *values, int32_t count) {
    return values[random_in(r, 0, count - 1)];
}

#define ONE_OF(r, ...)                                                                                                 \
    one_of(r, (const int32_t[]){__VA_ARGS__}, (int32_t)(sizeof((int32_t[]){__VA_ARGS__}) / sizeof(int32_t)))

/* Memory of a tensor of the model. */
static void *constant(test_case *c, int32_t bytes) {
    c->constantBytes += (bytes + 31) / 32 * 32; /* where the next one begins in a blob */
    return port_allocate(PORT_CONSTANT, (size_t)bytes);
}

static void *fill_bytes(uint8_t *p, int32_t n, random_state *r) {
    const bool extremes = random_chance(r, 6);
    for (int32_t i = 0; i < n; i++)
        p[i] = extremes ? (uint8_t)ONE_OF(r, 127, 128, 129, 0) : (uint8_t)(random_word(r) >> 11);
    return p;
}

/* int8 weights: never -128, eq. (1). */
static void *fill_weights(uint8_t *p, int32_t n, random_state *r) {
    fill_bytes(p, n, r);
    for (int32_t i = 0; i < n; i++)
        p[i] = p[i] == 128 ? 129 : p[i];
    return p;
}

/* `pixels` times `channels` bits with 0 in the pad bits. */
static void *fill_bits(uint32_t *p, int32_t pixels, int32_t channels, random_state *r) {
    const int32_t words = (channels + 31) / 32;
    const bool same = random_chance(r, 8);
    for (int32_t i = 0; i < pixels * words; i++) {
        const int32_t valid = channels - 32 * (i % words);
        p[i] = (same ? UINT32_MAX : random_word(r)) & (valid >= 32 ? UINT32_MAX : (1u << valid) - 1u);
    }
    return p;
}

static int32_t bits_bytes(int32_t pixels, int32_t channels) {
    return 4 * pixels * ((channels + 31) / 32);
}

static void *constant_bits(test_case *c, int32_t pixels, int32_t channels, random_state *r) {
    return fill_bits(constant(c, bits_bytes(pixels, channels)), pixels, channels, r);
}

/* int32 values, each within ±limit: mostly small, sometimes at the limit. */
static int32_t *constant_values(test_case *c, int32_t n, int32_t usual, int32_t limit, random_state *r) {
    int32_t *p = constant(c, 4 * n);
    const int32_t small = usual < limit ? usual : limit;
    for (int32_t i = 0; i < n; i++)
        p[i] = random_chance(r, 12) ? (random_chance(r, 2) ? limit : -limit) : random_in(r, -small, small);
    return p;
}

static int32_t conv_size(int32_t in, int32_t k, int32_t stride, bool same) {
    return (in + (same ? 2 * (k / 2) : 0) - k) / stride + 1;
}

/* A last window that would start outside the image is dropped, eq. (3). */
static int32_t pool_size(int32_t in, int32_t k, int32_t stride, bool up) {
    const int32_t n = (in - k + (up ? stride - 1 : 0)) / stride + 1;
    return (n - 1) * stride >= in ? n - 1 : n;
}

static bool is_convolution(uint8_t op) {
    return op == NCN_OP_CONV || op == NCN_OP_DEPTHWISE || op == NCN_OP_CONV_INT8_TO_BITS ||
           op == NCN_OP_CONV_BITS_TO_BITS || op == NCN_OP_CONV_BITS_TO_INT8;
}

/* A convolution that may pool its map. */
static bool pools(uint8_t op) {
    return is_convolution(op) && op != NCN_OP_CONV && op != NCN_OP_DEPTHWISE;
}

static bool takes_bits(uint8_t op) {
    return op == NCN_OP_CONV_BITS_TO_BITS || op == NCN_OP_CONV_BITS_TO_INT8 || op == NCN_OP_POOL_BITS;
}

/* Tensors of an int8 sum of `taps`: weight, bias, shift. Largest bias: 128·sum|w| <= 128·127·taps. */
static void int8_tensors(test_case *c, int32_t taps, bool shifts, random_state *r) {
    ncn_kernel_args *a = &c->args;
    a->shift = !shifts ? 0 : c->typical ? 8 : ONE_OF(r, 0, 1, 5, 7, 8, 9, 11, 14, 20);
    const int64_t limit = INT32_MAX - 128LL * 127 * taps - (a->shift > 0 ? 1 << (a->shift - 1) : 0);
    int8_t *weight = fill_weights(constant(c, a->outC * taps), a->outC * taps, r);
    for (int32_t i = 0; c->typical && i < a->outC * taps; i++)
        weight[i] /= 4;
    a->weight = weight;
    a->bias = constant_values(c, a->outC, 1 << random_in(r, 4, 20), (int32_t)limit, r);
}

static void flip_bits(test_case *c, random_state *r) {
    c->args.flip = random_chance(r, 3) ? NULL : constant_bits(c, 1, c->args.outC, r);
}

static void convolution_tensors(test_case *c, random_state *r) {
    ncn_kernel_args *a = &c->args;
    const int32_t taps = a->kH * a->kW * a->inC;
    switch (c->op) {
    case NCN_OP_CONV:
        int8_tensors(c, taps, true, r);
        break;
    case NCN_OP_DEPTHWISE:
        int8_tensors(c, a->kH * a->kW, true, r);
        break;
    case NCN_OP_CONV_INT8_TO_BITS:
        int8_tensors(c, taps, false, r);
        a->aux = constant_values(c, a->outC, 1 << random_in(r, 10, 19), INT32_MAX, r);
        flip_bits(c, r);
        break;
    case NCN_OP_CONV_BITS_TO_BITS:
        a->weight = constant_bits(c, a->outC * a->kH * a->kW, a->inC, r);
        a->bias = constant_values(c, a->outC, ONE_OF(r, 3, 20, taps, taps + 2), INT32_MAX, r);
        flip_bits(c, r);
        break;
    default: {
        a->weight = constant_bits(c, a->outC * a->kH * a->kW, a->inC, r);
        a->shift = random_in(r, 0, 20);
        int16_t *m = constant(c, 4 * ((a->outC + 1) / 2));
        for (int32_t i = 0; i < a->outC; i++)
            m[i] = (int16_t)random_in(r, -32768, 32767);
        a->aux = m;
        const int64_t limit = INT32_MAX - 32768LL * taps - (a->shift > 0 ? 1 << (a->shift - 1) : 0);
        a->bias = constant_values(c, a->outC, 1 << random_in(r, 4, 20), (int32_t)limit, r);
        break;
    }
    }
}

static void output_bytes(test_case *c) {
    const ncn_kernel_args *a = &c->args;
    const int32_t pixels = a->outH * a->outW;
    if (c->op == TEST_CONFIDENCE)
        c->dstBytes = (int32_t)sizeof(ncn_confidence);
    else if (c->op == NCN_OP_DENSE_LOGITS)
        c->dstBytes = 4 * a->outC;
    else if (c->op == NCN_OP_CONV_INT8_TO_BITS || c->op == NCN_OP_CONV_BITS_TO_BITS || c->op == NCN_OP_POOL_BITS ||
             c->op == NCN_OP_INT8_TO_BITS)
        c->dstBytes = 4 * pixels * ((a->outC + 31) / 32);
    else
        c->dstBytes = pixels * a->outC;
    c->scratchBytes = 0;
    if (c->op == NCN_OP_CONV_BITS_TO_INT8)
        c->scratchBytes = 4 * a->convH * a->convW;
    else if (pools(c->op) && a->poolH * a->poolW * a->poolStride > 1)
        c->scratchBytes = 16 * a->convW * ((a->outC + 31) / 32);
}

/* Both operands' left shifts to the larger radix, one of them 0, and the right shift to the output's: eq. (3). */
static void addition(test_case *c, random_state *r) {
    ncn_kernel_args *a = &c->args;
    const int32_t bytes = a->inH * a->inW * a->inC, left = c->typical ? 1 : random_in(r, 0, 16);
    a->outH = a->inH;
    a->outW = a->inW;
    a->outC = a->inC;
    a->src1 = fill_bytes(port_allocate(PORT_SOURCE, (size_t)bytes), bytes, r);
    *(random_chance(r, 2) ? &a->left0 : &a->left1) = left;
    a->shift = c->typical ? 2 : random_in(r, 0, 24);
}

/* Pooling of a map h x w, window and stride chosen, rounding up or down. */
static void pooled(int32_t h, int32_t w, int32_t kH, int32_t kW, int32_t stride, bool up, int32_t *outH,
                   int32_t *outW) {
    *outH = pool_size(h, kH, stride, up);
    *outW = pool_size(w, kW, stride, up);
}

/* Sizes and tensors, from the input, the window, outC and, where the op pools, its window. */
static void complete(test_case *c, bool same, bool poolUp, random_state *r) {
    ncn_kernel_args *a = &c->args;
    a->relu = c->typical || random_chance(r, 2);
    if (c->op == NCN_OP_DEPTHWISE)
        a->outC = a->inC;
    const int32_t pixels = a->inH * a->inW;
    const int32_t valueBytes = c->op == TEST_CONFIDENCE ? 4 : 1;
    const int32_t srcBytes = takes_bits(c->op) ? bits_bytes(pixels, a->inC) : valueBytes * pixels * a->inC;
    void *src = port_allocate(PORT_SOURCE, (size_t)srcBytes);
    a->src0 = takes_bits(c->op) ? fill_bits(src, pixels, a->inC, r) : fill_bytes(src, srcBytes, r);
    if (is_convolution(c->op)) {
        a->padH = same ? a->kH / 2 : 0;
        a->padW = same ? a->kW / 2 : 0;
        a->convH = a->outH = conv_size(a->inH, a->kH, a->stride, same);
        a->convW = a->outW = conv_size(a->inW, a->kW, a->stride, same);
        if (pools(c->op)) {
            a->poolH = a->poolH < a->convH ? a->poolH : a->convH;
            a->poolW = a->poolW < a->convW ? a->poolW : a->convW;
            pooled(a->convH, a->convW, a->poolH, a->poolW, a->poolStride, poolUp, &a->outH, &a->outW);
        }
        convolution_tensors(c, r);
    } else if (c->op == NCN_OP_DENSE || c->op == NCN_OP_DENSE_LOGITS) {
        a->outH = a->outW = a->kH = a->kW = a->stride = 1;
        int8_tensors(c, a->inH * a->inW * a->inC, c->op == NCN_OP_DENSE, r);
    } else if (c->op == NCN_OP_ADD) {
        addition(c, r);
    } else if (c->op == NCN_OP_INT8_TO_BITS) {
        a->outH = a->inH;
        a->outW = a->inW;
        a->outC = a->inC;
        a->bias = constant_values(c, a->outC, 130, INT32_MAX, r);
        flip_bits(c, r);
    } else if (c->op == NCN_OP_CONCAT || c->op == TEST_CONFIDENCE) {
        a->outH = a->outW = 1;
        a->src0Count = a->inC / 2;
        a->src1Count = a->inC - a->src0Count;
        a->src1 = (const uint8_t *)a->src0 + a->src0Count;
        a->shift = a->shift1 = 1;
    } else {
        a->outC = a->inC;
        pooled(a->inH, a->inW, a->kH, a->kW, a->stride, poolUp, &a->outH, &a->outW);
        if (c->op == NCN_OP_POOL_BITS)
            flip_bits(c, r);
        a->relu = 0;
    }
    output_bytes(c);
}

/* The layer record of a case, as far as layouts look at it. */
static ncn_layer layer_of(const test_case *c, uint8_t layoutId) {
    const ncn_kernel_args *a = &c->args;
    return (ncn_layer){
        .op = c->op,
        .layout = layoutId,
        .flags = a->padH > 0 || a->padW > 0 ? NCN_LAYER_SAME : 0,
        .in = {(uint16_t)a->inH, (uint16_t)a->inW, (uint16_t)a->inC},
        .out = {(uint16_t)a->outH, (uint16_t)a->outW, (uint16_t)a->outC},
        .kH = (uint8_t)a->kH,
        .kW = (uint8_t)a->kW,
        .stride = (uint8_t)a->stride,
        .poolH = (uint8_t)a->poolH,
        .poolW = (uint8_t)a->poolW,
        .poolStride = (uint8_t)a->poolStride,
    };
}

bool test_case_pack(test_case *c, uint8_t layoutId) {
    const ncn_layout *layout = ncn_layout_find(c->op, layoutId);
    const ncn_layer layer = layer_of(c, layoutId);
    if (layout == NULL)
        return layoutId == 0;
    if (!layout->takes(&layer) || ncn_layout_weight_bytes(layout, &layer) > STORE_BYTES)
        return false;
    const ncn_filters f = ncn_filters_of(&layer);
    const int32_t before = c->constantBytes;
    uint8_t *tensor = constant(c, (int32_t)ncn_layout_weight_bytes(layout, &layer));
    c->constantBytes -= (f.outC * f.kH * f.kW * f.inC + 31) / 32 * 32; /* of the weights as they were */
    if (ncn_layout_pack(layout, &layer, c->args.weight, tensor) != NCN_RULE_NONE) {
        c->constantBytes = before;
        return false;
    }
    c->layoutId = layoutId;
    c->packed = tensor;
    c->scratchBytes = (int32_t)ncn_kernel_scratch_bytes(&layer);
    return true;
}

/* Input, window and outC; returns whether the padding is 'same'. */
static bool random_shape(test_case *c, uint8_t op, random_state *r) {
    *c = (test_case){.op = op};
    ncn_kernel_args *a = &c->args;
    const bool same = random_chance(r, 2);
    a->inC = ONE_OF(r, 1, 2, 3, 4, 5, 6, 8, 12, 16, 20, 31, 32, 33, 48, 64, 65, 96);
    a->outC = ONE_OF(r, 1, 2, 3, 4, 5, 7, 8, 15, 16, 20, 31, 32, 33, 64, 70);
    a->kH = ONE_OF(r, 1, 1, 2, 3, 3, 3, 4, 5, 5, 7);
    a->kW = random_chance(r, 3) ? ONE_OF(r, 1, 2, 3, 5, 7) : a->kH;
    if (same)
        a->kH |= 1, a->kW |= 1;
    a->inH = random_in(r, 1, 13);
    a->inW = random_in(r, 1, 13);
    a->stride = random_chance(r, 3) ? 2 : 1;
    if (!is_convolution(op) || !same) {
        a->kH = a->kH < a->inH ? a->kH : a->inH;
        a->kW = a->kW < a->inW ? a->kW : a->inW;
    }
    if (!is_convolution(op))
        a->stride = ONE_OF(r, 1, 2, 2, 3);
    if (pools(op)) {
        const bool none = random_chance(r, 2);
        a->poolH = random_in(r, 1, 3);
        a->poolW = random_in(r, 1, 3);
        a->poolStride = random_in(r, 1, 3);
        if (none)
            a->poolH = a->poolW = a->poolStride = 1;
    }
    if (op == NCN_OP_CONV && random_chance(r, 6)) { /* F(4x4,3x3) pays */
        a->inH = random_in(r, 4, 18);
        a->inW = random_in(r, 4, 18);
        a->inC = 4 * random_in(r, 3, 12);
        a->outC = random_in(r, 12, 36);
        a->kH = a->kW = 3;
        a->stride = 1;
    }
    if (op == NCN_OP_CONV_BITS_TO_INT8 && random_chance(r, 4)) { /* rows of a window share tables */
        a->inH = random_in(r, 1, 4);
        a->inW = 4;
        a->kH = a->kW = 3;
        a->stride = 1;
        return true;
    }
    return same;
}

static bool has_layout(const test_case *c, uint8_t layoutId) {
    const ncn_layer layer = layer_of(c, layoutId);
    return layoutId == 0 || ncn_layout_find(c->op, layoutId)->takes(&layer);
}

void test_case_random(test_case *c, uint8_t op, uint8_t layoutId, random_state *r) {
    bool packed = false;
    while (!packed) {
        bool same = random_shape(c, op, r);
        while (!has_layout(c, layoutId))
            same = random_shape(c, op, r);
        port_release();
        complete(c, same, random_chance(r, 2), r);
        packed = test_case_pack(c, layoutId);
    }
}

void test_case_of_shape(test_case *c, uint8_t op, const test_shape *s, random_state *r) {
    *c = (test_case){.op = op, .typical = true};
    ncn_kernel_args *a = &c->args;
    a->inH = s->inH;
    a->inW = s->inW;
    a->inC = s->inC;
    a->outC = s->outC;
    a->kH = a->kW = s->k;
    a->stride = s->stride;
    a->poolH = a->poolW = s->poolK > 0 ? s->poolK : 1;
    a->poolStride = s->poolK > 0 ? s->poolStride : 1;
    complete(c, s->same, (is_convolution(op) ? s->poolK : s->k) == 3, r);
}

void test_case_print(const test_case *c) {
    const ncn_kernel_args *a = &c->args;
    const struct {
        const char *name;
        int32_t value;
    } field[] = {{"op", c->op},
                 {"layout", c->layoutId},
                 {"in", a->inH},
                 {"", a->inW},
                 {"", a->inC},
                 {"out", a->outH},
                 {"", a->outW},
                 {"", a->outC},
                 {"window", a->kH},
                 {"", a->kW},
                 {"stride", a->stride},
                 {"pad", a->padH},
                 {"", a->padW},
                 {"pool", a->poolH},
                 {"", a->poolW},
                 {"", a->poolStride},
                 {"shift", a->shift},
                 {"relu", a->relu},
                 {"workspace", a->workspaceBytes}};
    for (size_t i = 0; i < sizeof field / sizeof field[0]; i++) {
        port_print(field[i].name);
        port_print(" ");
        port_print_number(field[i].value);
        port_print(" ");
    }
    port_print("\n");
}
