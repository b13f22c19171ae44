/* The memories behind the core and their misses, for every placement of a layer's memory: ../MODELS.md. Addresses are
   the emulated image's. What the board has in flash: code=FROM-TO, code with its literals, behind ART;
   constants=FROM-TO, the model's tensors, behind the D-cache. Code in hot=FROM-TO is in ITCM; code in harness=FROM-TO
   is none of the board's. Memory in source=, result= and work=FROM-TO lies in DTCM or in SRAM1 behind the D-cache: bit
   0, 1, 2 of a placement's number says so of each. Everything else (stack, BSS) is in DTCM. cache=BYTES: the D-cache's
   size. board=...: other boards (board.h). */
#ifndef NCN_BENCH_MEMORY_H
#define NCN_BENCH_MEMORY_H

#include "board.h"
#include "cache.h"

#include <stdio.h>
#include <stdlib.h>

enum { D_BYTES = 16384, D_WAYS = 4, ART_LINES = 64, PARTS = 3, PLACEMENTS = 1 << PARTS };

typedef struct range {
    uint32_t from, to;
} range;

static struct {
    uint64_t flashLines[PLACEMENTS],
        ramLines[PLACEMENTS];         /* lines that the D-cache read from flash; read from or wrote to SRAM1 */
    uint64_t artJumps, artSequential; /* lines that ART lacked; the latter follow the line before */
} misses;

static cache dataCache[PLACEMENTS], art = {.sets = 1, .ways = ART_LINES};
static range code, hot, harness, constants, part[PARTS];
static uint32_t cacheBytes = D_BYTES, lastLine;

static inline bool within(const range *r, uint32_t address) {
    return address >= r->from && address < r->to;
}

static inline bool memory_argument(const char *name, char *value) {
    const struct {
        const char *name;
        range *r;
    } known[] = {{"code", &code},      {"hot", &hot},        {"harness", &harness}, {"constants", &constants},
                 {"source", &part[0]}, {"result", &part[1]}, {"work", &part[2]}};
    if (strcmp(name, "board") == 0)
        return board_argument(value);
    if (strcmp(name, "cache") == 0) {
        cacheBytes = (uint32_t)strtoul(value, NULL, 0);
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(name, known[i].name) == 0) {
            known[i].r->from = (uint32_t)strtoul(value, &value, 0);
            known[i].r->to = (uint32_t)strtoul(value + 1, NULL, 0);
            return true;
        }
    return false;
}

static inline void memory_begin(void) {
    for (uint32_t p = 0; p < PLACEMENTS; p++)
        dataCache[p] = (cache){.sets = cacheBytes / LINE_BYTES / D_WAYS, .ways = D_WAYS};
}

static inline void memory_clear(void) {
    memset(&misses, 0, sizeof misses);
    for (uint32_t p = 0; p < PLACEMENTS; p++)
        cache_clear(&dataCache[p]);
    cache_clear(&art);
    boards_clear();
    lastLine = UINT32_MAX;
}

static inline void memory_fetch_line(uint32_t line) {
    if (line == lastLine || within(&hot, line * LINE_BYTES) || within(&harness, line * LINE_BYTES))
        return;
    if (!cache_access(&art, line * LINE_BYTES, false).hit)
        *(line == lastLine + 1 ? &misses.artSequential : &misses.artJumps) += 1;
    lastLine = line;
}

/* Instructions from `first` up to `end` are executed. Where boards are named, they alone are modelled. */
static inline void memory_fetch(uint32_t first, uint32_t end) {
    if (boardCount != 0) {
        if (!within(&hot, first) && !within(&harness, first))
            for (unsigned k = 0; k < boardCount; k++)
                board_fetch(boards[k], first, end);
        return;
    }
    for (uint32_t line = first / LINE_BYTES; line <= (end - 1) / LINE_BYTES; line++)
        memory_fetch_line(line);
}

/* An access that passes the D-cache of a placement. */
static inline void memory_cached(uint32_t placement, uint32_t address, bool store, uint64_t *lines) {
    const cache_outcome o = cache_access(&dataCache[placement], address, store);
    lines[placement] += !o.hit;
    misses.ramLines[placement] += o.evicted != 0;
}

static inline void memory_access(uint32_t address, bool store) {
    const bool constant = within(&constants, address);
    if (boardCount != 0) {
        const bool inRam = within(&part[0], address) || within(&part[1], address) || within(&part[2], address);
        if ((constant || inRam || within(&code, address)) && !within(&hot, address))
            for (unsigned k = 0; k < boardCount; k++)
                board_access(boards[k], address, !inRam, store);
        return;
    }
    if (!constant && within(&code, address)) { /* a literal: beside the code */
        if (!within(&hot, address))
            misses.artJumps += !cache_access(&art, address, false).hit;
        return;
    }
    uint32_t which = 0;
    while (which < PARTS && !within(&part[which], address))
        which++;
    for (uint32_t placement = 0; placement < PLACEMENTS; placement++)
        if (constant)
            memory_cached(placement, address, store, misses.flashLines);
        else if (which < PARTS && (placement >> which & 1) != 0)
            memory_cached(placement, address, store, misses.ramLines);
}

static inline void memory_write(FILE *out) {
    for (uint32_t p = 0; p < PLACEMENTS; p++)
        fprintf(out, "memory flashLines%u %llu\nmemory ramLines%u %llu\n", p, (unsigned long long)misses.flashLines[p],
                p, (unsigned long long)misses.ramLines[p]);
    fprintf(out, "memory artJumps %llu\nmemory artSequential %llu\n", (unsigned long long)misses.artJumps,
            (unsigned long long)misses.artSequential);
    boards_write(out);
}

#endif
