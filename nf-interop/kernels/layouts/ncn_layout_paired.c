/* Layout `paired` (conv, number 1): a byte a weight, two output channels a halfword. MODEL-FORMAT.md, "Layouts"; why it
   is exact: KERNELS.md, "int8: paired weights". */
#include "ncn_layout.h"

enum { BLOCK = 4, QUAD = 4 };

static bool takes(const ncn_layer *layer) {
    return layer->in.c % QUAD == 0;
}

static uint64_t weight_bytes(const ncn_filters *f) {
    return (uint64_t)ncn_blocks(f->outC, BLOCK) * (uint64_t)(f->kH * f->kW) * (uint64_t)f->inC;
}

/* The input rows of two output rows, widened. */
static uint64_t scratch_bytes(const ncn_layer *layer) {
    return 4u * (uint64_t)layer->kH * layer->in.w * layer->in.c;
}

/* Halfword of a weight: blocks of 4 output channels; in a block quads of taps, in order [kH][kW][inC/4]; in a quad its
   even pair of taps, then the odd pair; in a pair of taps the two pairs of channels, and of each the two taps. */
static uint32_t offset(const ncn_filters *f, int32_t oc, int32_t ic, int32_t tap) {
    const int32_t quads = f->kH * f->kW * f->inC / QUAD;
    const int32_t quad = oc / BLOCK * quads + (tap * f->inC + ic) / QUAD;
    const int32_t halfword = (ic & 1) << 2 | (oc & 2) | (ic & 2) >> 1;
    return 2u * (8u * (uint32_t)quad + (uint32_t)halfword);
}

/* 256·w_odd + w_even. */
static int32_t read(const uint8_t *p) {
    return (int16_t)ncn_u16(p);
}

static void pack(const ncn_filters *f, uint8_t *tensor, int32_t oc, int32_t ic, const int8_t *plane) {
    for (int32_t tap = 0; tap < f->kH * f->kW; tap++) {
        uint8_t *p = tensor + offset(f, oc, ic, tap);
        const int32_t v = oc & 1 ? read(p) + 256 * plane[tap] : plane[tap];
        p[0] = (uint8_t)v;
        p[1] = (uint8_t)((uint32_t)v >> 8);
    }
}

static bool unpack(const ncn_filters *f, const uint8_t *tensor, int32_t oc, int32_t ic, int8_t *plane) {
    for (int32_t tap = 0; tap < f->kH * f->kW; tap++) {
        const int32_t v = read(tensor + offset(f, oc, ic, tap));
        const int32_t even = (int8_t)(uint8_t)v;
        const int32_t w = oc & 1 ? (v - even) / 256 : even;
        if (w > INT8_MAX)
            return false;
        plane[tap] = (int8_t)w;
    }
    return true;
}

const ncn_layout ncn_layout_paired = {
    .name = "paired",
    .blockOut = BLOCK,
    .blockIn = 1,
    .sumLimit = 1u << 16,
    .takes = takes,
    .weightBytes = weight_bytes,
    .scratchBytes = scratch_bytes,
    .pack = pack,
    .unpack = unpack,
};
