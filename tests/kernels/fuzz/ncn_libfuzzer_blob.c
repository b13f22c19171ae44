/* The same under libFuzzer, which keeps what reaches new code: the structured damage of ncn_mutate.c or libFuzzer's
   own, checksums made right again. Built by preset libfuzzer (clang); tests/campaign.sh runs it from the golden models.
 */
#include "ncn_fuzz_run.h"
#include "ncn_model.h"
#include <string.h>

enum { MAX_MACS = 2 * 1000 * 1000 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t bytes, size_t maxBytes);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t bytes, size_t maxBytes, unsigned int seed);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t bytes, size_t maxBytes, unsigned int seed) {
    ncn_random random = {(uint64_t)seed + 1};
    if (bytes >= NCN_BLOB_MIN_BYTES && bytes + NCN_MUTATE_MAX_GROWTH <= maxBytes && ncn_random_below(&random, 4) != 0)
        bytes = ncn_mutate(&random, data, bytes);
    else
        bytes = LLVMFuzzerMutate(data, bytes, maxBytes);
    ncn_mutate_seal(data, bytes);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    ncn_fuzz f = {.random = {bytes + 1}};
    ncn_fuzz_try(&f, data, bytes, MAX_MACS);
    return 0;
}
