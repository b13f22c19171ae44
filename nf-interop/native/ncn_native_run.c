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

/* One layer between two readings of the counter: its cost, or a status. Not inlined, so that a layer costs the same
 * whoever runs it. */
static __attribute__((noinline)) int32_t run_counted(ncn_engine *engine, int32_t net, int32_t layer) {
    uint32_t from = ncn_port_counter();
    int32_t status = ncn_engine_layer_run(engine, net, layer);
    uint32_t to = ncn_port_counter();
    return status < 0 ? status : elapsed(from, to);
}

/* The two halves of a marker mask. */
static uint32_t raised(int32_t markerMask) {
    return (uint32_t)markerMask & ((1u << MARKER_BITS) - 1u);
}

static uint32_t lowered(int32_t markerMask) {
    return (uint32_t)markerMask >> MARKER_BITS;
}

/* After an error no later layer will lower what this one raised. */
static int32_t give_up(int32_t markerMask, int32_t status) {
    write_markers(raised(markerMask) | lowered(markerMask), 0);
    return status;
}

int32_t ncn_native_layer_run(int32_t ctx, int32_t net, int32_t layer, int32_t markerMask) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    write_markers(raised(markerMask), 1);
    int32_t cost = run_counted(engine, net, layer);
    if (cost < 0)
        return give_up(markerMask, cost);
    write_markers(lowered(markerMask), 0);
    return cost;
}

int32_t ncn_native_net_run(int32_t ctx, int32_t net, int32_t first, int32_t markerMask, int32_t most, int32_t *v,
                           int32_t vLength) {
    ncn_engine *engine = ncn_open_engine(ctx);
    if (!engine)
        return NCN_E_CONTEXT;
    if (vLength < NCN_NET_INTS)
        return NCN_E_BUFFER;
    if (net < 0 || net >= NCN_NETS || first < 0 || first >= engine->header.layerCount[net])
        return NCN_E_ARGUMENT;
    const int32_t layers = engine->header.layerCount[net];
    int32_t sum = first == 0 ? 0 : v[NCN_NET_FIELD_SUM];
    int32_t layer = first, left = most;
    write_markers(raised(markerMask), 1);
    do {
        const int32_t cost = run_counted(engine, net, layer);
        if (cost < 0)
            return give_up(markerMask, cost);
        v[NCN_NET_FIELD_LAYER + layer] = cost;
        sum = sum > INT32_MAX - cost ? INT32_MAX : sum + cost;
        left = cost < left ? left - cost : 0;
        layer++;
    } while (layer < layers && left > 0);
    v[NCN_NET_FIELD_SUM] = sum;
    if (layer == layers)
        write_markers(lowered(markerMask), 0);
    return layer;
}

int32_t ncn_native_top(int32_t ctx, int32_t net) {
    ncn_engine *engine = ncn_open_engine(ctx);
    return engine ? ncn_engine_top(engine, net) : NCN_E_CONTEXT;
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
