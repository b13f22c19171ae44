/* The tables of the binary kernels (KERNELS.md, "binary: tables", steps 1 and 2). */
#ifndef NCN_M7_B1_BUILD_H
#define NCN_M7_B1_BUILD_H

#include "ncn_m7_b1_look_up.h"

/* What tables are built from, in words: two of 1 in each nibble that has a lane, the lanes' words, the same by nibbles,
   the same bit by bit. */
enum {
    NCN_M7_BUILD_ONES = 0,
    NCN_M7_BUILD_LANES = 2,
    NCN_M7_BUILD_TURNED = 18,
    NCN_M7_BUILD_BITS = 34,
    NCN_M7_BUILD_WORDS = 98
};

/* Which lanes there are, a bit each, of tables to be built from `build`. Returns where their 16 words belong, 0 for a
   lane that is not there. */
uint32_t *ncn_m7_b1_words(uint32_t *build, uint32_t lanes);

/* The tables of one word at t: for every value of each group of bits of the other operand's word, how many of them
   differ from each lane's word; 0 in lanes that are not there. */
void ncn_m7_b1_build(uint32_t *t, uint32_t *build);

#endif
