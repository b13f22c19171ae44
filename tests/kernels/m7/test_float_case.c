/* See test_float_case.h. Values have few bits, so that products and sums are often equal, zero, or round to even. */
#include "test_float_case.h"

#include "port.h"

enum { INPUT_RADIX = 7, LOGIT_RADIX = 16 };

/* Multiples of 2^-12 within ±1, one in eight 0, and in one tensor of eight all with more bits than fit beside 1. */
static const float *floats(void *memory, int32_t n, random_state *r) {
    float *p = memory;
    const float unit = random_chance(r, 8) ? 1.0f / 2147483648.0f : 1.0f / 4096.0f;
    for (int32_t i = 0; i < n; i++)
        p[i] = random_chance(r, 8) ? 0.0f : (float)random_in(r, -4096, 4096) * unit;
    return p;
}

/* Memory of a tensor of the model. */
static void *constant(test_case *c, int32_t bytes) {
    c->constantBytes += (bytes + 31) / 32 * 32; /* where the next one begins in a blob */
    return port_allocate(PORT_CONSTANT, (size_t)bytes);
}

static const float *constant_floats(test_case *c, int32_t n, random_state *r) {
    return floats(constant(c, 4 * n), n, r);
}

static void weights(test_case *c, int32_t taps, random_state *r) {
    ncn_kernel_args *a = &c->args;
    a->bias = (const int32_t *)(const void *)constant_floats(c, a->outC, r);
    if (c->numbers == NCN_NUMBERS_FLOAT32) {
        a->weight = constant_floats(c, a->outC * taps, r);
        return;
    }
    int8_t *weight = constant(c, a->outC * taps);
    for (int32_t i = 0; i < a->outC * taps; i++)
        weight[i] = (int8_t)random_in(r, -127, 127);
    a->weight = weight;
    a->aux = constant_floats(c, a->outC, r);
}

/* Sizes and tensors, from the input, the window and outC. */
static void complete(test_case *c, bool same, bool up, random_state *r) {
    ncn_kernel_args *a = &c->args;
    const int32_t n = a->inH * a->inW * a->inC;
    a->relu = random_chance(r, 2);
    if (c->op == NCN_OP_TO_FLOAT) {
        int8_t *src = port_allocate(PORT_SOURCE, (size_t)n);
        for (int32_t i = 0; i < n; i++)
            src[i] = (int8_t)random_in(r, -128, 127);
        a->src0 = src;
        a->radix = INPUT_RADIX;
    } else {
        a->src0 = floats(port_allocate(PORT_SOURCE, 4 * (size_t)n), n, r);
    }
    const bool dense = c->op == NCN_OP_DENSE || c->op == NCN_OP_DENSE_LOGITS;
    if (c->op == NCN_OP_CONV) {
        a->padH = same ? a->kH / 2 : 0;
        a->padW = same ? a->kW / 2 : 0;
        a->convH = a->outH = (a->inH + 2 * a->padH - a->kH) / a->stride + 1;
        a->convW = a->outW = (a->inW + 2 * a->padW - a->kW) / a->stride + 1;
        weights(c, a->kH * a->kW * a->inC, r);
    } else if (dense) {
        a->outH = a->outW = a->kH = a->kW = a->stride = 1;
        a->radix = c->op == NCN_OP_DENSE_LOGITS ? LOGIT_RADIX : 0;
        weights(c, n, r);
    } else {
        const bool pool = c->op == NCN_OP_MAX_POOL || c->op == NCN_OP_AVERAGE_POOL;
        a->outC = a->inC;
        a->outH = pool ? (int32_t)ncn_pool_out((uint32_t)a->inH, (uint32_t)a->kH, (uint32_t)a->stride, up) : a->inH;
        a->outW = pool ? (int32_t)ncn_pool_out((uint32_t)a->inW, (uint32_t)a->kW, (uint32_t)a->stride, up) : a->inW;
        if (c->op == NCN_OP_ADD)
            a->src1 = floats(port_allocate(PORT_SOURCE, 4 * (size_t)n), n, r);
    }
    c->dstBytes = 4 * a->outH * a->outW * a->outC;
}

void test_float_case_random(test_case *c, uint8_t op, uint8_t numbers, random_state *r) {
    *c = (test_case){.op = op, .numbers = numbers};
    ncn_kernel_args *a = &c->args;
    const bool same = random_chance(r, 2);
    a->inC = random_in(r, 1, random_chance(r, 4) ? 40 : 9);
    a->outC = random_in(r, 1, random_chance(r, 4) ? 40 : 9);
    a->inH = random_in(r, 1, 13);
    a->inW = random_in(r, 1, 13);
    a->kH = same ? 2 * random_in(r, 0, 3) + 1 : random_in(r, 1, a->inH);
    a->kW = same ? 2 * random_in(r, 0, 3) + 1 : random_in(r, 1, a->inW);
    if (op != NCN_OP_CONV) {
        a->kH = a->kH < a->inH ? a->kH : a->inH;
        a->kW = a->kW < a->inW ? a->kW : a->inW;
    }
    a->stride = random_in(r, 1, op == NCN_OP_CONV ? 2 : 3);
    complete(c, same, random_chance(r, 2), r);
}

void test_float_case_of_shape(test_case *c, uint8_t op, uint8_t numbers, const test_shape *s, random_state *r) {
    *c = (test_case){.op = op, .numbers = numbers, .typical = true};
    ncn_kernel_args *a = &c->args;
    a->inH = s->inH;
    a->inW = s->inW;
    a->inC = s->inC;
    a->outC = s->outC;
    a->kH = a->kW = s->k;
    a->stride = s->stride;
    complete(c, s->same, s->k == 3, r);
}
