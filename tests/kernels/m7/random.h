/* The generator of the kernel tests' cases: xorshift32, the same on every machine. */
#ifndef NCN_TEST_RANDOM_H
#define NCN_TEST_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct random_state {
    uint32_t x; /* not 0 */
} random_state;

static inline uint32_t random_word(random_state *r) {
    r->x ^= r->x << 13;
    r->x ^= r->x >> 17;
    r->x ^= r->x << 5;
    return r->x;
}

/* An integer from low to high, both included. */
static inline int32_t random_in(random_state *r, int32_t low, int32_t high) {
    const uint32_t range = (uint32_t)high - (uint32_t)low + 1u;
    const uint32_t word = random_word(r);
    return (int32_t)((uint32_t)low + (range == 0 ? word : word % range));
}

static inline bool random_chance(random_state *r, int32_t oneIn) {
    return random_in(r, 1, oneIn) == 1;
}

#endif
