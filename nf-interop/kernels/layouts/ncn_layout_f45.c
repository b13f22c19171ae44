/* Layout `f45` (conv and convInt8ToBits, number 2): 5x5 filters transformed for F(4,5). MODEL-FORMAT.md, "Layouts"; the
   transform and its bounds: KERNELS.md, "int8: F(4,5)". */
#include "ncn_layout.h"

#include "ncn_f45.h"

static bool takes(const ncn_layer *layer) {
    return layer->kH == NCN_F45_TAPS && layer->kW == NCN_F45_TAPS && layer->stride == 1;
}

static uint64_t weight_bytes(const ncn_filters *f) {
    return (uint64_t)(ncn_blocks(f->outC, NCN_F45_BLOCK) / NCN_F45_BLOCK) * 4u * (uint64_t)ncn_f45_block_words(f->inC);
}

static uint64_t scratch_bytes(const ncn_layer *layer) {
    const bool same = (layer->flags & NCN_LAYER_SAME) != 0;
    const ncn_shape map = ncn_conv_out(layer);
    return 4u * (uint64_t)ncn_f45_scratch_of(layer->in.h, layer->in.c, layer->out.c, map.w, same ? 2 : 0).words;
}

/* The halfword of an output channel at a point: tap i of the five rows, i = row·channels + ic. */
static uint32_t offset(const ncn_filters *f, int32_t oc, int32_t point, int32_t i) {
    const int32_t words = ncn_f45_words(f->inC);
    const int32_t place = ncn_f45_place(f->inC, i);
    const int32_t pair = (oc / NCN_F45_BLOCK * NCN_F45_POINTS + point) * words + place / 2;
    return 2u * (uint32_t)(2 * (NCN_F45_BLOCK * pair + oc % NCN_F45_BLOCK) + place % 2);
}

static void pack(const ncn_filters *f, uint8_t *tensor, int32_t oc, int32_t ic, const int8_t *plane) {
    for (int32_t row = 0; row < NCN_F45_TAPS; row++) {
        int32_t u[NCN_F45_POINTS];
        ncn_f45_weights(plane + NCN_F45_TAPS * row, u);
        for (int32_t point = 0; point < NCN_F45_POINTS; point++) {
            uint8_t *p = tensor + offset(f, oc, point, row * ncn_f45_row_channels(f->inC) + ic);
            p[0] = (uint8_t)u[point];
            p[1] = (uint8_t)((uint32_t)u[point] >> 8);
        }
    }
}

/* The row of weights that gives u; false if none does. */
static bool inverse(const int32_t u[NCN_F45_POINTS], int8_t w[NCN_F45_TAPS]) {
    const int32_t odd1 = (u[1] - u[2]) / 2; /* w1 + w3 */
    const int32_t odd2 = (u[3] - u[4]) / 4; /* w1 + 4·w3 */
    const int32_t v[NCN_F45_TAPS] = {u[0], odd1 - (odd2 - odd1) / 3, (u[1] + u[2]) / 2 - u[0] - u[7], (odd2 - odd1) / 3,
                                     u[7]};
    int32_t again[NCN_F45_POINTS];
    for (int32_t i = 0; i < NCN_F45_TAPS; i++) {
        if (v[i] < INT8_MIN || v[i] > INT8_MAX)
            return false;
        w[i] = (int8_t)v[i];
    }
    ncn_f45_weights(w, again);
    for (int32_t point = 0; point < NCN_F45_POINTS; point++)
        if (again[point] != u[point])
            return false;
    return true;
}

static int32_t read(const uint8_t *p) {
    return (int16_t)ncn_u16(p);
}

/* True if the halfwords that stand for no channel are 0. */
static bool pads_are_zero(const ncn_filters *f, const uint8_t *tensor, int32_t oc) {
    const int32_t channels = ncn_f45_row_channels(f->inC);
    for (int32_t point = 0; point < NCN_F45_POINTS; point++)
        for (int32_t i = 0; i < 2 * ncn_f45_words(f->inC); i++)
            if ((i >= NCN_F45_TAPS * channels || i % channels >= f->inC) && read(tensor + offset(f, oc, point, i)) != 0)
                return false;
    return true;
}

static bool unpack(const ncn_filters *f, const uint8_t *tensor, int32_t oc, int32_t ic, int8_t *plane) {
    if (ic == 0 && f->inC % 2 != 0 && !pads_are_zero(f, tensor, oc))
        return false;
    for (int32_t row = 0; row < NCN_F45_TAPS; row++) {
        int32_t u[NCN_F45_POINTS];
        for (int32_t point = 0; point < NCN_F45_POINTS; point++)
            u[point] = read(tensor + offset(f, oc, point, row * ncn_f45_row_channels(f->inC) + ic));
        if (!inverse(u, plane + NCN_F45_TAPS * row))
            return false;
    }
    return true;
}

const ncn_layout ncn_layout_f45 = {
    .name = "f45",
    .blockOut = NCN_F45_BLOCK,
    .blockIn = 1,
    .sumLimit = 1u << 20,
    .takes = takes,
    .weightBytes = weight_bytes,
    .scratchBytes = scratch_bytes,
    .pack = pack,
    .unpack = unpack,
};
