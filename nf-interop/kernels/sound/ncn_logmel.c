/* One row of a log-mel image in integers: LOGMEL.md, "In integers", whose steps the functions name. The spectrum of
   1,024 real samples is that of 512 complex ones, taken apart afterwards. Not placed in ITCM, which the networks fill:
   its loops stay in the instruction cache. */
#include "ncn_logmel.h"

enum {
    HALF = NCN_LOGMEL_WINDOW / 2,
    QUARTER = NCN_LOGMEL_WINDOW / 4,
    SINE_BITS = 30,
    WINDOW_SHIFT = 25, /* of sample times window: 5 bits stay behind the point */
    RISE_BITS = 16,
    LOG_BITS = 16
};

#define STEPS_A 493208                 /* 25 log10(2), 16 bits behind the point */
#define STEPS_B INT64_C(-775591617208) /* 135.5 - 42 * 25 log10(2), 32 bits behind the point */

typedef struct {
    int32_t re, im;
} complex32;

/* cos(2 pi k / 1024) and sin, k = 0 ... 512 */
static inline int32_t cosine(int k) {
    return k <= QUARTER ? ncn_logmel_sine[QUARTER - k] : -ncn_logmel_sine[k - QUARTER];
}

static inline int32_t sine(int k) {
    return ncn_logmel_sine[k <= QUARTER ? k : HALF - k];
}

/* z times e^(-2 pi i k / 1024), given that cosine and sine */
static inline complex32 turn(complex32 z, int32_t c, int32_t s) {
    return (complex32){(int32_t)(((int64_t)c * z.re + (int64_t)s * z.im) >> SINE_BITS),
                       (int32_t)(((int64_t)c * z.im - (int64_t)s * z.re) >> SINE_BITS)};
}

static inline void butterfly(complex32 *a, complex32 *b, complex32 t) {
    complex32 x = *a;
    *a = (complex32){x.re + t.re, x.im + t.im};
    *b = (complex32){x.re - t.re, x.im - t.im};
}

/* step 1, samples 2n and 2n+1 to the place of n with its 9 bits reversed */
static inline int32_t windowed(const int16_t *samples, int n) {
    const int32_t c = cosine(n <= HALF ? n : NCN_LOGMEL_WINDOW - n);
    const int32_t window = (int32_t)(((1u << SINE_BITS) - (uint32_t)c) >> 1);
    return (int32_t)(((int64_t)samples[n] * window + (1 << (WINDOW_SHIFT - 1))) >> WINDOW_SHIFT);
}

static void load(const int16_t *samples, complex32 *z) {
    int place = 0;
    for (int n = 0; n < HALF; n++) {
        z[place] = (complex32){windowed(samples, 2 * n), windowed(samples, 2 * n + 1)};
        int bit = HALF / 2;
        while (place & bit) {
            place ^= bit;
            bit >>= 1;
        }
        place |= bit;
    }
}

/* step 2: 512 complex points, in place */
static void transform(complex32 *z) {
    for (int i = 0; i < HALF; i += 4) {
        butterfly(z + i, z + i + 1, z[i + 1]);
        butterfly(z + i + 2, z + i + 3, z[i + 3]);
        butterfly(z + i, z + i + 2, z[i + 2]);
        butterfly(z + i + 1, z + i + 3, (complex32){z[i + 3].im, -z[i + 3].re});
    }
    for (int m = 4; m < HALF; m *= 2) {
        for (int k = 0; k < m; k++) {
            const int32_t c = cosine(k * (HALF / m)), s = sine(k * (HALF / m));
            for (int i = k; i < HALF; i += 2 * m)
                butterfly(z + i, z + i + m, turn(z[i + m], c, s));
        }
    }
}

/* step 3: |X[k]|^2 with 12 bits behind the point, k = 1 ... 511 */
static inline uint64_t power(const complex32 *z, int k) {
    const complex32 a = z[k], b = z[HALF - k];
    const complex32 odd = turn((complex32){a.im + b.im, b.re - a.re}, cosine(k), sine(k));
    const int32_t re = a.re + b.re + odd.re, im = a.im - b.im + odd.im;
    return (uint64_t)((int64_t)re * re) + (uint64_t)((int64_t)im * im);
}

/* step 5: byte of an energy with 42 bits behind the point */
static uint8_t step_of(uint64_t energy) {
    if (energy == 0)
        return 0;
    int whole = 63;
    for (int shift = 32; shift > 0; shift /= 2) {
        if (!(energy >> (64 - shift))) {
            energy <<= shift;
            whole -= shift;
        }
    }
    const uint32_t mantissa = (uint32_t)(energy >> 32);
    const int i = (int)(mantissa >> 24 & (NCN_LOGMEL_LOG_STEPS - 1));
    const int32_t low = ncn_logmel_log2[i];
    const int32_t high = i + 1 < NCN_LOGMEL_LOG_STEPS ? ncn_logmel_log2[i + 1] : 1 << LOG_BITS;
    const int32_t log2 = (whole << LOG_BITS) + low + (((high - low) * (int32_t)(mantissa >> 8 & 0xFFFF)) >> 16);
    const int64_t p = ((int64_t)STEPS_A * log2 + STEPS_B) >> (2 * LOG_BITS);
    return (uint8_t)(p < 0 ? 0 : p > 255 ? 255 : p);
}

void ncn_logmel_row(const int16_t *samples, int32_t *work, uint8_t *row) {
    complex32 *z = (complex32 *)work;
    load(samples, z);
    transform(z);

    /* step 4: each bin lies in one interval, where one triangle rises and the one before it falls */
    int bin = 0;
    uint64_t before = 0;
    for (int interval = 0; interval <= NCN_LOGMEL_BANDS; interval++) {
        uint64_t rising = 0, falling = before;
        for (; bin < ncn_logmel_ends[interval]; bin++) {
            const uint64_t p = power(z, NCN_LOGMEL_FIRST_BIN + bin);
            const uint32_t r = ncn_logmel_rise[bin];
            const uint64_t part = ((p >> 32) * r << (32 - RISE_BITS)) + ((uint64_t)(uint32_t)p * r >> RISE_BITS);
            rising += part;
            falling += p - part;
        }
        if (interval > 0)
            row[interval - 1] = step_of(falling);
        before = rising;
    }
}
