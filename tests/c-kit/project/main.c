/* Opens every model of models.h, classifies its inputs in each mode, makes the mistakes that the header names, and
   compares convolutions with sums written out. One line for each, which test_c_kit.py reads. */
#include "convolutions.h"
#include "models.h"
#include "say.h"
#ifdef __arm__
#include "stack.h"
#endif
#include <ncn.h>

enum { MEMORY_BYTES = 64 * 1024, CONVOLUTIONS = 60 };

static ncn_classifier classifier;
static alignas(NCN_ALIGNMENT) uint8_t memory[MEMORY_BYTES];
static uint32_t ticks;

static uint32_t next_tick(void) {
    return ticks += 5;
}

static void say(const char *what, int32_t number) {
    print_text(what);
    print_number(" ", number);
    print_text("\n");
}

static void classify(const test_model *m, int input, ncn_mode mode) {
    ncn_answer a = {0};
    ncn_set_mode(&classifier, mode);
    const ncn_status status = ncn_classify(&classifier, m->inputs + (uint32_t)input * m->inputBytes, m->inputBytes, &a);
    print_text("answer");
    const int32_t numbers[] = {input,  (int32_t)mode, status,       a.top1,
                               a.top2, a.lightTop1,   a.confidence, (int32_t)a.mode};
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        print_number(" ", numbers[i]);
    print_text("\n");
}

static void run(const test_model *m) {
    const ncn_memory work = {memory, sizeof memory}, none = {0, 0};
    ncn_counters c;
    print_text("model ");
    print_text(m->name);
    print_text("\n");
    say("open", ncn_open(&classifier, m->model, m->modelBytes, work, none));
    say("clock", ncn_set_clock(&classifier, next_tick));
    say("classes", ncn_classes(&classifier));
    print_text("first class ");
    print_text(ncn_name(&classifier, 0));
    print_text("\n");
    for (int input = 0; input < m->count; input++)
        for (int mode = NCN_MODE_AUTO; mode <= NCN_MODE_FULL; mode++)
            classify(m, input, (ncn_mode)mode);
    say("counters", ncn_read_counters(&classifier, &c));
    say("light", (int32_t)c.light);
    say("full", (int32_t)c.full);
    say("ticks", (int32_t)(c.lightTicks + c.fullTicks));
    say("threshold", ncn_set_threshold(&classifier, 255));
    say("is", ncn_threshold(&classifier));
    say("threshold too high", ncn_set_threshold(&classifier, 256));
    say("short input", ncn_classify(&classifier, m->inputs, m->inputBytes - 1, 0));
    say("class too high", ncn_name(&classifier, ncn_classes(&classifier)) == 0);
    const uint32_t least = ncn_memory_bytes(&classifier);
    say("least", ncn_open(&classifier, m->model, m->modelBytes, (ncn_memory){memory, least}, none));
    say("less", ncn_open(&classifier, m->model, m->modelBytes, (ncn_memory){memory, least - 32}, none));
    say("still known", ncn_memory_bytes(&classifier) == least);
    say("not open", ncn_classify(&classifier, m->inputs, m->inputBytes, &(ncn_answer){0}));
    say("crooked", ncn_open(&classifier, m->model + 4, m->modelBytes - 4, work, none));
    say("short model", ncn_open(&classifier, m->model, m->modelBytes - 32, work, none));
    print_text(ncn_open_error(&classifier, 0, 0));
    print_text("\n");
}

int main(void) {
#ifdef __arm__
    print_stack((ncn_memory){memory, sizeof memory});
#endif
    for (unsigned i = 0; i < sizeof test_models / sizeof test_models[0]; i++)
        run(&test_models[i]);
    say("convolutions", check_convolutions(TEST_SEED, CONVOLUTIONS));
    const ncn_conv2d wide = {.inH = 4, .inW = 4, .inC = 4, .outC = 4, .kH = 5, .kW = 5, .stride = 1};
    say("too wide", ncn_s8_conv2d_needs(&wide, &(ncn_conv2d_needs){0}));
    print_text(ncn_status_text(NCN_E_ARENA));
    print_text("\n");
    return 0;
}
