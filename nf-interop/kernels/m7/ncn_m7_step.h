/* The step that the int8 loops are made of, for gcc on cores with the DSP extension: two taps of two pixels, in p and
   q, times those of 4 output channels, 16 multiplications by 8 SMLAD. The Cortex-M7 does one a cycle and loads beside
   it; what it loads can be multiplied two cycles later. So each word is loaded two cycles before its use, and the first
   words of the next step in this one, where their registers fall free: p after six multiplications.

   Operands: a0 .. a7 the sums, channel after channel, two pixels each; x the inputs, pixels in turn; w the filters, 4
   channels a step; p, q, v the step's first words; u. That is all 14 registers of the core, so a loop's end is compared
   through memory. SIGN: "" or "-", the way w goes. The last step reads 8 bytes beyond x and 4 beyond w. */
#ifndef NCN_M7_STEP_H
#define NCN_M7_STEP_H

#define NCN_M7_STEP(MAC, SUM, SIGN)                                                                                    \
    MAC " %[a0], %[v], %[p]" SUM("a0") "ldr %[u], [%[w], #" SIGN "4]\n\t" MAC " %[a1], %[v], %[q]" SUM("a1") MAC       \
        " %[a2], %[u], %[p]" SUM("a2") "ldr %[v], [%[w], #" SIGN "8]\n\t" MAC                                          \
                                       " %[a3], %[u], %[q]" SUM("a3") "ldr %[u], [%[w], #" SIGN "12]\n\t" MAC          \
                                                                      " %[a4], %[v], %[p]" SUM("a4") MAC               \
        " %[a6], %[u], %[p]" SUM("a6") "ldr %[p], [%[x], #8]!\n\t" MAC " %[a5], %[v], %[q]" SUM(                       \
            "a5") "ldr %[v], [%[w], #" SIGN "16]!\n\t" MAC " %[a7], %[u], %[q]" SUM("a7") "ldr %[q], [%[x], #4]\n\t"

#define NCN_M7_ADD(a) ", %[" a "]\n\t"
#define NCN_M7_NEW(a) "\n\t"

/* A quad of taps: two steps; the same where the sums begin with it; and the loads before the first step. */
#define NCN_M7_QUAD(SIGN) NCN_M7_STEP("smlad", NCN_M7_ADD, SIGN) NCN_M7_STEP("smlad", NCN_M7_ADD, SIGN)
#define NCN_M7_FIRST_QUAD(SIGN) NCN_M7_STEP("smuad", NCN_M7_NEW, SIGN) NCN_M7_STEP("smlad", NCN_M7_ADD, SIGN)
#define NCN_M7_FIRST_LOADS                                                                                             \
    "ldr %[v], [%[w]]\n\t"                                                                                             \
    "ldr %[p], [%[x]]\n\t"                                                                                             \
    "ldr %[q], [%[x], #4]\n\t"

#endif
