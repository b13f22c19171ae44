/* The program that `nanocoop study` builds for each combination: runs a model that is linked as a constant over samples
   that the emulator has put into RAM, and prints answers to the debugger. Every layer of the first sample runs between
   two calls of study_mark, where tests/kernels/bench/study_image.py counts. Lines: "part NET LAYER", "logit SAMPLE NET
   VALUE", "stack BYTES", "status CODE". */
#include "ncn_engine.h"
#include "ncn_section.h"
#include "semihosting.h"
#include <stdalign.h>

/* What the emulator loads: a header, then the samples one after the other. */
typedef struct samples {
    uint32_t count, bytes;
    uint8_t data[];
} samples;

enum { MOST_CLASSES = 256, STACK_WORDS = 1024, LEFT_WORDS = 64, PAINT = 0x5AA5C33C };

extern const uint8_t study_model[], study_model_end[];
extern uint32_t stack_top[];
void study_mark(void);

static ncn_engine engine;
static int32_t logits[MOST_CLASSES];
NCN_FAST_DATA alignas(32) uint8_t study_arena[STUDY_FAST_BYTES];
alignas(32) uint8_t study_sram[STUDY_SRAM_BYTES];

__attribute__((noinline)) void study_mark(void) {
    __asm__ volatile("" ::: "memory");
}

static void paint(void) {
    const uint32_t *here = (const uint32_t *)__builtin_frame_address(0);
    for (volatile uint32_t *word = stack_top - STACK_WORDS; word < here - LEFT_WORDS; word++)
        *word = PAINT;
}

static int32_t stack_bytes(void) {
    const uint32_t *word = stack_top - STACK_WORDS;
    while (*word == (uint32_t)PAINT)
        word++;
    return (int32_t)(stack_top - word) * 4;
}

static void print_part(int net, int part) {
    print_number("part ", net);
    print_number(" ", part);
    print_text("\n");
}

static ncn_status run_layer(int net, int layer, bool counted) {
    if (!counted)
        return ncn_engine_layer_run(&engine, net, layer);
    print_part(net, layer);
    study_mark();
    const ncn_status status = ncn_engine_layer_run(&engine, net, layer);
    study_mark();
    return status;
}

/* The score that decides whether the second network runs; it is part of light mode. */
static ncn_status run_confidence(int net, bool counted) {
    ncn_confidence score;
    if (!counted)
        return ncn_engine_confidence(&engine, net, &score);
    print_part(net, engine.header.layerCount[net]);
    study_mark();
    const ncn_status status = ncn_engine_confidence(&engine, net, &score);
    study_mark();
    return status;
}

static ncn_status run_network(int net, int sample) {
    ncn_status status = NCN_OK;
    for (int layer = 0; layer < engine.header.layerCount[net] && status == NCN_OK; layer++)
        status = run_layer(net, layer, sample == 0);
    if (status == NCN_OK && net == NCN_NET_BNN)
        status = run_confidence(net, sample == 0);
    if (status != NCN_OK || ncn_engine_logits(&engine, net, logits, MOST_CLASSES) != NCN_OK)
        return status;
    for (int k = 0; k < engine.header.classes; k++) {
        print_number("logit ", sample);
        print_number(" ", net);
        print_number(" ", logits[k]);
        print_text("\n");
    }
    return NCN_OK;
}

int main(void) {
    const samples *given = (const samples *)STUDY_SAMPLES;
    const ncn_arena memory = {
        {[NCN_REGION_FAST] = {study_arena, sizeof study_arena}, [NCN_REGION_SRAM] = {study_sram, sizeof study_sram}}};
    paint();
    ncn_status status = ncn_engine_open(&engine, study_model, (size_t)(study_model_end - study_model), &memory);
    for (int sample = 0; sample < (int)given->count && status == NCN_OK; sample++) {
        status = ncn_engine_input_write(&engine, 0, given->data + (uint32_t)sample * given->bytes, given->bytes, 0);
        for (int net = 0; net < NCN_NETS && status == NCN_OK; net++)
            if (engine.header.layerCount[net] > 0)
                status = run_network(net, sample);
    }
    print_number("stack ", stack_bytes());
    print_number("\nstatus ", status);
    print_text("\n");
    return status == NCN_OK ? 0 : 1;
}
