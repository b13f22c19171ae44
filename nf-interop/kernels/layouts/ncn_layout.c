/* What all weight layouts share. Contract: ncn_layout.h. */
#include "ncn_layout.h"

#include "ncn_mem.h"

static const struct {
    uint8_t op, id;
    const ncn_layout *layout;
} list[] = {
#define NCN_LAYOUT(op, id, layout) {NCN_OP_##op, id, &layout},
#include "ncn_layouts.def"
#undef NCN_LAYOUT
};

const ncn_layout *ncn_layout_find(uint8_t op, uint8_t id) {
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (list[i].op == op && list[i].id == id)
            return list[i].layout;
    return 0;
}

uint64_t ncn_layout_weight_bytes(const ncn_layout *layout, const ncn_layer *layer) {
    const ncn_filters f = ncn_filters_of(layer);
    return layout->weightBytes(&f);
}

uint64_t ncn_layout_scratch_bytes(const ncn_layout *layout, const ncn_layer *layer) {
    const uint64_t filter = (uint64_t)layer->kH * layer->kW * layer->in.c;
    const uint64_t own = layout->scratchBytes(layer);
    return own > filter ? own : filter;
}

static int32_t abs_of(int8_t w) {
    return w < 0 ? -w : w;
}

static uint32_t sum_of(const int8_t *plane, int32_t n) {
    uint32_t sum = 0;
    for (int32_t i = 0; i < n; i++)
        sum += (uint32_t)abs_of(plane[i]);
    return sum;
}

static bool has_minimum(const int8_t *plane, int32_t n) {
    for (int32_t i = 0; i < n; i++)
        if (plane[i] == INT8_MIN)
            return true;
    return false;
}

ncn_rule ncn_layout_pack(const ncn_layout *layout, const ncn_layer *layer, const int8_t *weights, uint8_t *tensor) {
    const ncn_filters f = ncn_filters_of(layer);
    const int32_t taps = f.kH * f.kW;
    int8_t plane[NCN_PLANE_MAX];
    if (!layout->takes(layer))
        return NCN_RULE_LAYOUT;
    ncn_fill(tensor, 0, (size_t)ncn_layout_weight_bytes(layout, layer));
    for (int32_t oc = 0; oc < f.outC; oc++, weights += taps * f.inC) {
        uint32_t sum = 0;
        for (int32_t ic = 0; ic < f.inC; ic++) {
            for (int32_t tap = 0; tap < taps; tap++)
                plane[tap] = weights[tap * f.inC + ic];
            if (has_minimum(plane, taps))
                return NCN_RULE_WEIGHT_VALUE;
            sum += sum_of(plane, taps);
            layout->pack(&f, tensor, oc, ic, plane);
        }
        if (sum >= layout->sumLimit)
            return NCN_RULE_LAYOUT_SUM;
    }
    return NCN_RULE_NONE;
}

bool ncn_layout_unpack(const ncn_layout *layout, const ncn_filters *f, const uint8_t *tensor, int32_t oc,
                       int8_t *filter) {
    const int32_t taps = f->kH * f->kW;
    int8_t plane[NCN_PLANE_MAX];
    for (int32_t ic = 0; ic < f->inC; ic++) {
        if (!layout->unpack(f, tensor, oc, ic, plane))
            return false;
        for (int32_t tap = 0; tap < taps; tap++)
            filter[tap * f->inC + ic] = plane[tap];
    }
    return true;
}

ncn_rule ncn_layout_check(const ncn_layout *layout, const ncn_filters *f, const uint8_t *tensor, int32_t oc,
                          uint32_t *sum) {
    const int32_t taps = f->kH * f->kW;
    const int32_t channels = ncn_blocks(f->inC, layout->blockIn);
    int8_t plane[NCN_PLANE_MAX];
    *sum = 0;
    for (int32_t ic = 0; ic < channels; ic++) {
        if (!layout->unpack(f, tensor, oc, ic, plane))
            return NCN_RULE_LAYOUT_BYTES;
        if (has_minimum(plane, taps))
            return NCN_RULE_WEIGHT_VALUE;
        const uint32_t add = sum_of(plane, taps);
        if ((oc >= f->outC || ic >= f->inC) && add != 0)
            return NCN_RULE_LAYOUT_BYTES;
        *sum += add;
    }
    return *sum < layout->sumLimit ? NCN_RULE_NONE : NCN_RULE_LAYOUT_SUM;
}
