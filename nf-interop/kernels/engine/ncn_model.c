/* Decoding of header and layer records, and the output shapes of eq. (3). */
#include "ncn_model.h"

static ncn_shape shape_at(const uint8_t *p) {
    const ncn_shape s = {ncn_u16(p), ncn_u16(p + 2), ncn_u16(p + 4)};
    return s;
}

static ncn_tensor tensor_at(const uint8_t *p) {
    const ncn_tensor t = {ncn_u32(p), ncn_u32(p + 4)};
    return t;
}

void ncn_header_read(ncn_header *h, const uint8_t *blob) {
    h->blobBytes = ncn_u32(blob + NCN_HEADER_BLOB_BYTES);
    h->crc32 = ncn_u32(blob + NCN_HEADER_CRC32);
    h->kernelAbi = ncn_u16(blob + NCN_HEADER_KERNEL_ABI);
    h->form = blob[NCN_HEADER_FORM];
    h->flags = blob[NCN_HEADER_FLAGS];
    h->confidenceThreshold = blob[NCN_HEADER_CONFIDENCE_THRESHOLD];
    h->classes = blob[NCN_HEADER_CLASSES];
    h->preprocessing = blob[NCN_HEADER_PREPROCESSING];
    h->padValue = blob[NCN_HEADER_PAD_VALUE];
    for (int i = 0; i < 4; i++)
        h->preprocessingParameters[i] = ncn_u16(blob + NCN_HEADER_PREPROCESSING_PARAMETERS + 2 * i);
    h->input = shape_at(blob + NCN_HEADER_INPUT_SHAPE);
    h->inputRadix = (int8_t)blob[NCN_HEADER_INPUT_RADIX];
    for (int net = 0; net < NCN_NETS; net++) {
        h->numbers[net] = blob[NCN_HEADER_NUMBERS + net];
        h->layerCount[net] = blob[NCN_HEADER_LAYER_COUNT + net];
        h->layerOffset[net] = ncn_u32(blob + NCN_HEADER_LAYER_OFFSET + 4 * net);
        h->temperature[net] = ncn_u32(blob + NCN_HEADER_TEMPERATURE + 4 * net);
    }
    h->stemLayers = blob[NCN_HEADER_STEM_LAYERS];
    h->strings.offset = ncn_u32(blob + NCN_HEADER_STRING_OFFSET);
    h->strings.bytes = ncn_u16(blob + NCN_HEADER_STRING_BYTES);
    h->arenaBytes = ncn_u32(blob + NCN_HEADER_ARENA_BYTES);
    h->fastBytes = ncn_u32(blob + NCN_HEADER_FAST_BYTES);
    h->sramBytes = ncn_u32(blob + NCN_HEADER_SRAM_BYTES);
    for (int bank = 0; bank < NCN_INPUT_BANKS; bank++)
        h->bankPlace[bank] = ncn_u32(blob + NCN_HEADER_BANK_PLACE + 4 * bank);
}

void ncn_layer_read(ncn_layer *l, const uint8_t *record) {
    l->op = record[NCN_LAYER_OP];
    l->layout = record[NCN_LAYER_LAYOUT];
    l->flags = record[NCN_LAYER_FLAGS];
    l->numbers = NCN_NUMBERS_INT8;
    l->source0 = (int16_t)ncn_u16(record + NCN_LAYER_SOURCE0);
    l->source1 = (int16_t)ncn_u16(record + NCN_LAYER_SOURCE1);
    l->in = shape_at(record + NCN_LAYER_IN_SHAPE);
    l->out = shape_at(record + NCN_LAYER_OUT_SHAPE);
    l->kH = record[NCN_LAYER_WINDOW];
    l->kW = record[NCN_LAYER_WINDOW + 1];
    l->stride = record[NCN_LAYER_WINDOW + 2];
    l->poolH = record[NCN_LAYER_POOL];
    l->poolW = record[NCN_LAYER_POOL + 1];
    l->poolStride = record[NCN_LAYER_POOL + 2];
    const bool toBits = l->op == NCN_OP_CONV_INT8_TO_BITS || l->op == NCN_OP_CONV_BITS_TO_BITS;
    if (toBits && l->poolH == 0 && l->poolW == 0 && l->poolStride == 0)
        l->poolH = l->poolW = l->poolStride = 1; /* as kernel ABI 1 has it */
    l->radixIn0 = (int8_t)record[NCN_LAYER_RADIX];
    l->radixIn1 = (int8_t)record[NCN_LAYER_RADIX + 1];
    l->radixWeight = (int8_t)record[NCN_LAYER_RADIX + 2];
    l->radixOut = (int8_t)record[NCN_LAYER_RADIX + 3];
    l->shift = record[NCN_LAYER_SHIFT];
    l->shift1 = record[NCN_LAYER_SHIFT1];
    l->weight = tensor_at(record + NCN_LAYER_WEIGHT);
    l->bias = tensor_at(record + NCN_LAYER_BIAS);
    l->aux = tensor_at(record + NCN_LAYER_AUX);
    l->flip = tensor_at(record + NCN_LAYER_FLIP);
    l->macs = ncn_u32(record + NCN_LAYER_MACS);
    l->outputPlace = ncn_u32(record + NCN_LAYER_OUTPUT_PLACE);
    l->scratchPlace = ncn_u32(record + NCN_LAYER_SCRATCH_PLACE);
}

void ncn_layer_at(ncn_layer *out, const ncn_header *header, const uint8_t *blob, int net, int layer) {
    ncn_layer_read(out, blob + header->layerOffset[net] + (size_t)layer * NCN_LAYER_BYTES);
    out->numbers = header->numbers[net];
}

ncn_type ncn_layer_output_type(const ncn_layer *l) {
    switch (l->op) {
    case NCN_OP_DENSE_LOGITS:
        return NCN_TYPE_INT32;
    case NCN_OP_CONV_INT8_TO_BITS:
    case NCN_OP_CONV_BITS_TO_BITS:
    case NCN_OP_POOL_BITS:
    case NCN_OP_INT8_TO_BITS:
        return NCN_TYPE_BITS;
    default:
        return l->numbers == NCN_NUMBERS_INT8 ? NCN_TYPE_INT8 : NCN_TYPE_FLOAT32;
    }
}

/* Eq. (3), one axis of a convolution: 'same' pads k/2 zeros on both sides. */
static uint16_t conv_out(uint32_t n, uint32_t k, uint32_t stride, bool same) {
    const uint32_t padded = same ? n + 2 * (k / 2) : n;
    return (uint16_t)((padded - k) / stride + 1);
}

ncn_shape ncn_conv_out(const ncn_layer *l) {
    const bool same = (l->flags & NCN_LAYER_SAME) != 0;
    const ncn_shape s = {conv_out(l->in.h, l->kH, l->stride, same), conv_out(l->in.w, l->kW, l->stride, same),
                         l->out.c};
    return s;
}

uint32_t ncn_pool_out(uint32_t n, uint32_t k, uint32_t stride, bool roundUp) {
    uint32_t out = (n - k + (roundUp ? stride - 1 : 0)) / stride + 1;
    if ((out - 1) * stride >= n)
        out--; /* would start outside the image */
    return out;
}

void ncn_source_at(ncn_source *source, const ncn_header *header, const uint8_t *blob, int net, int layer) {
    if (layer == NCN_SOURCE_INPUT && ncn_begins_at_stem(header, net)) {
        net = NCN_NET_BNN;
        layer = header->stemLayers - 1;
    }
    if (layer == NCN_SOURCE_INPUT) {
        source->shape = header->input;
        source->type = NCN_TYPE_INT8;
        source->radix = header->inputRadix;
        return;
    }
    ncn_layer l;
    ncn_layer_at(&l, header, blob, net, layer);
    source->shape = l.out;
    source->type = ncn_layer_output_type(&l);
    source->radix = source->type == NCN_TYPE_INT32 ? l.radixIn0 + l.radixWeight : l.radixOut;
}
