/* Work of a model; ncn_native_work.h. */
#include "ncn_native_work.h"

#include "ncn_port.h"

enum { MILLION = 1000000 };

/* The window a value of the output is pooled from; layers without multiplications are pooling of kH x kW, or read one
   value each. */
static uint64_t layer_work(const ncn_layer *l) {
    const uint32_t window = l->macs == 0 ? (uint32_t)l->kH * l->kW : (uint32_t)l->poolH * l->poolW;
    return l->macs + (uint64_t)ncn_shape_size(l->out) * (1 + window);
}

uint64_t ncn_work_of(const ncn_header *header, const uint8_t *blob) {
    uint64_t work = 0;
    for (int net = 0; net < NCN_NETS; net++)
        for (int layer = 0; layer < header->layerCount[net]; layer++) {
            ncn_layer l;
            ncn_layer_at(&l, header, blob, net, layer);
            work += layer_work(&l); /* at most 192 layers below 2^40 */
        }
    return work;
}

int32_t ncn_work_check(ncn_engine *engine, const uint8_t *blob) {
    const int32_t most = ncn_port_most_work();
    const uint64_t work = ncn_work_of(&engine->header, blob);
    if (most <= 0 || work <= (uint64_t)most)
        return NCN_OK;
    const uint64_t millions = work / MILLION;
    engine->violation.net = millions < INT32_MAX ? (int)millions : INT32_MAX;
    engine->violation.layer = most / MILLION;
    return NCN_E_WORK;
}
