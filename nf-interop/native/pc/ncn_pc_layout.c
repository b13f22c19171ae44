/* Weight layouts for the packer. ncn_pc_layout.h. */
#include "ncn_pc_layout.h"

#include "ncn_kernels.h"

enum { MAX_LAYER_BYTES = 1 << 23 };

/* The layout a layer record names, if the layer can have it; null otherwise. */
static const ncn_layout *layout_of(const uint8_t *record, ncn_layer *layer) {
    ncn_layer_read(layer, record);
    const ncn_layout *layout = ncn_layout_find(layer->op, layer->layout);
    const bool shaped =
        layer->in.c > 0 && layer->in.w > 0 && layer->kH >= 1 && layer->kH <= 15 && layer->kW >= 1 && layer->kW <= 15;
    return layout != NULL && shaped && layout->takes(layer) ? layout : NULL;
}

static int64_t reference_bytes(const ncn_layer *layer) {
    return (int64_t)layer->out.c * layer->kH * layer->kW * layer->in.c;
}

int32_t ncn_pc_layout_bytes(const uint8_t *record, int32_t *scratchBytes) {
    ncn_layer layer;
    const ncn_layout *layout = record != NULL ? layout_of(record, &layer) : NULL;
    if (layout == NULL || scratchBytes == NULL)
        return NCN_E_ARGUMENT;
    const uint64_t bytes = ncn_layout_weight_bytes(layout, &layer);
    const uint64_t scratch = ncn_kernel_scratch_bytes(&layer);
    if (bytes > MAX_LAYER_BYTES || scratch > MAX_LAYER_BYTES)
        return NCN_E_ARGUMENT;
    *scratchBytes = (int32_t)scratch;
    return (int32_t)bytes;
}

/* The layout of a record, if `bytes` weights of the layer make a tensor of `tensorBytes` in it; null otherwise. */
static const ncn_layout *layout_of_sizes(const uint8_t *record, ncn_layer *layer, int32_t bytes, int32_t tensorBytes) {
    int32_t scratchBytes;
    if (ncn_pc_layout_bytes(record, &scratchBytes) != tensorBytes)
        return NULL;
    const ncn_layout *layout = layout_of(record, layer);
    return reference_bytes(layer) == bytes ? layout : NULL;
}

int32_t ncn_pc_layout_pack(const uint8_t *record, const int8_t *weights, int32_t bytes, uint8_t *tensor,
                           int32_t tensorBytes) {
    ncn_layer layer;
    const ncn_layout *layout = layout_of_sizes(record, &layer, bytes, tensorBytes);
    if (layout == NULL || weights == NULL || tensor == NULL)
        return NCN_E_ARGUMENT;
    return (int32_t)ncn_layout_pack(layout, &layer, weights, tensor);
}

int32_t ncn_pc_layout_unpack(const uint8_t *record, const uint8_t *tensor, int32_t tensorBytes, int8_t *weights,
                             int32_t bytes) {
    ncn_layer layer;
    const ncn_layout *layout = layout_of_sizes(record, &layer, bytes, tensorBytes);
    if (layout == NULL || weights == NULL || tensor == NULL)
        return NCN_E_ARGUMENT;
    const ncn_filters filters = ncn_filters_of(&layer);
    for (int32_t oc = 0; oc < filters.outC; oc++)
        if (!ncn_layout_unpack(layout, &filters, tensor, oc, weights + (intptr_t)oc * (bytes / filters.outC)))
            return NCN_RULE_LAYOUT_BYTES;
    return NCN_OK;
}
