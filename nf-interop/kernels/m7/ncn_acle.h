/* The core's packed 8- and 16-bit instructions (ARMv7E-M DSP extension: Cortex-M4 and M7) under the names of ARM's C
   Language Extensions where the core has them, as portable C elsewhere, so that the PC's tests and sanitizers run the
   very kernels. Words hold four bytes or two halfwords, the lowest lane first. */
#ifndef NCN_ACLE_H
#define NCN_ACLE_H

#include <stdint.h>

/* Four bytes from any address; one load on these cores. Aligned words keep their own type: dereference those. */
static inline uint32_t ncn_load4(const void *p) {
    uint32_t v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

static inline void ncn_store4(void *p, uint32_t v) {
    __builtin_memcpy(p, &v, sizeof v);
}

/* Stores a and b, side by side, at a word's address. */
static inline void ncn_store_pair(uint32_t *at, uint32_t a, uint32_t b) {
#ifdef __ARM_FEATURE_DSP
    __asm__("strd %1, %2, %0" : "=m"(*(uint32_t(*)[2])at) : "r"(a), "r"(b)); /* gcc 12 takes two STR */
#else
    at[0] = a;
    at[1] = b;
#endif
}

/* Makes gcc forget how it computed v, where it would otherwise merge v's parts into a form that takes more instructions
   on these cores. */
#define NCN_KEEP(v) __asm__("" : "+r"(v))

/* Keeps gcc from moving loads and stores across, where it would have more values in flight than there are registers. */
#define NCN_IN_ORDER() __asm__ volatile("" : : : "memory")

#ifdef __ARM_FEATURE_DSP
#include <arm_acle.h>

/* acc + x0·y0 + x1·y1 of signed halfwords. */
static inline int32_t ncn_smlad(uint32_t x, uint32_t y, int32_t acc) {
    return __smlad((int16x2_t)x, (int16x2_t)y, acc);
}

/* Bytes 0 and 2, sign-extended to halfwords. */
static inline uint32_t ncn_sxtb16(uint32_t v) {
    return (uint32_t)__sxtb16((int8x4_t)v);
}

/* Bytes 1 and 3. In assembly: gcc 12 does not fold the rotation into the instruction. */
static inline uint32_t ncn_sxtb16_odd(uint32_t v) {
    uint32_t r;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(r) : "r"(v));
    return r;
}

/* Halfwords x - y. */
static inline uint32_t ncn_ssub16(uint32_t x, uint32_t y) {
    return (uint32_t)__ssub16((int16x2_t)x, (int16x2_t)y);
}

/* Halfwords x + y. */
static inline uint32_t ncn_sadd16(uint32_t x, uint32_t y) {
    return (uint32_t)__sadd16((int16x2_t)x, (int16x2_t)y);
}

/* Halfwords (x + y) / 2, rounded down. */
static inline uint32_t ncn_shadd16(uint32_t x, uint32_t y) {
    return (uint32_t)__shadd16((int16x2_t)x, (int16x2_t)y);
}

/* Halfwords of acc plus bytes 0 and 2 of v, or 1 and 3, sign-extended. */
static inline uint32_t ncn_sxtab16(uint32_t acc, uint32_t v) {
    return (uint32_t)__sxtab16((int16x2_t)acc, (int8x4_t)v);
}

static inline uint32_t ncn_sxtab16_odd(uint32_t acc, uint32_t v) {
    uint32_t r;
    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(r) : "r"(acc), "r"(v));
    return r;
}

/* Halfwords of acc plus bytes 0 and 2 of v, zero-extended. */
static inline uint32_t ncn_uxtab16(uint32_t acc, uint32_t v) {
    return (uint32_t)__uxtab16((uint16x2_t)acc, (uint8x4_t)v);
}

/* Halfwords of acc plus bytes 1 and 3 of v. */
static inline uint32_t ncn_uxtab16_odd(uint32_t acc, uint32_t v) {
    uint32_t r;
    __asm__("uxtab16 %0, %1, %2, ror #8" : "=r"(r) : "r"(acc), "r"(v));
    return r;
}

/* Bytes 0 and 2, zero-extended to halfwords. */
static inline uint32_t ncn_uxtb16(uint32_t v) {
    return (uint32_t)__uxtb16((uint8x4_t)v);
}

/* Bytes 1 and 3. */
static inline uint32_t ncn_uxtb16_odd(uint32_t v) {
    uint32_t r;
    __asm__("uxtb16 %0, %1, ror #8" : "=r"(r) : "r"(v));
    return r;
}

/* acc + the four bytes of v. */
static inline uint32_t ncn_usada8(uint32_t v, uint32_t acc) {
    return (uint32_t)__usada8((uint8x4_t)v, 0, acc);
}

/* Saturation to [-128, 127] and to [0, 127]. In assembly: gcc 12's __ssat does not pass -Wsign-conversion. */
static inline int32_t ncn_ssat8(int32_t x) {
    int32_t r;
    __asm__("ssat %0, #8, %1" : "=r"(r) : "r"(x));
    return r;
}

static inline int32_t ncn_usat7(int32_t x) {
    int32_t r;
    __asm__("usat %0, #7, %1" : "=r"(r) : "r"(x));
    return r;
}

/* Moves `bits` up by one; the sign of v is the new lowest bit. In assembly: gcc 12 does not take a sign from the carry.
 */
static inline uint32_t ncn_append_sign(uint32_t bits, uint32_t v) {
    __asm__("adds %1, %1, %1\n\tadc %0, %0, %0" : "+r"(bits), "+r"(v) : : "cc");
    return bits;
}

/* The low halfwords of x and y, x's first; the high ones. In assembly: gcc 12 takes two instructions each. */
static inline uint32_t ncn_low_halves(uint32_t x, uint32_t y) {
    uint32_t r;
    __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(r) : "r"(x), "r"(y));
    return r;
}
static inline uint32_t ncn_high_halves(uint32_t x, uint32_t y) {
    uint32_t r;
    __asm__("pkhtb %0, %2, %1, asr #16" : "=r"(r) : "r"(x), "r"(y));
    return r;
}

/* The larger of each signed byte. One block of assembly: SSUB8 leaves its result in flags that SEL reads. */
static inline uint32_t ncn_max_s8x4(uint32_t x, uint32_t y) {
    uint32_t r;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(r) : "r"(x), "r"(y) : "cc");
    return r;
}

/* 1 in each byte where the signed byte of x is not below that of y, else 0. */
static inline uint32_t ncn_not_below_s8x4(uint32_t x, uint32_t y) {
    uint32_t r;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %3, %4" : "=&r"(r) : "r"(x), "r"(y), "r"(0x01010101u), "r"(0u) : "cc");
    return r;
}

/* The larger of each signed halfword. */
static inline uint32_t ncn_max_s16x2(uint32_t x, uint32_t y) {
    uint32_t r;
    __asm__("ssub16 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(r) : "r"(x), "r"(y) : "cc");
    return r;
}

#else

static inline int32_t ncn_lane16(uint32_t v, int lane) {
    return (int16_t)(uint16_t)(v >> (16 * lane));
}

static inline int32_t ncn_lane8(uint32_t v, int lane) {
    return (int8_t)(uint8_t)(v >> (8 * lane));
}

static inline int32_t ncn_smlad(uint32_t x, uint32_t y, int32_t acc) {
    const int64_t sum = (int64_t)ncn_lane16(x, 0) * ncn_lane16(y, 0) + (int64_t)ncn_lane16(x, 1) * ncn_lane16(y, 1);
    return (int32_t)(uint32_t)(uint64_t)(acc + sum);
}

static inline uint32_t ncn_sxtb16(uint32_t v) {
    return ((uint32_t)ncn_lane8(v, 0) & 0xFFFFu) | (uint32_t)ncn_lane8(v, 2) << 16;
}

static inline uint32_t ncn_sxtb16_odd(uint32_t v) {
    return ncn_sxtb16(v >> 8);
}

static inline uint32_t ncn_uxtb16(uint32_t v) {
    return v & 0x00FF00FFu;
}

static inline uint32_t ncn_uxtb16_odd(uint32_t v) {
    return v >> 8 & 0x00FF00FFu;
}

static inline uint32_t ncn_sadd16(uint32_t x, uint32_t y) {
    return ((x + y) & 0xFFFFu) | ((x & 0xFFFF0000u) + (y & 0xFFFF0000u));
}

static inline uint32_t ncn_shadd16(uint32_t x, uint32_t y) {
    const int32_t low = (ncn_lane16(x, 0) + ncn_lane16(y, 0)) >> 1, high = (ncn_lane16(x, 1) + ncn_lane16(y, 1)) >> 1;
    return ((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16;
}

static inline uint32_t ncn_ssub16(uint32_t x, uint32_t y) {
    return ((x - y) & 0xFFFFu) | ((x & 0xFFFF0000u) - (y & 0xFFFF0000u));
}

static inline uint32_t ncn_sxtab16(uint32_t acc, uint32_t v) {
    return ncn_sadd16(acc, ncn_sxtb16(v));
}

static inline uint32_t ncn_sxtab16_odd(uint32_t acc, uint32_t v) {
    return ncn_sadd16(acc, ncn_sxtb16_odd(v));
}

static inline uint32_t ncn_uxtab16(uint32_t acc, uint32_t v) {
    return ((acc + (v & 0xFFu)) & 0xFFFFu) | ((acc & 0xFFFF0000u) + (v & 0xFF0000u));
}

static inline uint32_t ncn_uxtab16_odd(uint32_t acc, uint32_t v) {
    return ncn_uxtab16(acc, v >> 8);
}

static inline uint32_t ncn_low_halves(uint32_t x, uint32_t y) {
    return (x & 0xFFFFu) | y << 16;
}
static inline uint32_t ncn_high_halves(uint32_t x, uint32_t y) {
    return x >> 16 | (y & 0xFFFF0000u);
}

static inline uint32_t ncn_usada8(uint32_t v, uint32_t acc) {
    return acc + (v & 0xFFu) + (v >> 8 & 0xFFu) + (v >> 16 & 0xFFu) + (v >> 24);
}

static inline uint32_t ncn_append_sign(uint32_t bits, uint32_t v) {
    return bits << 1 | v >> 31;
}

static inline int32_t ncn_ssat8(int32_t x) {
    return x < -128 ? -128 : x > 127 ? 127 : x;
}

static inline int32_t ncn_usat7(int32_t x) {
    return x < 0 ? 0 : x > 127 ? 127 : x;
}

static inline uint32_t ncn_max_s8x4(uint32_t x, uint32_t y) {
    uint32_t r = 0;
    for (int lane = 0; lane < 4; lane++)
        r |= (ncn_lane8(x, lane) >= ncn_lane8(y, lane) ? x : y) & 0xFFu << (8 * lane);
    return r;
}

static inline uint32_t ncn_not_below_s8x4(uint32_t x, uint32_t y) {
    uint32_t r = 0;
    for (int lane = 0; lane < 4; lane++)
        r |= (uint32_t)(ncn_lane8(x, lane) >= ncn_lane8(y, lane)) << (8 * lane);
    return r;
}

static inline uint32_t ncn_max_s16x2(uint32_t x, uint32_t y) {
    uint32_t r = 0;
    for (int lane = 0; lane < 2; lane++)
        r |= (ncn_lane16(x, lane) >= ncn_lane16(y, lane) ? x : y) & 0xFFFFu << (16 * lane);
    return r;
}

#endif
#endif
