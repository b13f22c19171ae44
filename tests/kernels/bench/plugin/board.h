/* Waiting for memory on boards of any kind, several at once: ../MODELS.md, "One instruction a cycle: Cortex-M4 and M3".
   An argument board=NAME:CODELINE:CODELINES:DATALINE:DATALINES:RAMCACHED says which lines (bytes of one, how many)
   stand before code and before constants in flash, and whether RAM lies behind the same lines. Any line may lie
   anywhere, the least recently used one goes. Constants are what lies in constants=FROM-TO or beside the code, RAM is
   source=, result= and work= of memory.h.
 */
#ifndef NCN_BENCH_BOARD_H
#define NCN_BENCH_BOARD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BOARDS = 8, MOST_SLOTS = 512, SPAN_BITS = 20 };

typedef struct slots {
    uint32_t lineShift, count, used;
    uint64_t now;
    uint64_t stamp[MOST_SLOTS]; /* last use */
    uint32_t tag[MOST_SLOTS];   /* line + 1; 0: empty */
    bool dirty[MOST_SLOTS];
    uint16_t *slotOf; /* [line mod 2^SPAN_BITS]: slot + 1 if tag agrees */
} slots;

typedef struct board {
    char name[64];
    slots code, data;
    bool ramIsCached;
    uint32_t lastLine;
    uint64_t codeJumps, codeNext, constantLines, ramLines;
} board;

static board *boards[MOST_BOARDS];
static unsigned boardCount;

static inline void slots_clear(slots *s) {
    memset(s->tag, 0, sizeof s->tag);
    memset(s->stamp, 0, sizeof s->stamp);
    memset(s->dirty, 0, sizeof s->dirty);
    memset(s->slotOf, 0, sizeof(uint16_t) << SPAN_BITS);
    s->now = s->used = 0;
}

static inline bool slots_make(slots *s, unsigned lineBytes, unsigned count) {
    if (lineBytes == 0 || (lineBytes & (lineBytes - 1)) != 0 || count == 0 || count > MOST_SLOTS)
        return false;
    s->lineShift = (uint32_t)__builtin_ctz(lineBytes);
    s->count = count;
    s->slotOf = malloc(sizeof(uint16_t) << SPAN_BITS);
    return s->slotOf != NULL;
}

/* Lines that had to be moved: 0 a hit, 1 a miss, 2 a miss that wrote a changed line back. */
static inline unsigned slots_access(slots *s, uint32_t line, bool store) {
    uint16_t *known = &s->slotOf[line & ((1u << SPAN_BITS) - 1)];
    s->now++;
    if (*known != 0 && s->tag[*known - 1] == line + 1) {
        s->stamp[*known - 1] = s->now;
        s->dirty[*known - 1] |= store;
        return 0;
    }
    uint32_t out = s->used;
    if (s->used < s->count)
        s->used++;
    else
        for (uint32_t k = out = 0; k < s->count; k++)
            if (s->stamp[k] < s->stamp[out])
                out = k;
    const unsigned moved = s->dirty[out] ? 2 : 1;
    s->tag[out] = line + 1;
    s->stamp[out] = s->now;
    s->dirty[out] = store;
    *known = (uint16_t)(out + 1);
    return moved;
}

static inline bool board_argument(const char *value) {
    board *b = calloc(1, sizeof *b);
    unsigned codeLine, codeLines, dataLine, dataLines, cached;
    if (boardCount == MOST_BOARDS || b == NULL ||
        sscanf(value, "%63[^:]:%u:%u:%u:%u:%u", b->name, &codeLine, &codeLines, &dataLine, &dataLines, &cached) != 6 ||
        !slots_make(&b->code, codeLine, codeLines) || !slots_make(&b->data, dataLine, dataLines))
        return false;
    b->ramIsCached = cached != 0;
    boards[boardCount++] = b;
    return true;
}

static inline void boards_clear(void) {
    for (unsigned k = 0; k < boardCount; k++) {
        board *b = boards[k];
        slots_clear(&b->code);
        slots_clear(&b->data);
        b->lastLine = UINT32_MAX;
        b->codeJumps = b->codeNext = b->constantLines = b->ramLines = 0;
    }
}

static inline void board_fetch(board *b, uint32_t first, uint32_t end) {
    for (uint32_t line = first >> b->code.lineShift; line <= (end - 1) >> b->code.lineShift; line++) {
        if (line == b->lastLine)
            continue;
        if (slots_access(&b->code, line, false) != 0)
            *(line == b->lastLine + 1 ? &b->codeNext : &b->codeJumps) += 1;
        b->lastLine = line;
    }
}

static inline void board_access(board *b, uint32_t address, bool isConstant, bool store) {
    if (isConstant)
        b->constantLines += slots_access(&b->data, address >> b->data.lineShift, false);
    else if (b->ramIsCached)
        b->ramLines += slots_access(&b->data, address >> b->data.lineShift, store);
}

static inline void boards_write(FILE *out) {
    for (unsigned k = 0; k < boardCount; k++) {
        const board *b = boards[k];
        fprintf(out, "memory %s.codeJumps %llu\nmemory %s.codeNext %llu\n", b->name, (unsigned long long)b->codeJumps,
                b->name, (unsigned long long)b->codeNext);
        fprintf(out, "memory %s.constantLines %llu\nmemory %s.ramLines %llu\n", b->name,
                (unsigned long long)b->constantLines, b->name, (unsigned long long)b->ramLines);
    }
}

#endif
