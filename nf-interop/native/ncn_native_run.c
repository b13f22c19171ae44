/* Native functions that run a model: input, layers, logits, confidence, time, markers. NATIVE.md. */
#include "ncn_mem.h"
#include "ncn_native.h"
#include "ncn_native_context.h"

enum { MARKER_BITS = 16 };

int32_t ncn_native_input_write(int32_t ctx, int32_t bank, const uint8_t *data, int32_t dataLength, int32_t start,
                               int32_t count, int32_t at) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    if (!ncn_in_range(start, count, dataLength) || at < 0)
        return NCN_E_ARGUMENT;
    if (count == 0)
        return NCN_OK;
    return ncn_engine_input_write(engine, bank, data + start, (uint32_t)count, (uint32_t)at);
}

int32_t ncn_native_input_select(int32_t ctx, int32_t bank) {
    ncn_engine *engine = ncn_open_engine(ctx);
    return engine ? (int32_t)ncn_engine_input_select(engine, bank) : NCN_E_CONTEXT;
}

/* Drives the bound pins of the markers in a mask of 8 bits. */
static void write_markers(uint32_t mask, int32_t level) {
    const ncn_native_state *state = ncn_port_state();
    for (int marker = 0; marker < NCN_MARKERS; marker++)
        if ((mask >> marker & 1u) && state->markerPin[marker] > 0)
            ncn_port_pin_write(state->markerPin[marker] - 1, level);
}

/* Counts between two readings of the counter, as a result: at most 2^31 - 1. */
static int32_t elapsed(uint32_t from, uint32_t to) {
    uint32_t counts = to - from;
    return counts > INT32_MAX ? INT32_MAX : (int32_t)counts;
}

int32_t ncn_native_layer_run(int32_t ctx, int32_t net, int32_t layer, int32_t markerMask) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    uint32_t mask = (uint32_t)markerMask;
    uint32_t raised = mask & ((1u << MARKER_BITS) - 1u);
    uint32_t lowered = mask >> MARKER_BITS;
    write_markers(raised, 1);
    uint32_t from = ncn_port_counter();
    int32_t status = ncn_engine_layer_run(engine, net, layer);
    uint32_t to = ncn_port_counter();
    /* after an error no later layer will lower what this one raised */
    write_markers(status < 0 ? raised | lowered : lowered, 0);
    return status < 0 ? status : elapsed(from, to);
}

int32_t ncn_native_logits(int32_t ctx, int32_t net, int32_t *dst, int32_t dstLength) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    if (dstLength < engine->header.classes)
        return NCN_E_BUFFER;
    int32_t status = ncn_engine_logits(engine, net, dst, (uint32_t)dstLength);
    return status < 0 ? status : engine->header.classes;
}

int32_t ncn_native_confidence(int32_t ctx, int32_t net, int32_t *v, int32_t vLength) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    if (vLength < NCN_CONFIDENCE_INTS)
        return NCN_E_BUFFER;
    ncn_confidence result;
    uint32_t from = ncn_port_counter();
    int32_t status = ncn_engine_confidence(engine, net, &result);
    uint32_t to = ncn_port_counter();
    if (status < 0)
        return status;
    v[NCN_CONFIDENCE_FIELD_TOP1] = result.top1;
    v[NCN_CONFIDENCE_FIELD_TOP2] = result.top2;
    v[NCN_CONFIDENCE_FIELD_SCORE256] = result.score256;
    v[NCN_CONFIDENCE_FIELD_SCORE65536] = result.scoreQ16;
    return elapsed(from, to);
}

int32_t ncn_native_time_info(int32_t *v, int32_t vLength) {
    if (vLength < NCN_TIME_INTS)
        return NCN_E_BUFFER;
    ncn_port_time source = ncn_port_time_source();
    ncn_fill(v, 0, NCN_TIME_INTS * sizeof *v);
    v[NCN_TIME_FIELD_KIND] = source.kind;
    v[NCN_TIME_FIELD_COUNTS_PER_SECOND] = source.countsPerSecond;
    v[NCN_TIME_FIELD_NOW] = (int32_t)(ncn_port_counter() & INT32_MAX);
    return NCN_OK;
}

int32_t ncn_native_marker_bind(int32_t marker, int32_t pin) {
    if (marker < 0 || marker >= NCN_MARKERS || pin < -1 || pin == INT32_MAX)
        return NCN_E_ARGUMENT;
    ncn_port_state()->markerPin[marker] = pin + 1;
    return NCN_OK;
}
