/* Contract: convolutions.h. Sums in the plainest order, from the definitions in ncn.h. */
#include "convolutions.h"
#include <ncn.h>
#include <stdalign.h>

enum { MOST_VALUES = 4096, MOST_WEIGHTS = 16384, GUARD = 64 };

static alignas(NCN_ALIGNMENT) int8_t src[MOST_VALUES], dst[MOST_VALUES + GUARD], weights[MOST_WEIGHTS];
static alignas(NCN_ALIGNMENT) int8_t packed[8 * MOST_WEIGHTS];
static alignas(NCN_ALIGNMENT) int32_t bias[64];
static alignas(NCN_ALIGNMENT) uint32_t srcBits[MOST_VALUES], weightBits[MOST_WEIGHTS], dstBits[MOST_VALUES], flip[2];
static alignas(NCN_ALIGNMENT) uint8_t memory[24 * 1024];
static uint32_t state;

static int draw(int least, int most) {
    state = state * 1664525u + 1013904223u;
    return least + (int)((state >> 8) % (uint32_t)(most - least + 1));
}

static ncn_conv2d draw_conv(bool bits) {
    ncn_conv2d c = {.inH = (uint16_t)draw(5, 9), .inW = (uint16_t)draw(5, 9)};
    c.inC = (uint16_t)(bits ? draw(1, 40) : 4 * draw(1, 4));
    c.outC = (uint16_t)draw(1, 34);
    c.layout = bits ? NCN_LAYOUT_PLAIN : (ncn_layout_id)draw(0, 4);
    c.kH = c.kW = (uint8_t)(c.layout == NCN_LAYOUT_F45 ? 5 : c.layout >= NCN_LAYOUT_F23 ? 3 : 2 * draw(0, 2) + 1);
    c.stride = (uint8_t)(c.layout >= NCN_LAYOUT_F45 ? 1 : draw(1, 2));
    c.same = draw(0, 1) != 0;
    if (!bits) {
        c.relu = draw(0, 1) != 0;
        c.shift = (uint8_t)draw(0, 12);
    } else if (draw(0, 1) != 0) {
        c.poolH = c.poolW = c.poolStride = 2;
    }
    return c;
}

/* Value of a channel of a pixel outside or inside the map, in bits or int8. */
static int value_at(const ncn_conv2d *c, bool bits, int y, int x, int ch) {
    const int pixel = y * c->inW + x;
    if (y < 0 || y >= c->inH || x < 0 || x >= c->inW)
        return 0;
    return bits ? ((srcBits[pixel * ((c->inC + 31) / 32) + ch / 32] >> (ch % 32) & 1u) != 0 ? 1 : -1)
                : src[pixel * c->inC + ch];
}

static int weight_at(const ncn_conv2d *c, bool bits, int oc, int tap, int ch) {
    const int filter = oc * c->kH * c->kW + tap;
    return bits ? ((weightBits[filter * ((c->inC + 31) / 32) + ch / 32] >> (ch % 32) & 1u) != 0 ? 1 : -1)
                : weights[filter * c->inC + ch];
}

/* The sum at a pixel of the convolution's own map. */
static int sum_at(const ncn_conv2d *c, bool bits, int y, int x, int oc) {
    int sum = 0;
    for (int tap = 0; tap < c->kH * c->kW; tap++)
        for (int ch = 0; ch < c->inC; ch++) {
            const int iy = y * c->stride + tap / c->kW - (c->same ? c->kH / 2 : 0);
            const int ix = x * c->stride + tap % c->kW - (c->same ? c->kW / 2 : 0);
            sum += value_at(c, bits, iy, ix, ch) * weight_at(c, bits, oc, tap, ch);
        }
    return sum;
}

static int int8_of(const ncn_conv2d *c, int y, int x, int oc) {
    int64_t sum = (int64_t)sum_at(c, false, y, x, oc) + bias[oc];
    sum = c->shift == 0 ? sum : (sum + (1 << (c->shift - 1))) >> c->shift;
    sum = sum < -128 ? -128 : sum > 127 ? 127 : sum;
    return c->relu && sum < 0 ? 0 : (int)sum;
}

static bool bit_of(const ncn_conv2d *c, int y, int x, int oc) {
    const int side = c->poolH == 0 ? 1 : c->poolH;
    bool any = false;
    for (int k = 0; k < side * side; k++)
        any |= sum_at(c, true, y * side + k / side, x * side + k % side, oc) >= bias[oc];
    return any != ((flip[oc / 32] >> (oc % 32) & 1u) != 0);
}

static bool is_right(const ncn_conv2d *c, bool bits, const ncn_conv2d_needs *n) {
    for (int y = 0; y < n->outH; y++)
        for (int x = 0; x < n->outW; x++)
            for (int oc = 0; oc < c->outC; oc++) {
                const int pixel = y * n->outW + x;
                const bool bit = (dstBits[pixel * ((c->outC + 31) / 32) + oc / 32] >> (oc % 32) & 1u) != 0;
                if (bits ? bit != bit_of(c, y, x, oc) : dst[pixel * c->outC + oc] != int8_of(c, y, x, oc))
                    return false;
            }
    return true;
}

static bool check(bool bits) {
    const ncn_conv2d c = draw_conv(bits);
    const uint32_t taps = (uint32_t)(c.outC * c.kH * c.kW);
    ncn_conv2d_needs n;
    if ((bits ? ncn_b1_conv2d_needs(&c, &n) : ncn_s8_conv2d_needs(&c, &n)) != NCN_OK || taps * c.inC > MOST_WEIGHTS)
        return true; /* too large for this program */
    for (int i = 0; i < c.inH * c.inW * c.inC; i++)
        src[i] = (int8_t)draw(-128, 127);
    for (uint32_t i = 0; i < taps * c.inC; i++)
        weights[i] = (int8_t)draw(-127, 127);
    for (int i = 0; i < c.outC; i++)
        bias[i] = bits ? draw(-20, 20) : draw(-9999, 9999);
    flip[0] = (uint32_t)draw(0, 0xFFFF) & (c.outC < 32 ? (1u << c.outC) - 1 : ~0u);
    flip[1] = c.outC > 32 ? (uint32_t)draw(0, (1 << (c.outC - 32)) - 1) : 0;
    const ncn_memory work = {memory, draw(0, 1) != 0 ? (uint32_t)sizeof memory : n.scratchBytes};
    if (n.scratchBytes > sizeof memory)
        return true;
    if (bits) {
        ncn_b1_from_s8(src, (uint32_t)(c.inH * c.inW), c.inC, srcBits);
        ncn_b1_from_s8(weights, taps, c.inC, weightBits);
        return ncn_b1_conv2d(&c, srcBits, weightBits, bias, flip, dstBits, work) == NCN_OK && is_right(&c, true, &n);
    }
    dst[n.dstBytes] = 99; /* behind the result */
    return n.weightBytes <= sizeof packed && ncn_s8_conv2d_pack(&c, weights, packed) == NCN_OK &&
           ncn_s8_conv2d(&c, src, packed, bias, dst, work) == NCN_OK && is_right(&c, false, &n) &&
           dst[n.dstBytes] == 99;
}

int check_convolutions(unsigned seed, int count) {
    state = seed;
    for (int i = 1; i <= 2 * count; i++)
        if (!check(i % 2 == 0))
            return -i;
    return 2 * count;
}
