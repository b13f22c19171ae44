/* The kernel list as a lookup: operation and layout to function; a faster implementation built in hides the
   reference. */
#include "ncn_kernels.h"
#include "ncn_u_rows.h"

/* The larger the better. Where the DSP instructions are emulated, the M7 kernels are for tests. */
#ifdef __ARM_FEATURE_DSP
typedef enum implementation { REF, PC, M7 } implementation;
#else
typedef enum implementation { M7, REF, PC } implementation;
#endif

typedef struct entry {
    uint8_t op, layoutId, numbers;
    implementation implementation;
    ncn_kernel *function;
} entry;

static const entry entries[] = {
#define NCN_KERNEL(op, layoutId, function, implementation)                                                             \
    {NCN_OP_##op, layoutId, NCN_NUMBERS_INT8, implementation, function},
#include "ncn_kernels.def"
#undef NCN_KERNEL
#define NCN_FLOAT_KERNEL(op, numbers, function, implementation)                                                        \
    {NCN_OP_##op, 0, NCN_NUMBERS_##numbers, implementation, function},
#include "ncn_float_kernels.def"
#undef NCN_FLOAT_KERNEL
};

ncn_kernel *ncn_kernel_find(uint8_t op, uint8_t layoutId, uint8_t numbers) {
    const entry *best = 0;
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        const entry *e = &entries[i];
        const bool fits = e->op == op && e->layoutId == layoutId && e->numbers == numbers;
        if (fits && (best == 0 || e->implementation > best->implementation))
            best = e;
    }
    return best == 0 ? 0 : best->function;
}

/* Rows of u on their way to the pool: ncn_u_rows.h. */
static uint64_t pool_bytes(const ncn_layer *layer) {
    const bool toBits = layer->op == NCN_OP_CONV_INT8_TO_BITS || layer->op == NCN_OP_CONV_BITS_TO_BITS;
    if (!toBits || !ncn_layer_pools(layer))
        return 0;
    const ncn_shape map = ncn_conv_out(layer);
    return (uint64_t)NCN_U_ROWS * map.w * ncn_words(map.c) * sizeof(uint32_t);
}

uint64_t ncn_kernel_scratch_bytes(const ncn_layer *layer) {
    const ncn_layout *layout = ncn_layout_find(layer->op, layer->layout);
    if (layout != 0)
        return pool_bytes(layer) + ncn_layout_scratch_bytes(layout, layer);
    if (layer->op != NCN_OP_CONV_BITS_TO_INT8)
        return pool_bytes(layer);
    const ncn_shape map = ncn_conv_out(layer); /* a channel's map of s */
    return (uint64_t)map.h * map.w * sizeof(int32_t);
}
