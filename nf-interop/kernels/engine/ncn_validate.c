/* The validator: all parts in order, and where the first broken rule is. */
#include "ncn_validate.h"
#include "ncn_check.h"

/* Record, sources, shapes, radices, tensor places of one layer. */
static ncn_rule check_layer(const ncn_blob *blob, int net, int index) {
    const uint8_t *record = blob->data + blob->header->layerOffset[net] + (size_t)index * NCN_LAYER_BYTES;
    ncn_layer layer;
    ncn_layer_at(&layer, blob->header, blob->data, net, index);
    ncn_rule rule = ncn_check_place(blob, &layer, net, index);
    if (rule == NCN_RULE_NONE)
        rule = ncn_check_layer(blob, &layer, record, net, index);
    if (rule == NCN_RULE_NONE)
        rule = ncn_check_radix(blob, &layer, net);
    if (rule == NCN_RULE_NONE)
        rule = ncn_check_tensors(blob, &layer);
    return rule;
}

static ncn_rule check_values(const ncn_blob *blob, int net, int index) {
    ncn_layer layer;
    ncn_layer_at(&layer, blob->header, blob->data, net, index);
    return ncn_check_values(blob, &layer);
}

/* Applies a check to all layers in order; leaves net and layer of the violation at the one that broke a rule. */
static ncn_rule each_layer(const ncn_blob *blob, ncn_rule (*check)(const ncn_blob *, int, int),
                           ncn_violation *violation) {
    for (int net = 0; net < NCN_NETS; net++) {
        for (int index = 0; index < blob->header->layerCount[net]; index++) {
            const ncn_rule rule = check(blob, net, index);
            if (rule != NCN_RULE_NONE) {
                violation->net = net;
                violation->layer = index;
                return rule;
            }
        }
    }
    return NCN_RULE_NONE;
}

ncn_status ncn_validate(const uint8_t *data, size_t bytes, ncn_header *header, ncn_violation *violation) {
    const ncn_blob blob = {data, bytes, header};
    violation->net = -1;
    violation->layer = -1;
    violation->rule = ncn_check_header(&blob);
    if (violation->rule == NCN_RULE_NONE)
        violation->rule = ncn_check_strings(&blob);
    if (violation->rule == NCN_RULE_NONE)
        violation->rule = each_layer(&blob, check_layer, violation);
    if (violation->rule == NCN_RULE_NONE)
        violation->rule = ncn_check_regions(&blob, violation);
    if (violation->rule == NCN_RULE_NONE)
        violation->rule = each_layer(&blob, check_values, violation);
    return violation->rule == NCN_RULE_NONE ? NCN_OK : NCN_E_MODEL;
}
