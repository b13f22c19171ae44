/* The inner loop of the binary kernels by tables (KERNELS.md, "binary: tables", steps 3 and 4). */
#ifndef NCN_M7_B1_LOOK_UP_H
#define NCN_M7_B1_LOOK_UP_H

#include <stddef.h>
#include <stdint.h>

enum {
    NCN_M7_LANES = 16,        /* what a table counts for at once: channels or pixels */
    NCN_M7_TABLE_WORDS = 512, /* tables of one input word */
    NCN_M7_SUM_WORDS = 8,     /* 16 halfwords, in the order of ncn_m7_sum_lane */
    NCN_M7_RUN_TAPS = 7,      /* words counted in bytes at a time; more could overflow one */
    NCN_M7_TABLE_BYTES = 4 * NCN_M7_TABLE_WORDS
};

/* A word of a window: its distance from the window's first one, and that of its tables from those of the tap before (of
   the first tap: from the first tables), bytes, mod 2^32. The first tap of each run but the first has a step of 0 or
   more, and NCN_M7_RUN_BEGINS added to it. Behind the last tap comes {0, NCN_M7_WINDOW_ENDS}; its x is read for
   nothing. */
typedef struct ncn_m7_tap {
    int32_t x;
    uint32_t step;
} ncn_m7_tap;

#define NCN_M7_RUN_BEGINS 0x80000000u
#define NCN_M7_WINDOW_ENDS 0x7FFFFFFFu

/* What is looked up: `count` windows at equal distances, all of the same taps in runs of 1 .. NCN_M7_RUN_TAPS. */
typedef struct ncn_m7_look_up {
    int32_t count;     /* 1 or more */
    int32_t stepBytes; /* from one window's first word to the next one's */
    const ncn_m7_tap *taps;
    const uint32_t *start; /* [8]: what the sums of every window start from, if only signs are wanted; or null */
    void *signs;           /* where the lanes' signs go, 16 bits a window; null: only sums are wanted */
    int32_t signBytes;     /* from one window's signs to the next one's */
    uint32_t *runs;        /* scratch: 4 words for each run but the last */
    int32_t movedBytes;    /* of sums: the first movedBytes/16 runs count for the lanes 4 higher, as many after them for
                              those 4 lower, where there are such; not the last run. 0: all for their own lanes */
} ncn_m7_look_up;

/* sum[window][8] += differing bits of each lane over all taps of a window: words from x on against tables from t on.
   Where signs are wanted, they are those of these sums, which are not kept; with `start`, sum is not used. */
void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum, const ncn_m7_look_up *l);

/* Lane i of 16 among the 8 words of sums: bit offset of its halfword. Lanes 0 .. 7 are the low halves of words 0 .. 7,
   lanes 8 .. 15 the high ones. */
static inline int32_t ncn_m7_sum_lane(int32_t i) {
    return 32 * (i & 7) + 2 * (i & 8);
}

/* The lanes' sign bits, lane i in bit i. */
static inline uint32_t ncn_m7_sum_signs(const uint32_t *sum) {
    uint32_t r = 0;
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        r = (sum[i] & 0x80008000u) | r >> 1;
    return (r >> 8 & 0xFFu) | (r >> 16 & 0xFF00u);
}

#endif
