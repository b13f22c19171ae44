/* The step that the int8 loops are made of, for gcc on cores with the DSP extension: two taps of two pixels times those
   of 4 output channels, 16 multiplications by 8 SMLAD. The Cortex-M7 does one a cycle and loads beside it; what it
   loads can be multiplied two cycles later. So each word is loaded two cycles before its use, and the first words of
   the next step in this one, where their registers fall free: p after six multiplications.

     a0 a1  sums of channel 0, of the first and the second pixel     x  inputs, the pixels' words in turn
     a2 a3  of channel 1                                             w  filters, 4 channels a step
     a4 a5  of channel 2                                             p  the step's word of the first pixel
     a6 a7  of channel 3                                             q  of the second pixel
     v      filter word of channel 0, then 2                         u  filter word of channel 1, then 3

   That is all 14 registers of the core, so a loop's end is compared through memory. p, q and v are loaded when a step
   begins. SIGN: "" or "-", the way w goes. The last step reads 8 bytes beyond x and 4 beyond w. */
#ifndef NCN_M7_STEP_H
#define NCN_M7_STEP_H

/* clang-format off */

#define NCN_M7_STEP(SIGN)                      \
    "smlad %[a0], %[v], %[p], %[a0]\n\t"       \
    "ldr   %[u], [%[w], #" SIGN "4]\n\t"       \
    "smlad %[a1], %[v], %[q], %[a1]\n\t"       \
    "smlad %[a2], %[u], %[p], %[a2]\n\t"       \
    "ldr   %[v], [%[w], #" SIGN "8]\n\t"       \
    "smlad %[a3], %[u], %[q], %[a3]\n\t"       \
    "ldr   %[u], [%[w], #" SIGN "12]\n\t"      \
    "smlad %[a4], %[v], %[p], %[a4]\n\t"       \
    "smlad %[a6], %[u], %[p], %[a6]\n\t"       \
    "ldr   %[p], [%[x], #8]!\n\t"              \
    "smlad %[a5], %[v], %[q], %[a5]\n\t"       \
    "ldr   %[v], [%[w], #" SIGN "16]!\n\t"     \
    "smlad %[a7], %[u], %[q], %[a7]\n\t"       \
    "ldr   %[q], [%[x], #4]\n\t"

/* The same, but the sums begin with this step. */
#define NCN_M7_FIRST_STEP(SIGN)                \
    "smuad %[a0], %[v], %[p]\n\t"              \
    "ldr   %[u], [%[w], #" SIGN "4]\n\t"       \
    "smuad %[a1], %[v], %[q]\n\t"              \
    "smuad %[a2], %[u], %[p]\n\t"              \
    "ldr   %[v], [%[w], #" SIGN "8]\n\t"       \
    "smuad %[a3], %[u], %[q]\n\t"              \
    "ldr   %[u], [%[w], #" SIGN "12]\n\t"      \
    "smuad %[a4], %[v], %[p]\n\t"              \
    "smuad %[a6], %[u], %[p]\n\t"              \
    "ldr   %[p], [%[x], #8]!\n\t"              \
    "smuad %[a5], %[v], %[q]\n\t"              \
    "ldr   %[v], [%[w], #" SIGN "16]!\n\t"     \
    "smuad %[a7], %[u], %[q]\n\t"              \
    "ldr   %[q], [%[x], #4]\n\t"

/* Before the first step. */
#define NCN_M7_FIRST_LOADS                     \
    "ldr   %[v], [%[w]]\n\t"                   \
    "ldr   %[p], [%[x]]\n\t"                   \
    "ldr   %[q], [%[x], #4]\n\t"

/* clang-format on */

#endif
