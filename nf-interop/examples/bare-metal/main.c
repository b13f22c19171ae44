/* Classifies one sample with a model linked as a constant, without nanoFramework: the binary network answers where it
   is sure (light mode), else the full network decides (full mode). */
#include "model.h" /* nanocoop export MODEL.ncn --c model.h --sample FILE */
#include "ncn.h"
#include "semihosting.h"

/* What the model needs, and memory that some kernels are faster with. */
enum { MEMORY_BYTES = MODEL_ARENA_BYTES + 32 * 1024 };

static ncn_classifier classifier;
__attribute__((section(".dtcm"))) static alignas(NCN_ALIGNMENT) uint8_t memory[MEMORY_BYTES];

int main(void) {
    ncn_answer answer;
    ncn_status status = ncn_open(&classifier, model, MODEL_BYTES, (ncn_memory){memory, sizeof memory}, (ncn_memory){0});
    if (status == NCN_OK)
        status = ncn_classify(&classifier, model_sample, MODEL_INPUT_BYTES, &answer);
    if (status != NCN_OK) {
        print_text(ncn_status_text(status));
        if (status == NCN_E_MODEL)
            print_text(ncn_open_error(&classifier, 0, 0));
        return 1;
    }
    print_text(ncn_name(&classifier, answer.top1));
    print_text(answer.mode == NCN_MODE_LIGHT ? ", light mode" : ", full mode");
    print_number(", confidence ", answer.confidence);
    print_text("/65536\n");
    return 0;
}
