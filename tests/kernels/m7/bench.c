/* See bench.h. Geometries: NUMERICS.md (19) and the networks' descriptions. The arena is the board's: fast memory, and
   SRAM for what finds no place in it. */
#include "bench.h"

#include "kernel_run.h"
#include "ncn_mem.h"
#include "port.h"
#include "test_float_case.h"

/* boards/NUCLEO_F767ZI/board.json: fastArenaBytes. Below LEAST_WORKSPACE the kernels' methods change. */
enum { FAST_BYTES = 98304, LEAST_WORKSPACE = 8192 };
/* Where a layer's memory lies, as ../bench/stalls.py numbers it. */
enum { ALL_FAST = 0, RESULT_IN_SRAM = 2, MAPS_IN_SRAM = 3 };

typedef struct layer {
    const char *network, *form, *name;
    uint8_t op;
    test_shape shape;
} layer;

static const layer layers[] = {
#include "networks.def"
};

static int64_t macs_of(const test_case *c) {
    const ncn_kernel_args *a = &c->args;
    switch (c->op) {
    case NCN_OP_DENSE:
    case NCN_OP_DENSE_LOGITS:
        return (int64_t)a->inH * a->inW * a->inC * a->outC;
    case TEST_CONFIDENCE:
    case NCN_OP_CONCAT:
    case NCN_OP_MAX_POOL:
    case NCN_OP_AVERAGE_POOL:
    case NCN_OP_POOL_BITS:
    case NCN_OP_INT8_TO_BITS:
    case NCN_OP_ADD:
    case NCN_OP_TO_FLOAT:
        return 0;
    default:
        return (int64_t)a->convH * a->convW * a->outC * a->kH * a->kW * (c->op == NCN_OP_DEPTHWISE ? 1 : a->inC);
    }
}

/* " NAME=VALUE" */
static void print_field(const char *name, int64_t value) {
    port_print(" ");
    port_print(name);
    port_print("=");
    port_print_number(value);
}

/* Runs a kernel once and prints what it took; its result. */
static const uint8_t *measured(const layer *l, const listed_kernel *k, const test_case *c, int32_t placement) {
    kernel_cost cost;
    const uint8_t *result = kernel_run(k, c, &cost);
    const char *text[] = {"bench network=", l->network, " form=", l->form, " layer=", l->name, " kernel=", k->name};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
        port_print(text[i]);
    const ncn_kernel_args *a = &c->args;
    print_field("layout", k->layoutId);
    print_field("op", c->op);
    print_field("numbers", c->numbers);
    print_field("kH", a->kH);
    print_field("kW", a->kW);
    print_field("stride", a->stride);
    print_field("inC", a->inC);
    print_field("outC", a->outC);
    print_field("outputPixels", (int64_t)a->outH * a->outW);
    print_field("macs", macs_of(c));
    print_field("instructions", cost.instructions);
    print_field("stackBytes", cost.stackBytes);
    print_field("scratchBytes", c->scratchBytes);
    print_field("workspaceBytes", a->workspaceBytes);
    print_field("flashBytes", c->constantBytes);
    print_field("placement", placement);
    port_print("\n");
    return result;
}

static bool same(const char *a, const char *b) {
    while (*a != 0 && *a == *b)
        a++, b++;
    return *a == *b;
}

static uint8_t numbers_of(const layer *l) {
    return same(l->form, "mixed")     ? NCN_NUMBERS_MIXED
           : same(l->form, "float32") ? NCN_NUMBERS_FLOAT32
                                      : NCN_NUMBERS_INT8;
}

static bool reads_bank(const layer *l) {
    return l->op == NCN_OP_TO_FLOAT || (numbers_of(l) == NCN_NUMBERS_INT8 && same(l->name, "conv1"));
}

/* Both input banks of the layer's network; the first layer's own input is one of them. Parts have none. */
static int32_t bank_bytes(const layer *l) {
    const layer *first = l;
    while (first > layers && same(first[-1].network, l->network))
        first--;
    const int32_t bytes = (first->shape.inH * first->shape.inW * first->shape.inC + 31) / 32 * 32;
    return same(l->network, "parts") ? 0 : reads_bank(l) ? bytes : 2 * bytes;
}

static int32_t input_bytes(const test_case *c) {
    const bool bits =
        c->op == NCN_OP_CONV_BITS_TO_BITS || c->op == NCN_OP_CONV_BITS_TO_INT8 || c->op == NCN_OP_POOL_BITS;
    const int32_t pixels = c->args.inH * c->args.inW;
    const int32_t operands = c->op == NCN_OP_ADD ? 2 : 1;
    const int32_t valueBytes = c->numbers != NCN_NUMBERS_INT8 && c->op != NCN_OP_TO_FLOAT ? 4 : 1;
    return operands * (bits ? 4 * pixels * ((c->args.inC + 31) / 32) : valueBytes * pixels * c->args.inC);
}

/* Gives the layer what fast memory has left beside its maps and the input banks; where they are too large, beside its
   input alone. Floats may be too large for that as well; their kernels want no workspace. Returns the placement. */
static int32_t place(const layer *l, test_case *c) {
    const int32_t left = FAST_BYTES - input_bytes(c) - c->scratchBytes;
    const int32_t beside = left - bank_bytes(l) - c->dstBytes;
    if (left < 0 && c->numbers != NCN_NUMBERS_INT8)
        return MAPS_IN_SRAM;
    c->args.workspaceBytes = (beside >= LEAST_WORKSPACE ? beside : left) / 32 * 32;
    return beside >= LEAST_WORKSPACE ? ALL_FAST : RESULT_IN_SRAM;
}

static bool bench_layer(const layer *l, random_state *r) {
    test_case c;
    if (numbers_of(l) == NCN_NUMBERS_INT8)
        test_case_of_shape(&c, l->op, &l->shape, r);
    else
        test_float_case_of_shape(&c, l->op, numbers_of(l), &l->shape, r);
    const listed_kernel *reference = reference_of(l->op, c.numbers);
    const int32_t placement = place(l, &c);
    const uint8_t *expected = measured(l, reference, &c, placement);
    bool good = expected != NULL;
    for (size_t k = 0; k < listed_kernels; k++) {
        const listed_kernel *kernel = listed_kernel_at(k);
        test_case packed = c;
        if (kernel->op != l->op || kernel->numbers != c.numbers || kernel->isReference ||
            !test_case_pack(&packed, kernel->layoutId))
            continue;
        const int32_t of_packed = place(l, &packed);
        if (packed.args.workspaceBytes < 0) /* the board's arena has no room for this layout's scratch */
            continue;
        const uint8_t *got = measured(l, kernel, &packed, of_packed);
        good = good && got != NULL && ncn_equal(expected, got, (size_t)c.dstBytes);
    }
    if (!good) {
        port_print("FAIL ");
        test_case_print(&c);
    }
    port_release();
    return good;
}

/* Whether "NETWORK/FORM/LAYER" begins with `only`. */
static bool chosen(const layer *l, const char *only) {
    const char *part[] = {l->network, "/", l->form, "/", l->name};
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
        for (const char *p = part[i]; *p != 0; p++, only++) {
            if (*only == 0 || *only == ' ')
                return true;
            if (*only != *p)
                return false;
        }
    return *only == 0 || *only == ' ';
}

bool bench_networks(uint32_t seed, const char *only) {
    bool good = true;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        random_state r = {seed + (uint32_t)i}; /* a layer's tensors do not depend on which others run */
        if (chosen(&layers[i], only))
            good &= bench_layer(&layers[i], &r);
    }
    return good;
}
