/* Validator, a layer's place: which operation may stand where in the three networks. */
#include "ncn_check.h"
#include "ncn_kernels.h"

/* Nets 0 and 1 end in logits, and nowhere else; net 1 of form 3 without its own logits ends in int8 features. */
static ncn_rule check_end(const ncn_header *h, const ncn_layer *layer, int net, int index) {
    const bool last = index == h->layerCount[net] - 1;
    const bool features = net == NCN_NET_INT8 && (h->flags & NCN_MODEL_INT8_LOGITS) == 0;
    if ((layer->op == NCN_OP_DENSE_LOGITS) != (last && !features))
        return NCN_RULE_NET_END;
    if (last && features && ncn_layer_output_type(layer) != NCN_TYPE_INT8)
        return NCN_RULE_NET_END;
    return NCN_RULE_NONE;
}

/* The layer of net 0 or 1 that the glue reads, eq. (15): its logits, or what its last layer reads; net 1 may end in
   its features. */
static int glue_source(const ncn_blob *blob, int net) {
    const ncn_header *h = blob->header;
    const int last = h->layerCount[net] - 1;
    if (h->form == NCN_FORM_BCNET_LOGITS || (net == NCN_NET_INT8 && (h->flags & NCN_MODEL_INT8_LOGITS) == 0))
        return last;
    ncn_layer layer;
    ncn_layer_at(&layer, h, blob->data, net, last);
    return layer.source0;
}

static ncn_rule check_glue(const ncn_blob *blob, const ncn_layer *layer, int index) {
    if (index == 1)
        return layer->op == NCN_OP_DENSE_LOGITS && layer->source0 == 0 ? NCN_RULE_NONE : NCN_RULE_GLUE_LAYERS;
    if (layer->op != NCN_OP_CONCAT)
        return NCN_RULE_GLUE_LAYERS;
    const int bnn = glue_source(blob, NCN_NET_BNN);
    const int int8 = glue_source(blob, NCN_NET_INT8);
    if (bnn < 0 || int8 < 0 || layer->source0 != bnn || layer->source1 != int8)
        return NCN_RULE_CONCAT_SOURCE;
    return NCN_RULE_NONE;
}

/* The first kernel ABI that has an operation. */
static uint16_t first_abi(uint8_t op) {
    return op == NCN_OP_INT8_TO_BITS ? NCN_ABI_STEM : op == NCN_OP_DEPTHWISE ? NCN_ABI_DEPTHWISE : 1;
}

ncn_rule ncn_check_place(const ncn_blob *blob, const ncn_layer *layer, int net, int index) {
    if (layer->op < NCN_OP_CONV || layer->op > NCN_OP_INT8_TO_BITS)
        return NCN_RULE_OP;
    const bool found = ncn_kernel_find(layer->op, layer->layout, layer->numbers) != 0;
    const uint16_t abi = blob->header->kernelAbi;
    if (!found || (layer->layout != 0 && abi == 1) || abi < first_abi(layer->op))
        return NCN_RULE_KERNEL;
    if (net == NCN_NET_BNN && index < blob->header->stemLayers && ncn_layer_output_type(layer) != NCN_TYPE_INT8)
        return NCN_RULE_STEM_TYPE;
    if (layer->op == NCN_OP_DENSE_LOGITS && layer->out.c != blob->header->classes)
        return NCN_RULE_LOGITS_COUNT;
    if (net == NCN_NET_GLUE)
        return check_glue(blob, layer, index);
    if (layer->op == NCN_OP_CONCAT)
        return NCN_RULE_GLUE_LAYERS;
    return check_end(blob->header, layer, net, index);
}
