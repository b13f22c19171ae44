/* See bench.h. Geometries: NUMERICS.md (19) and the networks' descriptions; workspaces are what the board's arena of
   128 KiB has left beside two activation maps. */
#include "bench.h"

#include "kernel_run.h"
#include "port.h"

enum { ARENA_BYTES = 131072 };

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
    case NCN_OP_CONV_BITS_TO_INT8:
        return (int64_t)a->convH * a->convW * a->outC * a->kH * a->kW * a->inC;
    case NCN_OP_MAX_POOL:
    case NCN_OP_POOL_BITS:
        return 0;
    default:
        return (int64_t)a->outH * a->outW * a->outC * a->kH * a->kW * a->inC;
    }
}

static bool bench_layer(const layer *l, const listed_kernel *k, random_state *r) {
    test_case c;
    kernel_cost cost;
    test_case_of_shape(&c, l->op, &l->shape, r);
    const bool bits =
        l->op == NCN_OP_CONV_BITS_TO_BITS || l->op == NCN_OP_CONV_BITS_TO_INT8 || l->op == NCN_OP_POOL_BITS;
    const int32_t pixels = c.args.inH * c.args.inW;
    const int32_t inBytes = bits ? 4 * pixels * ((c.args.inC + 31) / 32) : pixels * c.args.inC;
    c.args.workspaceBytes = (ARENA_BYTES - inBytes - c.dstBytes - c.scratchBytes) / 32 * 32;
    const uint8_t *expected = kernel_run(reference_of(l->op), &c, NULL);
    const uint8_t *got = kernel_run(k, &c, &cost);
    const char *text[] = {"bench ", l->network, " ", l->form, " ", l->name, " ", k->name, " "};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
        port_print(text[i]);
    port_print_number(macs_of(&c));
    port_print(" ");
    port_print_number(cost.instructions);
    port_print(" ");
    port_print_number(cost.stackBytes);
    port_print(" ");
    port_print_number(c.args.workspaceBytes);
    port_print("\n");
    bool equal = expected != NULL && got != NULL;
    for (int32_t i = 0; equal && i < c.dstBytes; i++)
        equal = expected[i] == got[i];
    if (!equal) {
        port_print("FAIL ");
        test_case_print(&c);
    }
    port_release();
    return equal;
}

bool bench_networks(random_state *r) {
    bool good = true;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++)
        for (size_t k = 0; k < listed_kernels; k++)
            if (listed_kernel_at(k)->op == layers[i].op)
                good &= bench_layer(&layers[i], listed_kernel_at(k), r);
    return good;
}
