/* The engine: open, inputs, layers in order, answers. Contract: ncn_engine.h. */
#include "ncn_engine.h"
#include "ncn_kernels.h"
#include "ncn_layer_args.h"
#include "ncn_mem.h"
#include "ncn_validate.h"

/* ncn_engine_text */
enum { BENCHMARK_ID = -2 };

/* Fast memory below this is worth less to a kernel than more of the other. */
enum { LEAST_FAST_WORKSPACE = 8192 };

static bool is_aligned(const void *p) {
    return (uintptr_t)p % NCN_BLOB_ALIGNMENT == 0;
}

static bool is_net(int net) {
    return net >= 0 && net < NCN_NETS;
}

static bool has_layer(const ncn_engine *e, int net, int layer) {
    return is_net(net) && layer >= 0 && layer < e->header.layerCount[net];
}

static bool has_logits(const ncn_engine *e, int net) {
    if (!is_net(net) || e->header.layerCount[net] == 0)
        return false;
    return net != NCN_NET_INT8 || (e->header.flags & NCN_MODEL_INT8_LOGITS) != 0;
}

/* Net and layer of a plan's step. */
static void violate(ncn_engine *e, ncn_rule rule, int step) {
    e->violation.rule = rule;
    for (int net = 0; net < NCN_NETS && step >= 0; net++) {
        const int layer = step - e->plan.start[net];
        if (layer >= 0 && layer < e->header.layerCount[net]) {
            e->violation.net = net;
            e->violation.layer = layer;
        }
    }
}

ncn_status ncn_engine_check(ncn_engine *e, const void *blob, size_t blobBytes, const ncn_arena *arena) {
    if (e == 0 || blob == 0 || arena == 0)
        return NCN_E_ARGUMENT;
    ncn_fill(e, 0, sizeof *e);
    if (!is_aligned(blob))
        return NCN_E_ALIGNMENT;
    const ncn_status status = ncn_validate((const uint8_t *)blob, blobBytes, &e->header, &e->violation);
    if (status != NCN_OK)
        return status;
    int step;
    ncn_rule rule = ncn_plan_check(&e->plan, &e->header, (const uint8_t *)blob, &step);
    if (rule == NCN_RULE_NONE) {
        ncn_plan_make(&e->plan, &e->header, (const uint8_t *)blob, arena);
        if (e->plan.activationBytes > e->header.arenaBytes)
            rule = NCN_RULE_ARENA_DECLARED;
    }
    if (rule != NCN_RULE_NONE) {
        violate(e, rule, step);
        return NCN_E_MODEL;
    }
    for (int region = 0; region < NCN_REGIONS; region++)
        if (e->plan.bytes[region] > arena->region[region].bytes)
            return NCN_E_ARENA;
    return NCN_OK;
}

ncn_status ncn_engine_open(ncn_engine *e, const void *blob, size_t blobBytes, const ncn_arena *arena) {
    ncn_status status = ncn_engine_check(e, blob, blobBytes, arena);
    if (status != NCN_OK)
        return status;
    for (int region = 0; region < NCN_REGIONS; region++) {
        const ncn_region *r = &arena->region[region];
        if (r->bytes != 0 && r->memory == 0)
            return NCN_E_ARGUMENT;
        if (!is_aligned(r->memory))
            return NCN_E_ALIGNMENT;
    }
    e->blob = (const uint8_t *)blob;
    e->arena = *arena;
    for (int region = 0; region < NCN_REGIONS; region++)
        if (e->plan.bytes[region] != 0)
            ncn_fill(arena->region[region].memory, 0, e->plan.bytes[region]);
    for (int net = 0; net < NCN_NETS && status == NCN_OK; net++)
        if (has_logits(e, net))
            status = ncn_confidence_prepare(&e->scale[net], ncn_engine_logit_radix(e, net), e->header.temperature[net]);
    return status;
}

void ncn_engine_close(ncn_engine *e) {
    ncn_fill(e, 0, sizeof *e);
}

uint32_t ncn_engine_arena_bytes(const ncn_engine *e) {
    return e->plan.bytes[NCN_REGION_FAST] + e->plan.bytes[NCN_REGION_SRAM];
}

uint32_t ncn_engine_input_bytes(const ncn_engine *e) {
    return ncn_shape_size(e->header.input);
}

ncn_status ncn_engine_text(const ncn_engine *e, int index, const char **text, uint32_t *length) {
    if (e->blob == 0)
        return NCN_E_CONTEXT;
    if (index < BENCHMARK_ID || index >= e->header.classes)
        return NCN_E_NOT_FOUND;
    const char *p =
        (const char *)e->blob + (index == BENCHMARK_ID ? NCN_HEADER_BENCHMARK_ID : e->header.strings.offset);
    for (int i = -1; i < index; i++) {
        while (*p != 0)
            p++;
        p++;
    }
    uint32_t n = 0;
    while (p[n] != 0)
        n++;
    *text = p;
    *length = n;
    return NCN_OK;
}

static uint8_t *memory(const ncn_engine *e, uint32_t place) {
    return e->arena.region[ncn_place_region(place)].memory + ncn_place_offset(place);
}

static uint8_t *bank_memory(const ncn_engine *e, int bank) {
    return memory(e, e->plan.buffer[2 * e->plan.steps + bank].place);
}

ncn_status ncn_engine_input_write(ncn_engine *e, int bank, const uint8_t *data, uint32_t count, uint32_t at) {
    if (e->blob == 0)
        return NCN_E_CONTEXT;
    const uint32_t inputBytes = ncn_engine_input_bytes(e);
    if (bank < 0 || bank >= NCN_INPUT_BANKS || at > inputBytes || count > inputBytes - at || (data == 0 && count > 0))
        return NCN_E_ARGUMENT;
    uint8_t *dst = bank_memory(e, bank) + at;
    for (uint32_t i = 0; i < count; i++)
        dst[i] = data[i] ^ 0x80u; /* p - 128 as int8, eq. (4) */
    return NCN_OK;
}

static void discard_progress(ncn_engine *e, int firstNet) {
    for (int net = firstNet; net < NCN_NETS; net++)
        e->progress[net] = 0;
    if (firstNet == NCN_NET_BNN)
        e->hasStem = false;
}

ncn_status ncn_engine_input_select(ncn_engine *e, int bank) {
    if (e->blob == 0)
        return NCN_E_CONTEXT;
    if (bank < 0 || bank >= NCN_INPUT_BANKS)
        return NCN_E_ARGUMENT;
    e->bank = (uint8_t)bank;
    discard_progress(e, NCN_NET_BNN);
    return NCN_OK;
}

bool ncn_engine_finished(const ncn_engine *e, int net) {
    return is_net(net) && e->header.layerCount[net] > 0 && e->progress[net] == e->header.layerCount[net];
}

/* A layer's output, behind it its scratch. */
static const ncn_plan_buffer *buffers_of(const ncn_engine *e, int net, int layer) {
    return &e->plan.buffer[2 * (e->plan.start[net] + layer)];
}

/* Where a source lies: the selected input bank or a layer's output. */
static const void *source(const ncn_engine *e, int net, int layer) {
    if (layer == NCN_SOURCE_INPUT && ncn_begins_at_stem(&e->header, net))
        return source(e, NCN_NET_BNN, e->header.stemLayers - 1);
    return layer == NCN_SOURCE_INPUT ? bank_memory(e, e->bank) : memory(e, buffers_of(e, net, layer)->place);
}

/* Whether the layer is next (NATIVE.md, LayerRun); forgets what it invalidates. */
static ncn_status take_turn(ncn_engine *e, int net, int layer) {
    if (layer > 0)
        return e->progress[net] == layer ? NCN_OK : NCN_E_ORDER;
    if (net == NCN_NET_GLUE && (!ncn_engine_finished(e, NCN_NET_BNN) || !ncn_engine_finished(e, NCN_NET_INT8)))
        return NCN_E_ORDER;
    if (ncn_begins_at_stem(&e->header, net) && !e->hasStem)
        return NCN_E_ORDER;
    if (net == NCN_NET_INT8 && !ncn_engine_finished(e, NCN_NET_BNN))
        e->progress[NCN_NET_BNN] = 0; /* its activations may be overwritten */
    discard_progress(e, net);
    return NCN_OK;
}

/* What is free of the arena while a step runs, at most 1 GiB: of fast memory, unless that is little. */
static void give_workspace(const ncn_engine *e, ncn_kernel_args *a, uint16_t step) {
    ncn_plan_gap gap[NCN_REGIONS];
    for (int region = 0; region < NCN_REGIONS; region++)
        gap[region] = ncn_plan_largest_gap(&e->plan, step, region, e->arena.region[region].bytes);
    const uint32_t fast = gap[NCN_REGION_FAST].bytes;
    const bool inFast = fast >= LEAST_FAST_WORKSPACE || fast >= gap[NCN_REGION_SRAM].bytes;
    const int region = inFast ? NCN_REGION_FAST : NCN_REGION_SRAM;
    a->workspace = gap[region].bytes == 0 ? a->dst : e->arena.region[region].memory + gap[region].offset;
    a->workspaceBytes = (int32_t)(gap[region].bytes < 1u << 30 ? gap[region].bytes : 1u << 30);
}

ncn_status ncn_engine_layer_run(ncn_engine *e, int net, int layer) {
    if (e->blob == 0)
        return NCN_E_CONTEXT;
    if (!has_layer(e, net, layer))
        return NCN_E_ARGUMENT;
    const ncn_status turn = take_turn(e, net, layer);
    if (turn != NCN_OK)
        return turn;
    ncn_layer l;
    ncn_kernel_args a;
    ncn_layer_at(&l, &e->header, e->blob, net, layer);
    ncn_layer_args(&a, &l, e->blob);
    const ncn_plan_buffer *b = buffers_of(e, net, layer);
    a.dst = memory(e, b[0].place);
    a.scratch = memory(e, b[b[1].bytes == 0 ? 0 : 1].place);
    give_workspace(e, &a, (uint16_t)(e->plan.start[net] + layer));
    if (l.op == NCN_OP_CONCAT) {
        ncn_source s;
        ncn_source_at(&s, &e->header, e->blob, NCN_NET_BNN, l.source0);
        a.src0 = source(e, NCN_NET_BNN, l.source0);
        a.src1 = source(e, NCN_NET_INT8, l.source1);
        a.srcIsInt32 = s.type == NCN_TYPE_INT32;
        a.src0Count = (int32_t)ncn_shape_size(s.shape);
        a.src1Count = a.inC - a.src0Count;
    } else {
        a.src0 = source(e, net, l.source0);
        a.src1 = l.op == NCN_OP_ADD ? source(e, net, l.source1) : 0;
    }
    const ncn_status status = ncn_kernel_find(l.op, l.layout, l.numbers)(&a);
    if (status == NCN_OK) {
        e->progress[net] = (uint8_t)(layer + 1);
        e->hasStem |= net == NCN_NET_BNN && layer + 1 == e->header.stemLayers;
    }
    return status;
}

ncn_status ncn_engine_layer_info(const ncn_engine *e, int net, int layer, ncn_layer_info *info) {
    if (e->blob == 0)
        return NCN_E_CONTEXT;
    if (info == 0 || !has_layer(e, net, layer))
        return NCN_E_ARGUMENT;
    ncn_layer *l = &info->layer;
    ncn_layer_at(l, &e->header, e->blob, net, layer);
    info->flashBytes = l->weight.bytes + l->bias.bytes + l->aux.bytes + l->flip.bytes;
    info->outputBytes = (uint32_t)ncn_map_bytes(l->out, ncn_layer_output_type(l));
    info->scratchBytes = (uint32_t)ncn_kernel_scratch_bytes(l);
    info->outputPlace = buffers_of(e, net, layer)->place;
    return NCN_OK;
}

int ncn_engine_logit_radix(const ncn_engine *e, int net) {
    if (e->blob == 0 || !has_logits(e, net))
        return 0;
    ncn_source s;
    ncn_source_at(&s, &e->header, e->blob, net, e->header.layerCount[net] - 1);
    return s.radix;
}

/* The logits of a finished network in the arena. */
static ncn_status finished_logits(const ncn_engine *e, int net, const int32_t **logits) {
    if (e->blob == 0)
        return NCN_E_CONTEXT;
    if (!has_logits(e, net))
        return NCN_E_NO_LOGITS;
    if (!ncn_engine_finished(e, net))
        return NCN_E_ORDER;
    *logits = (const int32_t *)source(e, net, e->header.layerCount[net] - 1);
    return NCN_OK;
}

ncn_status ncn_engine_logits(const ncn_engine *e, int net, int32_t *dst, uint32_t count) {
    const int32_t *logits;
    const ncn_status status = finished_logits(e, net, &logits);
    if (status != NCN_OK)
        return status;
    if (dst == 0 || count < e->header.classes)
        return NCN_E_BUFFER;
    ncn_copy(dst, logits, sizeof(int32_t) * e->header.classes);
    return NCN_OK;
}

int ncn_engine_top(const ncn_engine *e, int net) {
    const int32_t *logits;
    const ncn_status status = finished_logits(e, net, &logits);
    if (status != NCN_OK)
        return status;
    int top = 0;
    for (int i = 1; i < e->header.classes; i++)
        top = logits[i] > logits[top] ? i : top;
    return top;
}

ncn_status ncn_engine_confidence(const ncn_engine *e, int net, ncn_confidence *result) {
    const int32_t *logits;
    const ncn_status status = finished_logits(e, net, &logits);
    if (status != NCN_OK)
        return status;
    return ncn_confidence_score(&e->scale[net], logits, e->header.classes, result);
}

const void *ncn_engine_output(const ncn_engine *e, int net, int layer) {
    return e->blob != 0 && has_layer(e, net, layer) ? source(e, net, layer) : 0;
}
