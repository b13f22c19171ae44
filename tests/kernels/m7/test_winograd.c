/* See test_winograd.h. A point of a tile is a bilinear form of the tile with a row and a column of B^T (KERNELS.md), so
   it is largest where the tile is an outer product of signs; likewise a filter's points. All such tiles of the largest
   magnitudes meet all such filters. An int8 output hides most of a sum, so each case has biases that bring one pixel's
   sums near 0. */
#include "test_winograd.h"

#include "kernel_run.h"
#include "ncn_mem.h"
#include "port.h"

#ifdef NCN_KERNELS_M7
#include "ncn_m7_f43_weights.h"
#endif

enum { TAPS = 9, CHANNELS = 4, SMALLEST = -128, LARGEST = 127 };

/* A layer of one tile, one input and four output channels. */
typedef struct one_tile {
    test_case c;
    int8_t *map, *weights;
    int32_t *bias;
} one_tile;

static void begin(one_tile *t, int32_t side, bool same) {
    t->map = port_allocate(PORT_SOURCE, (size_t)(side * side));
    t->weights = port_allocate(PORT_SOURCE, CHANNELS * TAPS);
    t->bias = port_allocate(PORT_SOURCE, CHANNELS * sizeof *t->bias);
    const int32_t out = same ? side : side - 2;
    t->c = (test_case){
        .op = NCN_OP_CONV,
        .args = {.src0 = t->map,
                 .weight = t->weights,
                 .bias = t->bias,
                 .inH = side,
                 .inW = side,
                 .inC = 1,
                 .outH = out,
                 .outW = out,
                 .outC = CHANNELS,
                 .convH = out,
                 .convW = out,
                 .kH = 3,
                 .kW = 3,
                 .stride = 1,
                 .padH = same,
                 .padW = same},
        .dstBytes = out * out * CHANNELS,
    };
}

/* Gives pixel `pixel` the output `value` in every channel; the kernel's result must be that and the reference's. */
static bool equal_at(one_tile *t, const listed_kernel *k, int32_t pixel, int8_t value) {
    const ncn_kernel_args *a = &t->c.args;
    const int32_t oy = pixel / a->outW, ox = pixel % a->outW;
    for (int32_t c = 0; c < CHANNELS; c++) {
        t->bias[c] = value;
        for (int32_t tap = 0; tap < TAPS; tap++) {
            const int32_t y = oy + tap / 3 - a->padH, x = ox + tap % 3 - a->padW;
            if (y >= 0 && y < a->inH && x >= 0 && x < a->inW)
                t->bias[c] -= t->map[y * a->inW + x] * t->weights[TAPS * c + tap];
        }
    }
    const uint8_t *expected = kernel_run(reference_of(NCN_OP_CONV, NCN_NUMBERS_INT8), &t->c, NULL);
    const uint8_t *got = kernel_run(k, &t->c, NULL);
    bool equal = expected != NULL && got != NULL && ncn_equal(expected, got, (size_t)t->c.dstBytes);
    for (int32_t c = 0; equal && c < CHANNELS; c++)
        equal = (int8_t)got[CHANNELS * pixel + c] == value;
    return equal;
}

/* Sign of an outer product of signs, bits of rows and columns. */
static int32_t sign(int32_t rows, int32_t columns, int32_t y, int32_t x) {
    return ((rows >> y ^ columns >> x) & 1) != 0 ? -1 : 1;
}

static uint32_t test_extremes(const listed_kernel *k, int32_t side) {
    uint32_t cases = 0, failures = 0;
    for (int32_t first = 0; first < 32;
         first += CHANNELS) { /* filters: 8 rows of signs, 4 columns without the opposites */
        for (int32_t tile = 0; tile < 1 << (2 * side); tile++, cases++) {
            one_tile t;
            begin(&t, side, false);
            for (int32_t i = 0; i < CHANNELS * TAPS; i++)
                t.weights[i] =
                    (int8_t)(LARGEST * sign((first + i / TAPS) % 8, (first + i / TAPS) / 8, i % TAPS / 3, i % 3));
            for (int32_t i = 0; i < side * side; i++)
                t.map[i] = sign(tile, tile >> side, i / side, i % side) < 0 ? SMALLEST : LARGEST;
            const bool good = test_case_pack(&t.c, k->layoutId) &&
                              equal_at(&t, k, tile % (t.c.dstBytes / CHANNELS), (int8_t)(tile * 37 % 255 - 127));
            failures += !good;
            port_release();
        }
    }
    port_print_result(k->name, "extremes", cases, failures);
    return failures;
}

static uint32_t test_products(const listed_kernel *k) {
    uint32_t cases = 0, failures = 0;
    for (int32_t w = -LARGEST; w <= LARGEST; w += CHANNELS) {
        for (int32_t x = SMALLEST; x <= LARGEST; x++, cases++) {
            one_tile t;
            begin(&t, 1, true);
            for (int32_t i = 0; i < CHANNELS * TAPS; i++)
                t.weights[i] = (int8_t)(w + i / TAPS > LARGEST ? LARGEST : w + i / TAPS);
            t.map[0] = (int8_t)x;
            failures += !(test_case_pack(&t.c, k->layoutId) && equal_at(&t, k, 0, (int8_t)(x / 2)));
            port_release();
        }
    }
    port_print_result(k->name, "products", cases, failures);
    return failures;
}

#ifdef NCN_KERNELS_M7
/* Filters transformed while a layer runs are those of the layout: every pair of taps at their extremes, in each place
   of two blocks, the second of which lacks channels. */
static uint32_t test_transformed_filters(void) {
    enum { IN = 8, OUT = 6, WEIGHTS = OUT * TAPS * IN, BLOCK_BYTES = CHANNELS * IN * 72, TEMPORARY_BYTES = 160 };
    const ncn_layer record = {
        .op = NCN_OP_CONV, .layout = 4, .in = {6, 6, IN}, .out = {4, 4, OUT}, .kH = 3, .kW = 3, .stride = 1};
    int8_t *weights = port_allocate(PORT_SOURCE, WEIGHTS);
    uint8_t *tensor = port_allocate(PORT_SOURCE, 2 * BLOCK_BYTES);
    uint32_t *made = port_allocate(PORT_WORK, BLOCK_BYTES), *temporary = port_allocate(PORT_WORK, TEMPORARY_BYTES);
    const ncn_kernel_args a = {.weight = weights, .inC = IN, .outC = OUT};
    uint32_t cases = 0, failures = 0;
    for (int32_t signs = 0; signs < 1 << TAPS; signs++, cases++) {
        for (int32_t i = 0; i < WEIGHTS; i++) /* [outC][3][3][inC]; planes differ */
            weights[i] =
                (int8_t)(((signs >> i / IN % TAPS) & 1) != 0 ? LARGEST - 3 * (i % IN) : -LARGEST + i / (TAPS * IN));
        failures += ncn_layout_pack(&ncn_layout_f43, &record, weights, tensor) != NCN_RULE_NONE;
        ncn_m7_f43_transform(made, &a, 0, temporary);
        failures += !ncn_equal(made, tensor, BLOCK_BYTES);
        ncn_m7_f43_transform(made, &a, CHANNELS, temporary);
        const uint32_t *expected = (const uint32_t *)(tensor + BLOCK_BYTES);
        for (int32_t i = 0; i < BLOCK_BYTES / 4; i++) /* words fall: channels 3, 2, 1, 0 */
            failures += i % CHANNELS >= CHANNELS - OUT % CHANNELS && made[i] != expected[i];
    }
    port_release();
    port_print_result("f43", "transformed", cases, failures);
    return failures;
}
#else
static uint32_t test_transformed_filters(void) {
    return 0;
}
#endif

uint32_t test_winograd(void) {
    enum { F23 = 3, F43 = 4 };
    uint32_t failures = test_transformed_filters();
    for (size_t i = 0; i < listed_kernels; i++) {
        const listed_kernel *k = listed_kernel_at(i);
        if (k->op != NCN_OP_CONV || k->isReference || (k->layoutId != F23 && k->layoutId != F43))
            continue;
        failures += test_extremes(k, k->layoutId == F23 ? 4 : 6);
        failures += test_products(k);
    }
    return failures;
}
