/* See test_f45.h. The method is bilinear mod 2^32: right for every pair of one tap and one pixel, it is right for all.
 */
#include "test_f45.h"

#include "ncn_kernels.h"
#include "port.h"

#ifdef NCN_KERNELS_M7
#include "ncn_m7_f45.h"

enum { WINDOW = 25, IMAGE = 5 * 8, OUTPUTS = 4, TENSOR_BYTES = 512, SCRATCH_BYTES = 2048 };

static const ncn_layer record = {
    .op = NCN_OP_CONV, .layout = 2, .in = {5, 8, 1}, .out = {1, 4, 1}, .kH = 5, .kW = 5, .stride = 1};

/* Every row of five weights with these values comes back from the layout. */
static uint32_t rows_that_do_not_come_back(uint32_t *cases) {
    static const int8_t value[] = {-127, -2, -1, 0, 1, 2, 127};
    const ncn_filters f = ncn_filters_of(&record);
    uint8_t *tensor = port_allocate(PORT_SOURCE, TENSOR_BYTES);
    uint32_t failures = 0;
    for (int32_t n = 0; n < 7 * 7 * 7 * 7 * 7; n++) {
        int8_t w[WINDOW] = {0}, back[WINDOW];
        int32_t rest = n;
        for (int32_t i = 0; i < 5; i++, rest /= 7)
            w[5 * (n % 5) + i] = value[rest % 7];
        bool same = ncn_layout_pack(&ncn_layout_f45, &record, w, tensor) == NCN_RULE_NONE &&
                    ncn_layout_unpack(&ncn_layout_f45, &f, tensor, 0, back);
        for (int32_t i = 0; i < WINDOW; i++)
            same = same && w[i] == back[i];
        failures += !same;
        ++*cases;
    }
    return failures;
}

/* y of 720·y: small ones, and towards both ends of what it is for. */
static uint32_t wrong_divisions(uint32_t *cases) {
    uint32_t failures = 0;
    for (int32_t i = -(1 << 17); i < 1 << 17; i++) {
        const int32_t y[] = {i, i < 0 ? -(1 << 27) - i - 1 : (1 << 27) - 1 - i, i * 1024 + (i & 1023)};
        for (int32_t k = 0; k < 3; k++, ++*cases)
            failures += ncn_m7_f45_exact(720u * (uint32_t)y[k]) != y[k];
    }
    return failures;
}

/* One tap of the filter, one pixel of the image. */
static uint32_t wrong_products(uint32_t *cases) {
    static const int8_t value[][2] = {{1, 1}, {-1, 1}, {127, 127}, {-127, -128}};
    uint8_t *tensor = port_allocate(PORT_SOURCE, TENSOR_BYTES);
    int8_t *image = port_allocate(PORT_SOURCE, IMAGE), *out = port_allocate(PORT_SOURCE, OUTPUTS),
           *scratch = port_allocate(PORT_SOURCE, SCRATCH_BYTES);
    const int32_t bias = 0;
    uint32_t failures = 0;
    ncn_kernel_args a = {.src0 = image,
                         .dst = out,
                         .weight = tensor,
                         .bias = &bias,
                         .scratch = scratch,
                         .layout = &ncn_layout_f45,
                         .inH = 5,
                         .inW = 8,
                         .inC = 1,
                         .outH = 1,
                         .outW = 4,
                         .outC = 1,
                         .kH = 5,
                         .kW = 5,
                         .stride = 1,
                         .convH = 1,
                         .convW = 4};
    if (ncn_kernel_scratch_bytes(&record) > SCRATCH_BYTES ||
        ncn_layout_weight_bytes(&ncn_layout_f45, &record) > TENSOR_BYTES)
        return 1;
    for (int32_t i = 0; i < IMAGE; i++)
        image[i] = 0;
    for (int32_t v = 0; v < 4; v++)
        for (int32_t tap = 0; tap < WINDOW; tap++) {
            int8_t w[WINDOW] = {0};
            w[tap] = value[v][0];
            a.shift = v < 2 ? 0 : 7;
            failures += ncn_layout_pack(&ncn_layout_f45, &record, w, tensor) != NCN_RULE_NONE;
            for (int32_t pixel = 0; pixel < IMAGE; pixel++, ++*cases) {
                const int32_t product = value[v][0] * value[v][1];
                const int8_t q = (int8_t)(v < 2 ? product : (product + 64) >> 7);
                image[pixel] = value[v][1];
                failures += ncn_s8_conv2d_f45__m7(&a) != NCN_OK;
                image[pixel] = 0;
                for (int32_t x = 0; x < OUTPUTS; x++)
                    failures += out[x] != (pixel / 8 == tap / 5 && pixel % 8 == tap % 5 + x ? q : 0);
            }
        }
    return failures;
}

uint32_t test_f45(void) {
    uint32_t cases = 0;
    const uint32_t failures = rows_that_do_not_come_back(&cases) + wrong_divisions(&cases) + wrong_products(&cases);
    port_release();
    port_print_result("f45", "cases", cases, failures);
    return failures;
}

#else

uint32_t test_f45(void) {
    return 0;
}

#endif
