/* Two kernels without a model: an int8 convolution whose weights are brought into another layout, and a binary one with
   pooling. cmake -S nf-interop/examples/kernels -B build/kernels && cmake --build build/kernels &&
   build/kernels/kernels */
#include <ncn.h>
#include <stdalign.h>
#include <stdio.h>

enum { SIDE = 8, CHANNELS = 32, TAPS = 9, VALUES = SIDE * SIDE * CHANNELS, WEIGHTS = CHANNELS * TAPS * CHANNELS };

alignas(NCN_ALIGNMENT) static int8_t map[VALUES], result[VALUES], weights[WEIGHTS], packed[4 * WEIGHTS];
alignas(NCN_ALIGNMENT) static int32_t bias[CHANNELS];
alignas(NCN_ALIGNMENT) static uint32_t bits[SIDE * SIDE], filters[CHANNELS * TAPS], answer[SIDE / 2 * SIDE / 2];
alignas(NCN_ALIGNMENT) static uint8_t memory[32 * 1024];

int main(void) {
    const ncn_memory work = {memory, sizeof memory};
    ncn_conv2d conv = {SIDE, SIDE, CHANNELS, CHANNELS, .kH = 3, .kW = 3, .stride = 1, .same = true};
    ncn_conv2d_needs needs;
    for (int i = 0; i < VALUES; i++)
        map[i] = (int8_t)(i * 37 % 251 - 125);
    for (int i = 0; i < WEIGHTS; i++)
        weights[i] = (int8_t)(i * 11 % 255 - 127);
    ncn_conv2d s8 = conv; /* int8 -> int8, Winograd's F(2,3) */
    s8.layout = NCN_LAYOUT_F23;
    s8.shift = 12;
    ncn_status status = ncn_s8_conv2d_needs(&s8, &needs);
    if (status == NCN_OK && needs.weightBytes <= sizeof packed && needs.scratchBytes <= sizeof memory)
        status = ncn_s8_conv2d_pack(&s8, weights, packed);
    if (status == NCN_OK)
        status = ncn_s8_conv2d(&s8, map, packed, bias, result, work);

    ncn_conv2d b1 = conv; /* bits -> bits, then 2x2 max pooling */
    b1.poolH = b1.poolW = b1.poolStride = 2;
    ncn_b1_from_s8(map, SIDE * SIDE, CHANNELS, bits);
    ncn_b1_from_s8(weights, CHANNELS * TAPS, CHANNELS, filters);
    if (status == NCN_OK)
        status = ncn_b1_conv2d(&b1, bits, filters, bias, 0, answer, work);
    printf("%s: int8 %d, bits %08x\n", ncn_status_text(status), result[0], (unsigned)answer[0]);
    return status != NCN_OK;
}
