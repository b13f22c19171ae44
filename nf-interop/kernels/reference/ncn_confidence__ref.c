/* Confidence score, eq. (13): e^x through 2^x from a table of 257 points, linear between them, one division at the
   end. */
#include "ncn_confidence.h"

#define LOG2E_Q30 1549082005u /* round(2^30 · log2 e) */
#define ZERO_AT (24u << 16)   /* 2^-24 and less counts as 0 */

/* E[j] = round(2^23 · 2^(-j/256)). */
static const uint32_t exp2_table[257] = {
    8388608, 8365926, 8343305, 8320745, 8298246, 8275808, 8253431, 8231114, 8208857, 8186661, 8164525, 8142448, 8120432,
    8098475, 8076577, 8054738, 8032959, 8011238, 7989576, 7967973, 7946428, 7924941, 7903512, 7882142, 7860829, 7839574,
    7818376, 7797235, 7776152, 7755126, 7734156, 7713244, 7692387, 7671588, 7650844, 7630157, 7609525, 7588949, 7568429,
    7547965, 7527555, 7507201, 7486902, 7466658, 7446469, 7426334, 7406253, 7386227, 7366255, 7346338, 7326473, 7306663,
    7286906, 7267203, 7247553, 7227956, 7208412, 7188921, 7169482, 7150096, 7130763, 7111482, 7092253, 7073076, 7053950,
    7034877, 7015855, 6996885, 6977965, 6959097, 6940280, 6921514, 6902799, 6884134, 6865520, 6846956, 6828442, 6809978,
    6791564, 6773200, 6754886, 6736621, 6718406, 6700240, 6682122, 6664054, 6646035, 6628065, 6610143, 6592269, 6574444,
    6556667, 6538938, 6521257, 6503624, 6486039, 6468501, 6451011, 6433567, 6416171, 6398822, 6381520, 6364265, 6347056,
    6329894, 6312779, 6295709, 6278686, 6261709, 6244778, 6227892, 6211052, 6194258, 6177509, 6160805, 6144147, 6127533,
    6110965, 6094441, 6077962, 6061528, 6045138, 6028792, 6012490, 5996233, 5980019, 5963850, 5947724, 5931642, 5915603,
    5899607, 5883655, 5867746, 5851880, 5836057, 5820276, 5804539, 5788844, 5773191, 5757581, 5742012, 5726486, 5711002,
    5695560, 5680159, 5664801, 5649483, 5634207, 5618973, 5603779, 5588627, 5573516, 5558445, 5543416, 5528427, 5513478,
    5498570, 5483702, 5468874, 5454087, 5439339, 5424632, 5409964, 5395336, 5380747, 5366198, 5351688, 5337217, 5322786,
    5308393, 5294039, 5279725, 5265449, 5251211, 5237012, 5222851, 5208729, 5194645, 5180599, 5166591, 5152621, 5138688,
    5124794, 5110937, 5097117, 5083335, 5069589, 5055882, 5042211, 5028577, 5014980, 5001420, 4987896, 4974409, 4960959,
    4947544, 4934167, 4920825, 4907519, 4894250, 4881016, 4867818, 4854656, 4841529, 4828438, 4815382, 4802361, 4789376,
    4776426, 4763511, 4750630, 4737785, 4724974, 4712198, 4699457, 4686749, 4674077, 4661438, 4648834, 4636264, 4623728,
    4611225, 4598757, 4586322, 4573921, 4561553, 4549219, 4536918, 4524651, 4512416, 4500215, 4488047, 4475911, 4463809,
    4451739, 4439701, 4427697, 4415725, 4403785, 4391877, 4380002, 4368158, 4356347, 4344568, 4332820, 4321105, 4309421,
    4297768, 4286147, 4274558, 4263000, 4251473, 4239977, 4228512, 4217079, 4205676, 4194304,
};

static int bit_length(uint64_t x) {
    int n = 0;
    while (x != 0) {
        x >>= 1;
        n++;
    }
    return n;
}

ncn_status ncn_confidence_prepare(ncn_confidence_scale *scale, int radix, uint32_t temperatureQ16) {
    if (scale == 0 || radix < -8 || radix > 30 || temperatureQ16 < 1u << 10 || temperatureQ16 > 1u << 22)
        return NCN_E_ARGUMENT;
    const uint64_t r = ((uint64_t)LOG2E_Q30 << 32) / temperatureQ16; /* R of eq. (13) */
    const int n = bit_length(r) - 31;
    scale->multiplier = (uint32_t)(r >> n);
    scale->shift = 30 + radix - n;
    return NCN_OK;
}

/* e of a logit `delta` below the largest, in 2^-23. */
static uint32_t exponential(const ncn_confidence_scale *scale, uint32_t delta) {
    const uint64_t a = ((uint64_t)delta * scale->multiplier) >> scale->shift; /* log2 units in 2^-16 */
    if (a >= ZERO_AT)
        return 0;
    const uint32_t j = ((uint32_t)a >> 8) & 255u;
    const uint32_t k = (uint32_t)a & 255u;
    const uint32_t e = exp2_table[j] - (((exp2_table[j] - exp2_table[j + 1]) * k) >> 8);
    return e >> (a >> 16);
}

ncn_status ncn_confidence_score(const ncn_confidence_scale *scale, const int32_t *logits, int classes,
                                ncn_confidence *result) {
    if (scale == 0 || logits == 0 || result == 0 || classes < 2 || classes > 255)
        return NCN_E_ARGUMENT;
    int top1 = logits[1] > logits[0] ? 1 : 0;
    int top2 = 1 - top1;
    for (int i = 2; i < classes; i++) {
        if (logits[i] > logits[top1]) {
            top2 = top1;
            top1 = i;
        } else if (logits[i] > logits[top2]) {
            top2 = i;
        }
    }
    const uint32_t top = (uint32_t)logits[top1];
    uint32_t sum = 0;
    for (int i = 0; i < classes; i++)
        sum += exponential(scale, top - (uint32_t)logits[i]);
    const uint64_t lead = exponential(scale, 0) - exponential(scale, top - (uint32_t)logits[top2]);
    result->top1 = top1;
    result->top2 = top2;
    result->scoreQ16 = (int32_t)((lead << 16) / sum);
    result->score256 = result->scoreQ16 >> 8;
    return NCN_OK;
}
