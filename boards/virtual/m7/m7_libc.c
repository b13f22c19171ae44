/* The four functions GCC may call on its own; the image links no C library. Restrict and -fno-builtin keep the compiler from
 * turning a loop back into a call of the function it is in. */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    for (; bytes >= 4; bytes -= 4, t += 4, f += 4) {
        uint32_t word;
        __builtin_memcpy(&word, f, 4);
        __builtin_memcpy(t, &word, 4);
    }
    while (bytes-- > 0)
        *t++ = *f++;
    return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    if ((uintptr_t)t - (uintptr_t)f >= bytes)
        return memcpy(to, from, bytes);
    while (bytes-- > 0)
        t[bytes] = f[bytes];
    return to;
}

void *memset(void *to, int value, size_t bytes)
{
    uint8_t *t = to;
    uint32_t word = (uint8_t)value * 0x01010101u;
    for (; bytes >= 4; bytes -= 4, t += 4)
        __builtin_memcpy(t, &word, 4);
    while (bytes-- > 0)
        *t++ = (uint8_t)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
    const uint8_t *x = a, *y = b;
    for (; bytes > 0; bytes--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}
