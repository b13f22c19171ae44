/* A set-associative cache of 32-byte lines, least recently used line out, write back, write allocate: ../MODELS.md. */
#ifndef NCN_BENCH_CACHE_H
#define NCN_BENCH_CACHE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LINE_BYTES = 32, MOST_LINES = 512 };

typedef struct cache {
    uint32_t sets, ways;
    uint32_t line[MOST_LINES]; /* [set][way], most recent way first; line number + 1, 0: empty */
    bool dirty[MOST_LINES];
} cache;

typedef struct cache_outcome {
    bool hit;
    uint32_t evicted; /* line number + 1 of a dirty line that had to be written back, else 0 */
} cache_outcome;

static inline void cache_clear(cache *c) {
    memset(c->line, 0, sizeof c->line);
    memset(c->dirty, 0, sizeof c->dirty);
}

static inline cache_outcome cache_access(cache *c, uint32_t address, bool store) {
    const uint32_t tag = address / LINE_BYTES + 1;
    uint32_t *line = c->line + (tag - 1) % c->sets * c->ways;
    bool *dirty = c->dirty + (tag - 1) % c->sets * c->ways;
    uint32_t way = 0;
    while (way < c->ways - 1 && line[way] != tag)
        way++;
    const bool hit = line[way] == tag;
    const cache_outcome outcome = {hit, !hit && dirty[way] ? line[way] : 0};
    const bool nowDirty = store || (hit && dirty[way]);
    for (; way > 0; way--) {
        line[way] = line[way - 1];
        dirty[way] = dirty[way - 1];
    }
    line[0] = tag;
    dirty[0] = nowDirty;
    return outcome;
}

#endif
