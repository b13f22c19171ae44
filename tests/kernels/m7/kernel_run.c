/* See kernel_run.h. */
#include "kernel_run.h"

#include "ncn_crc32.h"
#include "ncn_mem.h"
#include "port.h"

enum { REF, M7, PC, CANARY_BYTES = 32, CANARY = 0xA5, UNWRITTEN = 0xCD };

static ncn_status confidence(const ncn_kernel_args *a) {
    ncn_confidence_scale scale;
    const ncn_status status = ncn_confidence_prepare(&scale, 10, 1 << 16);
    return status != NCN_OK ? status : ncn_confidence_score(&scale, a->src0, a->inC, a->dst);
}

static const listed_kernel list[] = {
    {TEST_CONFIDENCE, 0, NCN_NUMBERS_INT8, "ncn_confidence__ref", confidence, true},
#define NCN_KERNEL(op, layoutId, function, implementation)                                                             \
    {NCN_OP_##op, layoutId, NCN_NUMBERS_INT8, #function, function, implementation == REF},
#include "ncn_kernels.def"
#undef NCN_KERNEL
#define NCN_FLOAT_KERNEL(op, numbers, function, implementation)                                                        \
    {NCN_OP_##op, 0, NCN_NUMBERS_##numbers, #function, function, implementation == REF},
#include "ncn_float_kernels.def"
#undef NCN_FLOAT_KERNEL
};

const size_t listed_kernels = sizeof list / sizeof list[0];

const listed_kernel *listed_kernel_at(size_t i) {
    return &list[i];
}

const listed_kernel *reference_of(uint8_t op, uint8_t numbers) {
    for (size_t i = 0; i < listed_kernels; i++)
        if (list[i].op == op && list[i].numbers == numbers && list[i].layoutId == 0 && list[i].isReference)
            return &list[i];
    return NULL;
}

/* Bytes between two canaries. */
static uint8_t *guarded(port_memory kind, int32_t bytes) {
    uint8_t *p = port_allocate(kind, (size_t)bytes + 2 * CANARY_BYTES);
    ncn_fill(p, CANARY, (size_t)bytes + 2 * CANARY_BYTES);
    ncn_fill(p + CANARY_BYTES, UNWRITTEN, (size_t)bytes);
    return p + CANARY_BYTES;
}

static bool untouched(const uint8_t *p, int32_t bytes) {
    for (int32_t i = 0; i < CANARY_BYTES; i++)
        if (p[i - CANARY_BYTES] != CANARY || p[bytes + i] != CANARY)
            return false;
    return true;
}

static uint32_t source_crc(const test_case *c) {
    const ncn_kernel_args *a = &c->args;
    const bool bits =
        c->op == NCN_OP_CONV_BITS_TO_BITS || c->op == NCN_OP_CONV_BITS_TO_INT8 || c->op == NCN_OP_POOL_BITS;
    const int32_t valueBytes = c->numbers != NCN_NUMBERS_INT8 && c->op != NCN_OP_TO_FLOAT ? 4 : 1;
    const int32_t bytes = a->inH * a->inW * (bits ? 4 * ((a->inC + 31) / 32) : valueBytes * a->inC);
    return ncn_crc32(0, a->src0, (size_t)bytes);
}

const uint8_t *kernel_run(const listed_kernel *k, const test_case *c, kernel_cost *cost) {
    ncn_kernel_args a = c->args;
    if (k->layoutId != 0) {
        a.layout = ncn_layout_find(k->op, k->layoutId);
        a.weight = c->packed;
    }
    uint8_t *dst = guarded(PORT_RESULT, c->dstBytes);
    uint8_t *scratch = guarded(PORT_WORK, c->scratchBytes);
    uint8_t *workspace = guarded(PORT_WORK, a.workspaceBytes);
    a.dst = dst;
    a.scratch = scratch;
    a.workspace = workspace;
    const uint32_t before = source_crc(c);
    port_stack_begin();
    const uint32_t from = port_instructions();
    const ncn_status status = k->function(&a);
    const uint32_t to = port_instructions();
    const int32_t stackBytes = port_stack_end();
    if (cost != NULL)
        *cost = (kernel_cost){to - from, stackBytes};
    const bool good = status == NCN_OK && untouched(dst, c->dstBytes) && untouched(scratch, c->scratchBytes) &&
                      untouched(workspace, a.workspaceBytes) && before == source_crc(c);
    return good ? dst : NULL;
}

bool kernel_equals_reference(const listed_kernel *k, const test_case *c, kernel_cost *cost) {
    const uint8_t *expected = kernel_run(reference_of(k->op, k->numbers), c, NULL);
    const uint8_t *got = kernel_run(k, c, cost);
    return expected != NULL && got != NULL && ncn_equal(expected, got, (size_t)c->dstBytes);
}
