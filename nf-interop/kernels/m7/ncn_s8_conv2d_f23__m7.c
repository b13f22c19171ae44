/* int8 convolution 3x3, stride 1, by F(2x2,3x3) (KERNELS.md, "int8: Winograd"): layout f23; ncn_s8_conv2d_f23__ref. */
#include "ncn_kernels.h"
#include "ncn_m7_winograd.h"
#include "ncn_section.h"

enum { SIZE = 2, SIDE = 4 };

/* Step 3 for one of the two halves of a quad, h = 0: bytes 0 and 2, 1: bytes 1 and 3. */
static inline __attribute__((always_inline)) void half_to_points(const ncn_m7_patch *patch, uint32_t *points,
                                                                 int32_t stride, int h) {
    uint32_t t[SIDE][SIDE];
    for (int x = 0; x < SIDE; x++) {
        uint32_t d[SIDE];
        for (int y = 0; y < SIDE; y++) {
            const uint32_t v = ncn_load4(patch->at + y * patch->rowBytes + x * patch->pixelBytes);
            d[y] = h == 0 ? ncn_sxtb16(v) : ncn_sxtb16_odd(v);
        }
        t[0][x] = ncn_ssub16(d[0], d[2]);
        t[1][x] = ncn_sadd16(d[1], d[2]);
        t[2][x] = ncn_ssub16(d[2], d[1]);
        t[3][x] = ncn_ssub16(d[1], d[3]);
    }
    for (int y = 0; y < SIDE; y++, points += SIDE * stride) {
        points[0] = ncn_ssub16(t[y][0], t[y][2]);
        points[stride] = ncn_sadd16(t[y][1], t[y][2]);
        points[2 * stride] = ncn_ssub16(t[y][2], t[y][1]);
        points[3 * stride] = ncn_ssub16(t[y][1], t[y][3]);
    }
}

NCN_HOT static void to_points(const ncn_m7_patch *patch, uint32_t *points, int32_t stride, uint32_t *temporary) {
    (void)temporary;
    half_to_points(patch, points, stride, 0);
    half_to_points(patch, points + 2, stride, 1);
}

/* Step 5. The sums are 4 times the outputs. */
NCN_HOT static void from_points(const uint32_t *products, int32_t start, int32_t shift, int8_t *out) {
    uint32_t t[SIZE][SIDE];
    for (int x = 0; x < SIDE; x++) {
        const uint32_t *p = products + 8 * x;
        const uint32_t m0 = p[0], m1 = p[8 * SIDE], m2 = p[16 * SIDE], m3 = p[24 * SIDE];
        t[0][x] = m0 + m1 + m2;
        t[1][x] = m1 - m2 - m3;
    }
    for (int y = 0; y < SIZE; y++) {
        const int32_t y0 = (int32_t)(t[y][0] + t[y][1] + t[y][2]) >> 2;
        const int32_t y1 = (int32_t)(t[y][1] - t[y][2] - t[y][3]) >> 2;
        out[8 * y] = (int8_t)ncn_ssat8((start + y0) >> shift);
        out[8 * y + 4] = (int8_t)ncn_ssat8((start + y1) >> shift);
    }
}

NCN_HOT ncn_status ncn_s8_conv2d_f23__m7(const ncn_kernel_args *a) {
    const ncn_m7_winograd m = ncn_m7_winograd_of(a, SIZE);
    uint32_t out[SIZE * SIZE];
    ncn_m7_winograd_run(&m, a, ncn_m7_winograd_stored, to_points, from_points, out);
    return NCN_OK;
}
