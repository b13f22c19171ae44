/* Weight layouts beside the reference's (`layout` 0): the same int8 filters, ordered or transformed for a kernel that
   reads them in place. MODEL-FORMAT.md, "Layouts". A layout is lossless: `unpack` gives the reference's weights back,
   so every build runs every blob (kernels __ref and __pc unpack) and the validator sees the weights themselves. A
   *plane* is the kH·kW weights of one output and one input channel, row by row. */
#ifndef NCN_LAYOUT_H
#define NCN_LAYOUT_H

#include "ncn_model.h"
#include "ncn_status.h"
#include <stdint.h>

enum { NCN_PLANE_MAX = 225 }; /* weights of the largest plane: 15 x 15 */

typedef struct ncn_filters {
    int32_t outC, kH, kW, inC;
} ncn_filters;

typedef struct ncn_layout {
    const char *name;
    int32_t blockOut, blockIn;             /* the tensor holds channels up to the next multiples, the missing ones 0 */
    uint32_t sumLimit;                     /* its kernels are exact while sum|w| of every output channel is below */
    bool (*takes)(const ncn_layer *layer); /* whether the layer's shape may have it */
    uint64_t (*weightBytes)(const ncn_filters *f);    /* of the tensor; pad bytes are 0 and checked by unpack */
    uint64_t (*scratchBytes)(const ncn_layer *layer); /* beyond one filter of int8, which every layout has */
    /* Adds a plane to a tensor that was zeroed before the first; output channels in rising order. */
    void (*pack)(const ncn_filters *f, uint8_t *tensor, int32_t oc, int32_t ic, const int8_t *plane);
    /* False if no plane gives the bytes there. */
    bool (*unpack)(const ncn_filters *f, const uint8_t *tensor, int32_t oc, int32_t ic, int8_t *plane);
} ncn_layout;

/* The layout of an operation by its layer record's `layout` byte; null for 0 and unknown ones. */
const ncn_layout *ncn_layout_find(uint8_t op, uint8_t id);

/* Exact size of the weight tensor. 64 bit, since the shape may not have been checked yet. */
uint64_t ncn_layout_weight_bytes(const ncn_layout *layout, const ncn_layer *layer);

/* Scratch of every kernel of the layout: at least one filter, into which those that unpack do so. */
uint64_t ncn_layout_scratch_bytes(const ncn_layout *layout, const ncn_layer *layer);

/* int8 weights [outC][kH][kW][inC] into a tensor of ncn_layout_weight_bytes. NCN_RULE_NONE, or why the layer cannot
   have this layout: LAYOUT (its shape), WEIGHT_VALUE (a weight is -128), LAYOUT_SUM. */
ncn_rule ncn_layout_pack(const ncn_layout *layout, const ncn_layer *layer, const int8_t *weights, uint8_t *tensor);

/* Filter oc, [kH][kW][inC], of a tensor. False if it holds bytes that no filter gives. */
bool ncn_layout_unpack(const ncn_layout *layout, const ncn_filters *f, const uint8_t *tensor, int32_t oc,
                       int8_t *filter);

/* Rules about the weights of one output channel; oc up to outC rounded up to blockOut - 1. *sum: its sum|w|. */
ncn_rule ncn_layout_check(const ncn_layout *layout, const ncn_filters *f, const uint8_t *tensor, int32_t oc,
                          uint32_t *sum);

static inline ncn_filters ncn_filters_of(const ncn_layer *layer) {
    const ncn_filters f = {layer->out.c, layer->kH, layer->kW, layer->in.c};
    return f;
}

/* n rounded up to a multiple of `block`. */
static inline int32_t ncn_blocks(int32_t n, int32_t block) {
    return (n + block - 1) / block * block;
}

#define NCN_LAYOUT(op, id, layout) extern const ncn_layout layout;
#include "ncn_layouts.def"
#undef NCN_LAYOUT

#endif
