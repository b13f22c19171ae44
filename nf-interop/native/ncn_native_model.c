/* Native functions about a model: what the engine is, opening, names, layers. NATIVE.md. */
#include "ncn_mem.h"
#include "ncn_native.h"
#include "ncn_native_context.h"
#include "ncn_native_work.h"
#include "ncn_store_read.h"

enum { ABI_FLAG_DEBUG = 1 };

int32_t ncn_native_abi(int32_t *v, int32_t vLength) {
    if (vLength < NCN_ABI_INTS)
        return NCN_E_BUFFER;
    ncn_port_flash flash = ncn_port_flash_map();
    ncn_port_memory arena = ncn_port_arena(NCN_FIRST_CONTEXT);
    v[NCN_ABI_FIELD_INTERFACE_VERSION] = NCN_INTERFACE_VERSION;
    v[NCN_ABI_FIELD_KERNEL_ABI] = NCN_KERNEL_ABI;
    v[NCN_ABI_FIELD_BLOB_ABI] = NCN_BLOB_ABI;
    v[NCN_ABI_FIELD_BUILD_HASH] = ncn_port_build_hash();
    v[NCN_ABI_FIELD_ARENA_BYTES] = arena.fastBytes + arena.sramBytes;
    v[NCN_ABI_FIELD_CONTEXTS] = ncn_port_contexts();
    v[NCN_ABI_FIELD_FLAGS] = ncn_port_is_debug() ? ABI_FLAG_DEBUG : 0;
    v[NCN_ABI_FIELD_STORE_BYTES] = ncn_store_largest_blob(&flash);
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
    if (found.state != NCN_SLOT_STATE_COMMITTED)
        return NCN_E_NO_MODEL;
    *blob = ncn_store_blob(&flash, *slot);
    *bytes = found.blobBytes;
    return NCN_OK;
}

static void fill_info(const ncn_engine *engine, const uint8_t *blob, int32_t blobBytes, int32_t slot, int32_t *info) {
    const ncn_header *h = &engine->header;
    info[NCN_MODEL_FIELD_FORM] = h->form;
    info[NCN_MODEL_FIELD_FLAGS] = h->flags;
    info[NCN_MODEL_FIELD_CLASSES] = h->classes;
    info[NCN_MODEL_FIELD_INPUT_BYTES] = h->input.h * h->input.w * h->input.c;
    info[NCN_MODEL_FIELD_HEIGHT] = h->input.h;
    info[NCN_MODEL_FIELD_WIDTH] = h->input.w;
    info[NCN_MODEL_FIELD_CHANNELS] = h->input.c;
    for (int net = 0; net < NCN_NETS; net++) {
        info[NCN_MODEL_FIELD_LAYERS + net] = h->layerCount[net];
        info[NCN_MODEL_FIELD_TEMPERATURE + net] = (int32_t)h->temperature[net];
    }
    info[NCN_MODEL_FIELD_STEM_LAYERS] = h->stemLayers;
    info[NCN_MODEL_FIELD_DEFAULT_THRESHOLD] = h->confidenceThreshold;
    info[NCN_MODEL_FIELD_CRC32] = (int32_t)h->crc32;
    info[NCN_MODEL_FIELD_BLOB_BYTES] = blobBytes;
    info[NCN_MODEL_FIELD_SLOT] = slot;
    info[NCN_MODEL_FIELD_PREPROCESSING] = h->preprocessing;
    info[NCN_MODEL_FIELD_RULE] = (int32_t)engine->violation.rule;
    info[NCN_MODEL_FIELD_RULE_NET] = engine->violation.net;
    info[NCN_MODEL_FIELD_RULE_LAYER] = engine->violation.layer;
    if (blobBytes >= NCN_HEADER_BYTES)
        info[NCN_MODEL_FIELD_IDENTITY] = (int32_t)ncn_u32(blob + NCN_HEADER_SHA256);
}

int32_t ncn_native_model_open(int32_t ctx, int32_t slot, int32_t *info, int32_t infoLength) {
    ncn_native_context *context = ncn_context(ctx);
    if (!context)
        return NCN_E_CONTEXT;
    if (infoLength < NCN_MODEL_INTS)
        return NCN_E_BUFFER;
    ncn_fill(info, 0, NCN_MODEL_INTS * sizeof *info);
    info[NCN_MODEL_FIELD_SLOT] = -1;
    info[NCN_MODEL_FIELD_RULE_NET] = -1;
    info[NCN_MODEL_FIELD_RULE_LAYER] = -1;
    ncn_engine *engine = &context->engine;
    ncn_engine_close(engine);
    const uint8_t *blob = NULL;
    int32_t blobBytes = 0;
    int32_t status = find_blob(&slot, &blob, &blobBytes);
    if (status < 0)
        return status;
    ncn_fill(engine, 0, sizeof *engine);
    ncn_arena arena = ncn_context_arena(ctx);
    status = ncn_engine_open(engine, blob, (size_t)blobBytes, &arena);
    if (status == NCN_OK && slot >= 0)
        status = ncn_work_check(engine, blob);
    fill_info(engine, blob, blobBytes, slot, info);
    if (status == NCN_OK || status == NCN_E_ARENA)
        info[NCN_MODEL_FIELD_ARENA_BYTES] = (int32_t)ncn_engine_arena_bytes(engine);
    if (status == NCN_E_WORK)
        ncn_engine_close(engine);
    if (status == NCN_OK)
        for (int net = 0; net < NCN_NETS; net++)
            info[NCN_MODEL_FIELD_LOGIT_RADIX + net] = ncn_engine_logit_radix(engine, net);
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
    if (vLength < NCN_LAYER_INTS)
        return NCN_E_BUFFER;
    ncn_layer_info info;
    int32_t status = ncn_engine_layer_info(engine, net, layer, &info);
    if (status < 0)
        return status;
    const ncn_layer *l = &info.layer;
    v[NCN_LAYER_FIELD_OP] = l->op;
    v[NCN_LAYER_FIELD_LAYOUT] = l->layout;
    v[NCN_LAYER_FIELD_IN_HEIGHT] = l->in.h;
    v[NCN_LAYER_FIELD_IN_WIDTH] = l->in.w;
    v[NCN_LAYER_FIELD_IN_CHANNELS] = l->in.c;
    v[NCN_LAYER_FIELD_OUT_HEIGHT] = l->out.h;
    v[NCN_LAYER_FIELD_OUT_WIDTH] = l->out.w;
    v[NCN_LAYER_FIELD_OUT_CHANNELS] = l->out.c;
    v[NCN_LAYER_FIELD_MACS] = (int32_t)l->macs;
    v[NCN_LAYER_FIELD_FLASH_BYTES] = (int32_t)info.flashBytes;
    v[NCN_LAYER_FIELD_ACTIVATION_BYTES] = (int32_t)info.outputBytes;
    v[NCN_LAYER_FIELD_SCRATCH_BYTES] = (int32_t)info.scratchBytes;
    v[NCN_LAYER_FIELD_SOURCE0] = l->source0;
    v[NCN_LAYER_FIELD_SOURCE1] = l->source1;
    v[NCN_LAYER_FIELD_FLAGS] = l->flags;
    v[NCN_LAYER_FIELD_OUTPUT_OFFSET] = (int32_t)info.outputPlace;
    return NCN_OK;
}
