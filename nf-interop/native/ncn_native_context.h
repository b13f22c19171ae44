/* From a context's number to its memory, with the checks every function begins with. */
#ifndef NCN_NATIVE_CONTEXT_H
#define NCN_NATIVE_CONTEXT_H

#include "ncn_native_state.h"

/* Context 1 ... contexts; NULL for another number. */
static inline ncn_native_context *ncn_context(int32_t ctx) {
    return ctx >= 1 && ctx <= ncn_port_contexts() ? ncn_port_context(ctx) : NULL;
}

/* The engine of a context that has a model open; NULL otherwise. */
static inline ncn_engine *ncn_open_engine(int32_t ctx) {
    ncn_native_context *context = ncn_context(ctx);
    return context && context->engine.blob ? &context->engine : NULL;
}

enum { NCN_FIRST_CONTEXT = 1 };

/* The arena of a context, as the engine takes it. */
static inline ncn_arena ncn_context_arena(int32_t ctx) {
    const ncn_port_memory m = ncn_port_arena(ctx);
    return (ncn_arena){{{m.fast, (uint32_t)m.fastBytes}, {m.sram, (uint32_t)m.sramBytes}}};
}

/* True if count elements from start lie inside an array of length elements. */
static inline bool ncn_in_range(int32_t start, int32_t count, int32_t length) {
    return start >= 0 && count >= 0 && count <= length && start <= length - count;
}

#endif
