/* Binary convolutions by run-time tables (KERNELS.md, "binary: tables"): for 16 output channels and one word of the
   input, tables say for every value of 5 or 6 of its bits how many of them differ from each channel's weights. */
#ifndef NCN_M7_B1_TABLES_H
#define NCN_M7_B1_TABLES_H

#include "ncn_kernels.h"

enum {
    NCN_M7_TABLE_CHANNELS = 16, /* computed at once */
    NCN_M7_TABLE_WORDS = 512,   /* tables of one input word */
    NCN_M7_SUM_WORDS = 8,       /* of a pixel: 16 halfwords, in the order of ncn_m7_sum_lane */
    NCN_M7_MAX_BITS = 16383     /* kH·kW·inC: twice a sum plus as much must fit 16 bits */
};

/* The workspace as the method divides it. */
typedef struct ncn_m7_tables {
    uint32_t *lanes;      /* [32 bits][2]: weights of 16 channels, a nibble each, bit by bit */
    uint32_t *tables;     /* of segmentWords input words */
    int32_t segmentWords; /* words of a window row that have tables at a time */
    uint32_t *sums;       /* [bandRows][mapW][NCN_M7_SUM_WORDS]: differing bits */
    int32_t mapH, mapW;   /* the convolution's output, before any pooling */
    int32_t bandRows;     /* rows of it that sums hold; 0: the method cannot be used, or does not pay */
} ncn_m7_tables;

ncn_m7_tables ncn_m7_tables_in(const ncn_kernel_args *a, int32_t mapH, int32_t mapW);

/* Differing bits of channels channel .. channel + 15 (missing ones: as if their weights were 0) and the taps inside the
   image, for output rows first .. end - 1, at most bandRows of them, into sums. */
void ncn_m7_tables_sum(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, int32_t first, int32_t end);

/* Where channel i of 16 lies among a pixel's sums: bit offset of its halfword. Word 4j + l holds, of channels 8j .. 8j
   + 7, 0 and 2, 1 and 3, 4 and 6, 5 and 7 for l = 0 .. 3. */
static inline int32_t ncn_m7_sum_lane(int32_t i) {
    return 32 * ((i & 8) / 2 + (i & 4) / 2 + (i & 1)) + 16 * ((i & 2) / 2);
}

#endif
