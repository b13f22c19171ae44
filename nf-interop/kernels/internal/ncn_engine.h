/* The engine: opens a validated model in place, plans its arena, runs it layer by layer. No globals, no allocation,
   no port: time and marker pins belong to the caller, around ncn_engine_layer_run. One context may be used by one
   thread at a time. */
#ifndef NCN_ENGINE_H
#define NCN_ENGINE_H

#include "ncn_confidence.h"
#include "ncn_model.h"
#include "ncn_plan.h"
#include "ncn_status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A context, owned by the caller (about 3.2 KB). Fill with zeros before the first use. */
typedef struct ncn_engine {
    const uint8_t *blob; /* null: closed */
    ncn_arena arena;
    ncn_header header;
    ncn_plan plan;
    ncn_confidence_scale scale[NCN_NETS];
    uint8_t bank;               /* read by layers with source -1 */
    uint8_t progress[NCN_NETS]; /* layers run, in order */
    bool hasStem;               /* the shared stem has run on the selected bank */
    ncn_violation violation;    /* of the last open or check */
} ncn_engine;

typedef struct ncn_layer_info {
    ncn_layer layer;
    uint32_t flashBytes;  /* its tensors */
    uint32_t outputBytes; /* its activation map */
    uint32_t scratchBytes;
    uint32_t outputPlace; /* ncn_plan.h */
} ncn_layer_info;

/* Validates the blob, plans its memory and makes it ready. blob (`blobBytes` bytes, the whole file) and the arena's
   regions must be aligned to 32 and stay in place until the context is closed. NCN_E_ALIGNMENT, NCN_E_MODEL (see
   engine->violation) or NCN_E_ARENA; then the context is closed, and engine->header and the plan are filled as far as
   known. */
ncn_status ncn_engine_open(ncn_engine *engine, const void *blob, size_t blobBytes, const ncn_arena *arena);

/* As open, for a blob that is not to be run now: says whether open would succeed with an arena of those sizes. Closes
   the context. */
ncn_status ncn_engine_check(ncn_engine *engine, const void *blob, size_t blobBytes, const ncn_arena *arena);

/* Frees blob and arena. */
void ncn_engine_close(ncn_engine *engine);

/* Arena bytes the model needs, of both regions: input banks, outputs and scratch. */
uint32_t ncn_engine_arena_bytes(const ncn_engine *engine);

/* Bytes of one input: H·W·C. */
uint32_t ncn_engine_input_bytes(const ncn_engine *engine);

/* String `index` of the blob: -2 the benchmark's id (may be empty), -1 the model's name, else a class's; in place,
   NUL-terminated. NCN_E_NOT_FOUND. */
ncn_status ncn_engine_text(const ncn_engine *engine, int index, const char **text, uint32_t *length);

/* Stores `count` bytes of an image at offset `at` of a bank, each turned to int8 (eq. 4). */
ncn_status ncn_engine_input_write(ncn_engine *engine, int bank, const uint8_t *data, uint32_t count, uint32_t at);

/* Layers with source -1 read this bank from now on. Discards the progress of all networks. */
ncn_status ncn_engine_input_select(ncn_engine *engine, int bank);

/* Runs one layer. In order within a network, net 2 after both others, else NCN_E_ORDER. Layer 0 restarts its network:
   net 0 discards the progress of nets 1 and 2; net 1 that of net 2, and of net 0 if that is unfinished. Behind a shared
   stem net 1 runs once the stem's layers of net 0 have, whether or not the rest of them has. */
ncn_status ncn_engine_layer_run(ncn_engine *engine, int net, int layer);

/* True if all layers of the network have run. */
bool ncn_engine_finished(const ncn_engine *engine, int net);

ncn_status ncn_engine_layer_info(const ncn_engine *engine, int net, int layer, ncn_layer_info *info);

/* Radix of a network's logits; 0 if it gives none. */
int ncn_engine_logit_radix(const ncn_engine *engine, int net);

/* Copies the logits of a finished network, `classes` of them. NCN_E_NO_LOGITS, NCN_E_ORDER, NCN_E_BUFFER. */
ncn_status ncn_engine_logits(const ncn_engine *engine, int net, int32_t *dst, uint32_t count);

/* Class of the largest logit of a finished network, the lowest of equals, eq. (5); or NCN_E_NO_LOGITS, NCN_E_ORDER. */
int ncn_engine_top(const ncn_engine *engine, int net);

/* Eq. (13) on a finished network. */
ncn_status ncn_engine_confidence(const ncn_engine *engine, int net, ncn_confidence *result);

/* Where a layer's output lies, for tests and tools; valid until a later layer reuses the memory. */
const void *ncn_engine_output(const ncn_engine *engine, int net, int layer);

#ifdef __cplusplus
}
#endif

#endif
