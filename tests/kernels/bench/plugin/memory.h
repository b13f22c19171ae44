/* The memories behind the core as two placements have them, and their misses: ../MODELS.md. Addresses are the emulated image's; what the
   board has in flash lies below code=BYTES (code and its literals) and in constants=FROM-TO (tensors of the model).

   board: code through ART (flash on the ITCM bus), everything else through the D-cache
   axi:   code through the I-cache (flash on AXI); data as in board
   tcm:   code in ITCM, maps, tables and stack in DTCM: only the model's tensors pass the D-cache */
#ifndef NCN_BENCH_MEMORY_H
#define NCN_BENCH_MEMORY_H

#include "cache.h"

#include <stdio.h>
#include <stdlib.h>

enum { D_SETS = 128, D_WAYS = 4, I_SETS = 256, I_WAYS = 2, ART_LINES = 64 };

static struct {
    uint64_t flashLoads, ramLoads, ramStores, writeBacks; /* lines that the D-cache read from flash, from RAM, for a store; wrote */
    uint64_t tcmFlashLoads;                               /* lines of the model where only they are cached */
    uint64_t artJumps, artSequential;                     /* lines that ART lacked; the latter follow the line before */
    uint64_t instructionLoads;                            /* lines that the I-cache read */
} misses;

static cache dataCache = {.sets = D_SETS, .ways = D_WAYS}, tcmCache = {.sets = D_SETS, .ways = D_WAYS},
             instructionCache = {.sets = I_SETS, .ways = I_WAYS}, art = {.sets = 1, .ways = ART_LINES};
static uint32_t codeEnd, constantsFrom, constantsTo, lastLine;

static inline bool memory_argument(const char *name, char *value) {
    if (strcmp(name, "constants") != 0)
        return false;
    constantsFrom = (uint32_t)strtoul(value, &value, 0);
    constantsTo = (uint32_t)strtoul(value + 1, NULL, 0);
    return true;
}

static inline void memory_code(uint32_t bytes) {
    codeEnd = bytes;
}

static inline void memory_clear(void) {
    memset(&misses, 0, sizeof misses);
    cache_clear(&dataCache);
    cache_clear(&tcmCache);
    cache_clear(&instructionCache);
    cache_clear(&art);
    lastLine = UINT32_MAX;
}

static inline void memory_fetch_line(uint32_t line) {
    if (line == lastLine)
        return;
    if (!cache_access(&art, line * LINE_BYTES, false).hit)
        *(line == lastLine + 1 ? &misses.artSequential : &misses.artJumps) += 1;
    misses.instructionLoads += !cache_access(&instructionCache, line * LINE_BYTES, false).hit;
    lastLine = line;
}

/* Instructions from `first` up to `end` are executed. */
static inline void memory_fetch(uint32_t first, uint32_t end) {
    for (uint32_t line = first / LINE_BYTES; line <= (end - 1) / LINE_BYTES; line++)
        memory_fetch_line(line);
}

static inline void memory_access(uint32_t address, bool store) {
    if (address < codeEnd) { /* a literal: beside the code */
        misses.artJumps += !cache_access(&art, address, false).hit;
        misses.instructionLoads += !cache_access(&instructionCache, address, false).hit;
        return;
    }
    const bool constant = address >= constantsFrom && address < constantsTo;
    const cache_outcome o = cache_access(&dataCache, address, store);
    if (!o.hit)
        *(constant ? &misses.flashLoads : store ? &misses.ramStores : &misses.ramLoads) += 1;
    misses.writeBacks += o.evicted != 0;
    if (constant)
        misses.tcmFlashLoads += !cache_access(&tcmCache, address, store).hit;
}

static inline void memory_write(FILE *out) {
    const struct {
        const char *name;
        uint64_t count;
    } all[] = {{"flashLoads", misses.flashLoads},       {"ramLoads", misses.ramLoads},
               {"ramStores", misses.ramStores},         {"writeBacks", misses.writeBacks},
               {"tcmFlashLoads", misses.tcmFlashLoads}, {"artJumps", misses.artJumps},
               {"artSequential", misses.artSequential}, {"instructionLoads", misses.instructionLoads}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        fprintf(out, "memory %s %llu\n", all[i].name, (unsigned long long)all[i].count);
}

#endif
