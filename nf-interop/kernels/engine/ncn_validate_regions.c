/* Validator, parts of the blob against one another: tensors overlap only if identical, tables never, and all between
   is 0. */
#include "ncn_check.h"
#include "ncn_mem.h"

/* The string table, then for each network its layer table and four tensors a layer. */
enum { TENSORS = 4, STRINGS = 0 };

typedef struct region {
    ncn_tensor range; /* bytes = 0: absent */
    bool tensor;
    int net, layer;
} region;

static int region_count(const ncn_header *h) {
    return 1 + NCN_NETS + TENSORS * (h->layerCount[0] + h->layerCount[1] + h->layerCount[2]);
}

static region region_at(const ncn_blob *blob, int index) {
    const ncn_header *h = blob->header;
    region r = {h->strings, false, -1, -1};
    if (index == STRINGS)
        return r;
    index -= 1;
    if (index < NCN_NETS) {
        r.range.offset = h->layerOffset[index];
        r.range.bytes = (uint32_t)h->layerCount[index] * NCN_LAYER_BYTES;
        return r;
    }
    index -= NCN_NETS;
    int layer = index / TENSORS;
    int net = 0;
    while (layer >= h->layerCount[net]) {
        layer -= h->layerCount[net];
        net++;
    }
    const uint8_t *field =
        blob->data + h->layerOffset[net] + layer * NCN_LAYER_BYTES + NCN_LAYER_WEIGHT + 8 * (index % TENSORS);
    r.range.offset = ncn_u32(field);
    r.range.bytes = ncn_u32(field + 4);
    r.tensor = true;
    r.net = net;
    r.layer = layer;
    return r;
}

static bool overlap(ncn_tensor a, ncn_tensor b) {
    return a.bytes != 0 && b.bytes != 0 && a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
}

static ncn_rule check_overlaps(const ncn_blob *blob, ncn_violation *violation) {
    const int count = region_count(blob->header);
    for (int i = 1; i < count; i++) {
        const region a = region_at(blob, i);
        for (int j = 0; j < i; j++) {
            const region b = region_at(blob, j);
            if (!overlap(a.range, b.range))
                continue;
            if (a.tensor && b.tensor && a.range.offset == b.range.offset && a.range.bytes == b.range.bytes)
                continue;
            violation->net = a.net;
            violation->layer = a.layer;
            return a.tensor && b.tensor ? NCN_RULE_TENSOR_OVERLAP : NCN_RULE_TABLE_OVERLAP;
        }
    }
    return NCN_RULE_NONE;
}

/* The first region at or after `at`, an empty one at the blob's end if there is none. */
static ncn_tensor next_region(const ncn_blob *blob, uint32_t at) {
    const int count = region_count(blob->header);
    ncn_tensor next = {(uint32_t)blob->bytes, 0};
    for (int i = 0; i < count; i++) {
        const ncn_tensor r = region_at(blob, i).range;
        if (r.bytes != 0 && r.offset >= at && r.offset < next.offset)
            next = r;
    }
    return next;
}

static ncn_rule check_gaps(const ncn_blob *blob) {
    uint32_t at = NCN_HEADER_BYTES;
    while (at < blob->bytes) {
        const ncn_tensor next = next_region(blob, at);
        if (!ncn_all_zero(blob->data + at, next.offset - at))
            return NCN_RULE_GAP_ZERO;
        at = next.offset + next.bytes;
    }
    return NCN_RULE_NONE;
}

ncn_rule ncn_check_regions(const ncn_blob *blob, ncn_violation *violation) {
    const ncn_rule rule = check_overlaps(blob, violation);
    return rule == NCN_RULE_NONE ? check_gaps(blob) : rule;
}
