/* Native functions about a model: what the engine is, opening, names, layers. NATIVE.md. */
#include "ncn_mem.h"
#include "ncn_native.h"
#include "ncn_native_context.h"
#include "ncn_store_read.h"

enum { ABI_INTS = 8, INFO_INTS = 24, LAYER_INTS = 16, ABI_FLAG_DEBUG = 1 };

int32_t ncn_native_abi(int32_t *v, int32_t vLength) {
    if (vLength < ABI_INTS)
        return NCN_E_BUFFER;
    ncn_port_flash flash = ncn_port_flash_map();
    v[0] = NCN_INTERFACE_VERSION;
    v[1] = NCN_KERNEL_ABI;
    v[2] = NCN_BLOB_ABI;
    v[3] = ncn_port_build_hash();
    v[4] = ncn_port_arena_bytes();
    v[5] = ncn_port_contexts();
    v[6] = ncn_port_is_debug() ? ABI_FLAG_DEBUG : 0;
    v[7] = ncn_store_largest_blob(&flash);
    return NCN_OK;
}

/* Where the slot's blob lies: a committed slot of the store, the newest for -1, or a buffer of the port below that. */
static int32_t find_blob(int32_t *slot, const uint8_t **blob, int32_t *bytes) {
    if (*slot < -1) {
        *blob = ncn_port_blob(*slot, bytes);
        return *blob ? NCN_OK : NCN_E_NO_MODEL;
    }
    ncn_port_flash flash = ncn_port_flash_map();
    if (*slot == -1)
        *slot = ncn_store_newest(&flash);
    if (*slot < 0)
        return NCN_E_NO_MODEL;
    if (*slot >= flash.sectors)
        return NCN_E_ARGUMENT;
    ncn_store_slot found = ncn_store_slot_read(&flash, *slot);
    if (found.state != NCN_SLOT_COMMITTED)
        return NCN_E_NO_MODEL;
    *blob = ncn_store_blob(&flash, *slot);
    *bytes = found.blobBytes;
    return NCN_OK;
}

static void fill_info(const ncn_engine *engine, const uint8_t *blob, int32_t blobBytes, int32_t slot, int32_t *info) {
    const ncn_header *h = &engine->header;
    info[0] = h->form;
    info[1] = h->flags;
    info[2] = h->classes;
    info[3] = h->input.h * h->input.w * h->input.c;
    info[4] = h->input.h;
    info[5] = h->input.w;
    info[6] = h->input.c;
    for (int net = 0; net < NCN_NETS; net++)
        info[7 + net] = h->layerCount[net];
    info[11] = h->confidenceThreshold;
    info[12] = (int32_t)h->crc32;
    info[13] = blobBytes;
    info[17] = slot;
    info[18] = h->preprocessing;
    info[19] = (int32_t)engine->violation.rule;
    info[20] = engine->violation.net;
    info[21] = engine->violation.layer;
    if (blobBytes >= NCN_HEADER_BYTES)
        info[22] = (int32_t)ncn_u32(blob + NCN_HEADER_SHA256);
}

int32_t ncn_native_model_open(int32_t ctx, int32_t slot, int32_t *info, int32_t infoLength) {
    ncn_native_context *context = ncn_context(ctx);
    if (!context)
        return NCN_E_CONTEXT;
    if (infoLength < INFO_INTS)
        return NCN_E_BUFFER;
    ncn_fill(info, 0, INFO_INTS * sizeof *info);
    info[17] = -1;
    info[20] = -1;
    info[21] = -1;
    ncn_engine *engine = &context->engine;
    ncn_engine_close(engine);
    const uint8_t *blob = NULL;
    int32_t blobBytes = 0;
    int32_t status = find_blob(&slot, &blob, &blobBytes);
    if (status < 0)
        return status;
    ncn_fill(engine, 0, sizeof *engine);
    status = ncn_engine_open(engine, blob, (size_t)blobBytes, ncn_port_arena(ctx), (size_t)ncn_port_arena_bytes());
    fill_info(engine, blob, blobBytes, slot, info);
    if (status == NCN_OK || status == NCN_E_ARENA)
        info[10] = (int32_t)ncn_engine_arena_bytes(engine);
    if (status == NCN_OK)
        for (int net = 0; net < NCN_NETS; net++)
            info[14 + net] = ncn_engine_logit_radix(engine, net);
    return status;
}

int32_t ncn_native_model_close(int32_t ctx) {
    ncn_native_context *context = ncn_context(ctx);
    if (!context)
        return NCN_E_CONTEXT;
    ncn_engine_close(&context->engine);
    return NCN_OK;
}

int32_t ncn_native_model_text(int32_t ctx, int32_t index, uint8_t *utf8, int32_t utf8Length) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    const char *text;
    uint32_t length;
    int32_t status = ncn_engine_text(engine, index, &text, &length);
    if (status < 0)
        return status;
    if (utf8Length < 0 || length > (uint32_t)utf8Length)
        return NCN_E_BUFFER;
    ncn_copy(utf8, text, length);
    return (int32_t)length;
}

int32_t ncn_native_layer_info(int32_t ctx, int32_t net, int32_t layer, int32_t *v, int32_t vLength) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    if (vLength < LAYER_INTS)
        return NCN_E_BUFFER;
    ncn_layer_info info;
    int32_t status = ncn_engine_layer_info(engine, net, layer, &info);
    if (status < 0)
        return status;
    const ncn_layer *l = &info.layer;
    v[0] = l->op;
    v[1] = l->kernel;
    v[2] = l->in.h;
    v[3] = l->in.w;
    v[4] = l->in.c;
    v[5] = l->out.h;
    v[6] = l->out.w;
    v[7] = l->out.c;
    v[8] = (int32_t)l->macs;
    v[9] = (int32_t)info.flashBytes;
    v[10] = (int32_t)info.outputBytes;
    v[11] = (int32_t)info.scratchBytes;
    v[12] = l->source0;
    v[13] = l->source1;
    v[14] = l->flags;
    v[15] = (int32_t)info.outputOffset;
    return NCN_OK;
}
