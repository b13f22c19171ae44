/* Classifies one sample with a model linked as a constant, without nanoFramework: the binary network answers where it
   is sure (light mode), else the INT8 network and the glue (full mode); NUMERICS.md, eq. (14) and (15). */
#include "model.h" /* nanocoop export MODEL.ncn --c model.h --sample FILE */
#include "ncn_engine.h"
#include "ncn_section.h"
#include "semihosting.h"

/* The arena holds what the model needs, and memory that kernels of the reference layout are faster with. */
enum { WORKSPACE_BYTES = 32 * 1024 };

static ncn_engine engine;
NCN_FAST_DATA alignas(32) static uint8_t arena[MODEL_ARENA_BYTES + WORKSPACE_BYTES];

/* Runs a network and reads its answer. */
static ncn_status run(int net, ncn_confidence *answer) {
    ncn_status status = NCN_OK;
    for (int layer = 0; layer < engine.header.layerCount[net] && status == NCN_OK; layer++)
        status = ncn_engine_layer_run(&engine, net, layer);
    if (status == NCN_OK)
        status = ncn_engine_confidence(&engine, net, answer);
    return status == NCN_E_NO_LOGITS ? NCN_OK : status; /* an INT8 network may end in features for the glue */
}

/* The cooperative network: *light is the binary network's answer, *answer the one that counts. */
static ncn_status classify(const uint8_t *sample, ncn_confidence *light, ncn_confidence *answer) {
    ncn_status status = ncn_engine_input_write(&engine, 0, sample, MODEL_INPUT_BYTES, 0);
    if (status == NCN_OK)
        status = run(NCN_NET_BNN, light);
    *answer = *light;
    if (status != NCN_OK || light->score256 >= engine.header.confidenceThreshold)
        return status;
    status = run(NCN_NET_INT8, answer);
    return status == NCN_OK && engine.header.form != NCN_FORM_COOPNET ? run(NCN_NET_GLUE, answer) : status;
}

static const char *class_name(int index) {
    const char *name = "?";
    uint32_t length;
    (void)ncn_engine_text(&engine, index, &name, &length);
    return name;
}

int main(void) {
    ncn_confidence light = {0}, answer = {0};
    const ncn_arena memory = {{[NCN_REGION_FAST] = {arena, sizeof arena}}};
    ncn_status status = ncn_engine_open(&engine, model, MODEL_BYTES, &memory);
    if (status == NCN_OK)
        status = classify(model_sample, &light, &answer);
    if (status != NCN_OK) {
        print_number("status ", status);
        return 1;
    }
    print_text(class_name(answer.top1));
    print_text(light.score256 >= engine.header.confidenceThreshold ? ", light mode" : ", full mode");
    print_number(", confidence ", light.scoreQ16);
    print_text("/65536\n");
    return 0;
}
