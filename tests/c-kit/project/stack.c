/* Contract: stack.h. The stack is painted before a call and looked at after it. The linker gives the library
   __wrap_ncn_kernel_find for its own ncn_kernel_find (-Wl,--wrap). */
#include "stack.h"
#include "models.h"
#include "say.h"
#include <ncn.h>

enum { PAINT = 0x5AFE57AC, PAINTED_WORDS = 768, MOST_CALLS = 32 };

typedef ncn_status kernel(const void *arguments);
kernel *__real_ncn_kernel_find(uint8_t op, uint8_t layout, uint8_t numbers);
kernel *__wrap_ncn_kernel_find(uint8_t op, uint8_t layout, uint8_t numbers);

static struct {
    const char *name;
    int32_t bytes, depth, withKernels;
} calls[MOST_CALLS];
static int count;
static bool runsKernels;
static volatile uint32_t *top;
static int32_t depth; /* at which the last call entered a kernel */

static ncn_classifier classifier;
static alignas(NCN_ALIGNMENT) int8_t src[1024], dst[1024], weights[3200], packed[10240];
static alignas(NCN_ALIGNMENT) int32_t bias[32];
static ncn_memory work;
static const ncn_memory none = {0, 0};

/* None of these has a frame of its own. */
__attribute__((noinline)) static void begin(void) {
    __asm__ volatile("mov %0, sp" : "=r"(top));
    depth = 0;
    for (int32_t i = 1; i <= PAINTED_WORDS; i++)
        top[-i] = PAINT;
}

__attribute__((noinline)) static int32_t end(void) {
    int32_t words = PAINTED_WORDS;
    while (words > 0 && top[-words] == PAINT)
        words--;
    return 4 * words;
}

__attribute__((noinline)) static ncn_status return_at_once(const void *arguments) {
    const uint8_t *sp;
    (void)arguments;
    __asm__ volatile("mov %0, sp" : "=r"(sp));
    depth = (const uint8_t *)top - sp > depth ? (const uint8_t *)top - sp : depth;
    return NCN_OK;
}

kernel *__wrap_ncn_kernel_find(uint8_t op, uint8_t layout, uint8_t numbers) {
    return runsKernels ? __real_ncn_kernel_find(op, layout, numbers) : return_at_once;
}

static int32_t larger(int32_t a, int32_t b) {
    return a > b ? a : b;
}

static void note(const char *name, int32_t bytes) {
    int i = 0;
    while (i < count && calls[i].name != name)
        i++;
    if (i == count)
        calls[count++].name = name;
    if (runsKernels) {
        calls[i].withKernels = larger(calls[i].withKernels, bytes);
    } else {
        calls[i].bytes = larger(calls[i].bytes, bytes);
        calls[i].depth = larger(calls[i].depth, depth);
    }
}

#define MEASURE(name, ...)                                                                                             \
    do {                                                                                                               \
        begin();                                                                                                       \
        (void)name(__VA_ARGS__);                                                                                       \
        note(#name, end());                                                                                            \
    } while (0)

static void measure_model(const test_model *m) {
    ncn_counters counters;
    ncn_answer answer;
    int net, layer;
    MEASURE(ncn_open, &classifier, m->model, m->modelBytes - 32, work, none);
    MEASURE(ncn_open_error, &classifier, &net, &layer);
    MEASURE(ncn_open, &classifier, m->model, m->modelBytes, work, none);
    MEASURE(ncn_memory_bytes, &classifier);
    MEASURE(ncn_input_bytes, &classifier);
    MEASURE(ncn_classes, &classifier);
    MEASURE(ncn_name, &classifier, 0);
    MEASURE(ncn_threshold, &classifier);
    MEASURE(ncn_set_threshold, &classifier, 128);
    MEASURE(ncn_set_clock, &classifier, 0);
    for (int mode = NCN_MODE_AUTO; mode <= NCN_MODE_FULL; mode++) {
        MEASURE(ncn_set_mode, &classifier, (ncn_mode)mode);
        MEASURE(ncn_classify, &classifier, m->inputs, m->inputBytes, &answer);
    }
    MEASURE(ncn_read_counters, &classifier, &counters);
    MEASURE(ncn_reset_counters, &classifier);
    MEASURE(ncn_close, &classifier);
}

static void measure_convolutions(void) {
    ncn_conv2d_needs needs;
    for (int layout = NCN_LAYOUT_PLAIN; layout <= NCN_LAYOUT_F43; layout++) {
        const uint8_t window = layout == NCN_LAYOUT_F45 ? 5 : 3;
        const ncn_conv2d c = {.inH = 8,
                              .inW = 8,
                              .inC = 16,
                              .outC = 8,
                              .kH = window,
                              .kW = window,
                              .stride = 1,
                              .same = true,
                              .shift = 7,
                              .layout = (ncn_layout_id)layout};
        MEASURE(ncn_s8_conv2d_needs, &c, &needs);
        MEASURE(ncn_s8_conv2d_pack, &c, weights, packed);
        MEASURE(ncn_s8_conv2d, &c, src, packed, bias, dst, work);
    }
    const ncn_conv2d c = {.inH = 8,
                          .inW = 8,
                          .inC = 40,
                          .outC = 32,
                          .kH = 3,
                          .kW = 3,
                          .stride = 1,
                          .same = true,
                          .poolH = 2,
                          .poolW = 2,
                          .poolStride = 2};
    MEASURE(ncn_b1_from_s8, src, 16, 40, (uint32_t *)(void *)dst);
    MEASURE(ncn_b1_conv2d_needs, &c, &needs);
    MEASURE(ncn_b1_conv2d, &c, (const uint32_t *)(const void *)src, (const uint32_t *)(const void *)packed, bias, 0,
            (uint32_t *)(void *)dst, work);
    MEASURE(ncn_status_text, NCN_E_ARENA);
}

void print_stack(ncn_memory memory) {
    work = memory;
    for (int pass = 0; pass < 2; pass++) {
        runsKernels = pass == 1;
        for (unsigned i = 0; i < sizeof test_models / sizeof test_models[0]; i++)
            measure_model(&test_models[i]);
        measure_convolutions();
    }
    for (int i = 0; i < count; i++) {
        print_text("stack ");
        print_text(calls[i].name);
        print_number(" ", calls[i].bytes);
        print_number(" ", calls[i].depth);
        print_number(" ", calls[i].withKernels);
        print_text("\n");
    }
}
