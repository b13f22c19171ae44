/* The parts of the validator. Each returns the first rule broken, NCN_RULE_NONE if all hold, and relies on those
   before it: header -> strings -> for each layer: place, layer, radix, tensors -> regions -> values of each layer's
   tensors. */
#ifndef NCN_CHECK_H
#define NCN_CHECK_H

#include "ncn_model.h"
#include "ncn_status.h"

/* A blob under test: after the header check, `bytes` is header->blobBytes and the layer tables lie inside. */
typedef struct ncn_blob {
    const uint8_t *data;
    size_t bytes;
    ncn_header *header;
} ncn_blob;

/* Whole file and header. Fills header as soon as its bytes are there. */
ncn_rule ncn_check_header(const ncn_blob *blob);

/* String table: count, lengths, UTF-8. */
ncn_rule ncn_check_strings(const ncn_blob *blob);

/* Operation, and whether it may stand at this place of the network. */
ncn_rule ncn_check_place(const ncn_blob *blob, const ncn_layer *layer, int net, int index);

/* Sources, shapes, window, MACs. record: the layer's bytes. */
ncn_rule ncn_check_layer(const ncn_blob *blob, const ncn_layer *layer, const uint8_t *record, int net, int index);

/* For a layer without a blob, of which op, layout, flags, in, out.c, window and pool are set: checks them as
   ncn_check_layer does, and sets the output's height and width. */
ncn_rule ncn_complete_layer(ncn_layer *layer);

/* Radices and shifts. */
ncn_rule ncn_check_radix(const ncn_blob *blob, const ncn_layer *layer, int net);

/* Sizes and places of a layer's tensors. */
ncn_rule ncn_check_tensors(const ncn_blob *blob, const ncn_layer *layer);

/* Values inside a layer's tensors: -128, pads, accumulator bounds. */
ncn_rule ncn_check_values(const ncn_blob *blob, const ncn_layer *layer);

/* Parts of the blob against one another: overlaps, zeros between. Sets net and layer of the violation. */
ncn_rule ncn_check_regions(const ncn_blob *blob, ncn_violation *violation);

/* The network a source belongs to: that of the layer, but concat reads nets 0 and 1. */
static inline int ncn_source_net(const ncn_layer *layer, int net, int which) {
    return layer->op == NCN_OP_CONCAT ? which : net;
}

/* True if the operation has weights of this kind. */
static inline bool ncn_op_has_int8_weights(uint8_t op) {
    return op == NCN_OP_CONV || op == NCN_OP_DEPTHWISE || op == NCN_OP_DENSE || op == NCN_OP_DENSE_LOGITS ||
           op == NCN_OP_CONV_INT8_TO_BITS;
}
static inline bool ncn_op_has_binary_weights(uint8_t op) {
    return op == NCN_OP_CONV_BITS_TO_BITS || op == NCN_OP_CONV_BITS_TO_INT8;
}
static inline bool ncn_op_is_conv(uint8_t op) {
    return op == NCN_OP_CONV || op == NCN_OP_DEPTHWISE || op == NCN_OP_CONV_INT8_TO_BITS ||
           ncn_op_has_binary_weights(op);
}
/* Convolutions whose map is bits before or behind: they may pool it. */
static inline bool ncn_op_is_pooled_conv(uint8_t op) {
    return op == NCN_OP_CONV_INT8_TO_BITS || ncn_op_has_binary_weights(op);
}
static inline bool ncn_op_is_pool(uint8_t op) {
    return op == NCN_OP_MAX_POOL || op == NCN_OP_AVERAGE_POOL || op == NCN_OP_POOL_BITS;
}
static inline bool ncn_op_is_dense(uint8_t op) {
    return op == NCN_OP_DENSE || op == NCN_OP_DENSE_LOGITS;
}

#endif
