/* Layouts `f23` and `f43` (conv, kernels 3 and 4): 3x3 filters transformed for F(2x2,3x3) and F(4x4,3x3), int16.
   MODEL-FORMAT.md, "Layouts"; transforms and bounds: KERNELS.md, "int8: Winograd". */
#include "ncn_layout.h"

enum { TAPS = 3, BLOCK = 4, QUAD = 4, MAX_SIDE = 6 };

/* Transforms of one axis: three taps to the points, and back where they are some taps' points. Values lie `from` or
   `to` apart. All fit int16: |u| <= 49·127; of any int16 `taps` makes some. */
typedef struct axis {
    int32_t side;
    void (*points)(const int16_t *g, int32_t from, int16_t *u, int32_t to);
    void (*taps)(const int16_t *u, int32_t from, int16_t *g, int32_t to);
} axis;

static void points_f23(const int16_t *g, int32_t from, int16_t *u, int32_t to) {
    const int32_t g0 = g[0], g1 = g[from], g2 = g[2 * from];
    u[0] = (int16_t)(2 * g0);
    u[to] = (int16_t)(g0 + g1 + g2);
    u[2 * to] = (int16_t)(g0 - g1 + g2);
    u[3 * to] = (int16_t)(2 * g2);
}

static void taps_f23(const int16_t *u, int32_t from, int16_t *g, int32_t to) {
    g[0] = (int16_t)(u[0] / 2);
    g[to] = (int16_t)((u[from] - u[2 * from]) / 2);
    g[2 * to] = (int16_t)(u[3 * from] / 2);
}

static void points_f43(const int16_t *g, int32_t from, int16_t *u, int32_t to) {
    const int32_t g0 = g[0], g1 = g[from], g2 = g[2 * from];
    u[0] = (int16_t)g0;
    u[to] = (int16_t) - (g0 + g1 + g2);
    u[2 * to] = (int16_t) - (g0 - g1 + g2);
    u[3 * to] = (int16_t)(g0 + 2 * g1 + 4 * g2);
    u[4 * to] = (int16_t)(g0 - 2 * g1 + 4 * g2);
    u[5 * to] = (int16_t)g2;
}

static void taps_f43(const int16_t *u, int32_t from, int16_t *g, int32_t to) {
    g[0] = u[0];
    g[to] = (int16_t)((u[3 * from] - u[4 * from]) / 4);
    g[2 * to] = u[5 * from];
}

static const axis f23 = {4, points_f23, taps_f23}, f43 = {MAX_SIDE, points_f43, taps_f43};

/* Both axes: columns, then rows. u: [side][side]. */
static void plane_points(const axis *a, const int8_t *plane, int16_t *u) {
    int16_t g[TAPS * TAPS], t[MAX_SIDE * TAPS];
    for (int32_t i = 0; i < TAPS * TAPS; i++)
        g[i] = plane[i];
    for (int32_t x = 0; x < TAPS; x++)
        a->points(g + x, TAPS, t + x, TAPS);
    for (int32_t y = 0; y < a->side; y++)
        a->points(t + TAPS * y, 1, u + a->side * y, 1);
}

/* False if a tap is no int8. */
static bool plane_taps(const axis *a, const int16_t *u, int8_t *plane) {
    int16_t g[TAPS * TAPS], t[MAX_SIDE * TAPS];
    for (int32_t y = 0; y < a->side; y++)
        a->taps(u + a->side * y, 1, t + TAPS * y, 1);
    for (int32_t x = 0; x < TAPS; x++)
        a->taps(t + x, TAPS, g + x, TAPS);
    for (int32_t i = 0; i < TAPS * TAPS; i++) {
        if (g[i] < INT8_MIN || g[i] > INT8_MAX)
            return false;
        plane[i] = (int8_t)g[i];
    }
    return true;
}

/* Byte of a point: blocks of 4 output channels; in a block words, the last one first, of [point][quad of input
   channels][even, odd pair of the quad][output channel]; in a word a halfword for each of the pair. */
static intptr_t offset(const axis *a, const ncn_filters *f, int32_t oc, int32_t ic, int32_t point) {
    const int32_t quads = ncn_blocks(f->inC, QUAD) / QUAD;
    const int32_t blockWords = 2 * BLOCK * quads * a->side * a->side;
    const int32_t word = ((point * quads + ic / QUAD) * 2 + ic % 2) * BLOCK + oc % BLOCK;
    return 4 * ((intptr_t)(oc / BLOCK + 1) * blockWords - 1 - word) + ic % QUAD / 2 * 2;
}

static void pack(const axis *a, const ncn_filters *f, uint8_t *tensor, int32_t oc, int32_t ic, const int8_t *plane) {
    int16_t u[MAX_SIDE * MAX_SIDE];
    plane_points(a, plane, u);
    for (int32_t point = 0; point < a->side * a->side; point++) {
        uint8_t *p = tensor + offset(a, f, oc, ic, point);
        p[0] = (uint8_t)u[point];
        p[1] = (uint8_t)((uint16_t)u[point] >> 8);
    }
}

static bool unpack(const axis *a, const ncn_filters *f, const uint8_t *tensor, int32_t oc, int32_t ic, int8_t *plane) {
    int16_t u[MAX_SIDE * MAX_SIDE];
    for (int32_t point = 0; point < a->side * a->side; point++)
        u[point] = (int16_t)ncn_u16(tensor + offset(a, f, oc, ic, point));
    if (!plane_taps(a, u, plane))
        return false;
    plane_points(a, plane, u);
    for (int32_t point = 0; point < a->side * a->side; point++)
        if (u[point] != (int16_t)ncn_u16(tensor + offset(a, f, oc, ic, point)))
            return false;
    return true;
}

static bool takes(const ncn_layer *layer) {
    return layer->kH == TAPS && layer->kW == TAPS && layer->stride == 1;
}

/* A pair of tiles: points of all channels, and products of a block of 4 filters. */
static uint64_t scratch_bytes(const axis *a, const ncn_layer *layer) {
    return 16u * (uint64_t)(a->side * a->side) * ((uint64_t)ncn_blocks(layer->in.c, QUAD) / QUAD + 2u);
}

static uint64_t weight_bytes(const axis *a, const ncn_filters *f) {
    return 2u * (uint64_t)(a->side * a->side) * (uint64_t)ncn_blocks(f->outC, BLOCK) *
           (uint64_t)ncn_blocks(f->inC, QUAD);
}

/* Limits: the sums come as 4 and 576 times the outputs, which must stay below 2^29 and 2^25 (KERNELS.md). */
#define LAYOUT(axis, limit)                                                                                            \
    static uint64_t axis##_weight_bytes(const ncn_filters *f) {                                                        \
        return weight_bytes(&axis, f);                                                                                 \
    }                                                                                                                  \
    static uint64_t axis##_scratch_bytes(const ncn_layer *layer) {                                                     \
        return scratch_bytes(&axis, layer);                                                                            \
    }                                                                                                                  \
    static void axis##_pack(const ncn_filters *f, uint8_t *tensor, int32_t oc, int32_t ic, const int8_t *plane) {      \
        pack(&axis, f, tensor, oc, ic, plane);                                                                         \
    }                                                                                                                  \
    static bool axis##_unpack(const ncn_filters *f, const uint8_t *tensor, int32_t oc, int32_t ic, int8_t *plane) {    \
        return unpack(&axis, f, tensor, oc, ic, plane);                                                                \
    }                                                                                                                  \
    const ncn_layout ncn_layout_##axis = {                                                                             \
        .name = #axis,                                                                                                 \
        .blockOut = BLOCK,                                                                                             \
        .blockIn = QUAD,                                                                                               \
        .sumLimit = limit,                                                                                             \
        .takes = takes,                                                                                                \
        .weightBytes = axis##_weight_bytes,                                                                            \
        .scratchBytes = axis##_scratch_bytes,                                                                          \
        .pack = axis##_pack,                                                                                           \
        .unpack = axis##_unpack,                                                                                       \
    }

LAYOUT(f23, 1u << 22);
LAYOUT(f43, 1u << 18);
