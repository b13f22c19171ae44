/* The engine behind the kit's one header: a model opened, an input classified, counters. Contract: ncn.h. */
#include "ncn.h"
#include "ncn_engine.h"
#include "ncn_mem.h"

/* What a classifier holds. */
typedef struct kit {
    ncn_engine engine;
    ncn_counters counters;
    ncn_clock *clock;
    ncn_mode mode;
} kit;

_Static_assert(sizeof(kit) <= sizeof(ncn_classifier), "NCN_CLASSIFIER_BYTES");
_Static_assert(_Alignof(kit) <= _Alignof(ncn_classifier), "alignment of a classifier");
_Static_assert(NCN_ALIGNMENT == NCN_BLOB_ALIGNMENT, "alignment of a model");

static kit *of(ncn_classifier *classifier) {
    return (kit *)(void *)classifier;
}

static const kit *of_const(const ncn_classifier *classifier) {
    return (const kit *)(const void *)classifier;
}

static bool is_open(const ncn_classifier *classifier) {
    return classifier != 0 && of_const(classifier)->engine.blob != 0;
}

ncn_status ncn_open(ncn_classifier *classifier, const void *model, size_t modelBytes, ncn_memory fast,
                    ncn_memory other) {
    if (classifier == 0)
        return NCN_E_ARGUMENT;
    ncn_fill(classifier, 0, sizeof *classifier);
    const ncn_arena arena = {{[NCN_REGION_FAST] = {(uint8_t *)fast.start, fast.bytes},
                              [NCN_REGION_SRAM] = {(uint8_t *)other.start, other.bytes}}};
    return ncn_engine_open(&of(classifier)->engine, model, modelBytes, &arena);
}

void ncn_close(ncn_classifier *classifier) {
    if (classifier != 0)
        ncn_fill(classifier, 0, sizeof *classifier);
}

uint32_t ncn_memory_bytes(const ncn_classifier *classifier) {
    return classifier == 0 ? 0 : ncn_engine_arena_bytes(&of_const(classifier)->engine);
}

uint32_t ncn_input_bytes(const ncn_classifier *classifier) {
    return is_open(classifier) ? ncn_engine_input_bytes(&of_const(classifier)->engine) : 0;
}

int32_t ncn_classes(const ncn_classifier *classifier) {
    return is_open(classifier) ? of_const(classifier)->engine.header.classes : 0;
}

const char *ncn_name(const ncn_classifier *classifier, int32_t index) {
    const char *name;
    uint32_t length;
    if (!is_open(classifier) || index < -1)
        return 0;
    return ncn_engine_text(&of_const(classifier)->engine, index, &name, &length) == NCN_OK ? name : 0;
}

int32_t ncn_threshold(const ncn_classifier *classifier) {
    return is_open(classifier) ? of_const(classifier)->engine.header.confidenceThreshold : NCN_E_CONTEXT;
}

ncn_status ncn_set_threshold(ncn_classifier *classifier, int32_t threshold) {
    if (!is_open(classifier))
        return NCN_E_CONTEXT;
    if (threshold < 0 || threshold > UINT8_MAX)
        return NCN_E_ARGUMENT;
    of(classifier)->engine.header.confidenceThreshold = (uint8_t)threshold;
    return NCN_OK;
}

ncn_status ncn_set_mode(ncn_classifier *classifier, ncn_mode mode) {
    if (!is_open(classifier))
        return NCN_E_CONTEXT;
    if (mode != NCN_MODE_AUTO && mode != NCN_MODE_LIGHT && mode != NCN_MODE_FULL)
        return NCN_E_ARGUMENT;
    of(classifier)->mode = mode;
    return NCN_OK;
}

ncn_status ncn_set_clock(ncn_classifier *classifier, ncn_clock *clock) {
    if (!is_open(classifier))
        return NCN_E_CONTEXT;
    of(classifier)->clock = clock;
    return NCN_OK;
}

static uint32_t now(const kit *k) {
    return k->clock == 0 ? 0 : k->clock();
}

/* Runs a network and reads its answer; an INT8 network may end in features for the glue and leaves the answer as it
 * was. */
static ncn_status run(ncn_engine *engine, int net, ncn_confidence *answer) {
    ncn_status status = NCN_OK;
    for (int layer = 0; layer < engine->header.layerCount[net] && status == NCN_OK; layer++)
        status = ncn_engine_layer_run(engine, net, layer);
    if (status == NCN_OK)
        status = ncn_engine_confidence(engine, net, answer);
    return status == NCN_E_NO_LOGITS ? NCN_OK : status;
}

static bool needs_full(const kit *k, const ncn_confidence *light) {
    return k->mode == NCN_MODE_AUTO ? light->score256 < k->engine.header.confidenceThreshold : k->mode == NCN_MODE_FULL;
}

/* The cooperative network, eq. (14) and (15) of NUMERICS.md. */
static ncn_status answer_of(kit *k, ncn_confidence *light, ncn_confidence *last, bool *full) {
    ncn_engine *engine = &k->engine;
    ncn_status status = run(engine, NCN_NET_BNN, light);
    *last = *light;
    *full = status == NCN_OK && needs_full(k, light);
    if (*full)
        status = run(engine, NCN_NET_INT8, last);
    if (*full && status == NCN_OK && engine->header.form != NCN_FORM_COOPNET)
        status = run(engine, NCN_NET_GLUE, last);
    return status;
}

ncn_status ncn_classify(ncn_classifier *classifier, const uint8_t *input, uint32_t inputBytes, ncn_answer *answer) {
    if (!is_open(classifier))
        return NCN_E_CONTEXT;
    kit *k = of(classifier);
    if (input == 0 || answer == 0 || inputBytes != ncn_engine_input_bytes(&k->engine))
        return NCN_E_ARGUMENT;
    ncn_confidence light = {0, 0, 0, 0}, last = light;
    bool full = false;
    const uint32_t start = now(k);
    ncn_status status = ncn_engine_input_write(&k->engine, 0, input, inputBytes, 0);
    if (status == NCN_OK)
        status = answer_of(k, &light, &last, &full);
    if (status != NCN_OK)
        return status;
    const uint32_t ticks = now(k) - start;
    answer->top1 = last.top1;
    answer->top2 = last.top2;
    answer->lightTop1 = light.top1;
    answer->confidence = light.scoreQ16;
    answer->mode = full ? NCN_MODE_FULL : NCN_MODE_LIGHT;
    *(full ? &k->counters.full : &k->counters.light) += 1;
    *(full ? &k->counters.fullTicks : &k->counters.lightTicks) += ticks;
    return NCN_OK;
}

ncn_status ncn_read_counters(const ncn_classifier *classifier, ncn_counters *counters) {
    if (!is_open(classifier))
        return NCN_E_CONTEXT;
    if (counters == 0)
        return NCN_E_ARGUMENT;
    *counters = of_const(classifier)->counters;
    return NCN_OK;
}

ncn_status ncn_reset_counters(ncn_classifier *classifier) {
    if (!is_open(classifier))
        return NCN_E_CONTEXT;
    ncn_fill(&of(classifier)->counters, 0, sizeof(ncn_counters));
    return NCN_OK;
}

const char *ncn_open_error(const ncn_classifier *classifier, int *net, int *layer) {
    static const char *const texts[] = {
#define NCN_RULE(name, number, text) [number] = text,
#include "ncn_rules.def"
#undef NCN_RULE
    };
    const ncn_violation none = {NCN_RULE_NONE, -1, -1};
    const ncn_violation *v = classifier == 0 ? &none : &of_const(classifier)->engine.violation;
    if (net != 0)
        *net = v->net;
    if (layer != 0)
        *layer = v->layer;
    return texts[v->rule];
}
