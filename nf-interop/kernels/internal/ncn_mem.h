/* Byte copies and fills for code that is built without a C library. The compiler may turn the loops into calls of
   memcpy and memset; a freestanding image links ncn_freestanding, which has them. */
#ifndef NCN_MEM_H
#define NCN_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies n bytes; the ranges must not overlap. */
static inline void ncn_copy(void *restrict dst, const void *restrict src, size_t n) {
    uint8_t *d = (uint8_t *)dst;
    const uint8_t *s = (const uint8_t *)src;
    for (size_t i = 0; i < n; i++)
        d[i] = s[i];
}

/* Sets n bytes to value. */
static inline void ncn_fill(void *dst, uint8_t value, size_t n) {
    uint8_t *d = (uint8_t *)dst;
    for (size_t i = 0; i < n; i++)
        d[i] = value;
}

/* True if n bytes are equal. */
static inline bool ncn_equal(const void *a, const void *b, size_t n) {
    const uint8_t *p = (const uint8_t *)a;
    const uint8_t *q = (const uint8_t *)b;
    for (size_t i = 0; i < n; i++)
        if (p[i] != q[i])
            return false;
    return true;
}

/* True if all n bytes are 0. */
static inline bool ncn_all_zero(const void *p, size_t n) {
    const uint8_t *b = (const uint8_t *)p;
    for (size_t i = 0; i < n; i++)
        if (b[i] != 0)
            return false;
    return true;
}

#endif
