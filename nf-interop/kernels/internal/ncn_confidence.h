/* Confidence score of a network's answer, eq. (13) of NUMERICS.md: fixed-point softmax, difference of the two largest
   probabilities. Integers only. */
#ifndef NCN_CONFIDENCE_H
#define NCN_CONFIDENCE_H

#include "ncn_status.h"
#include <stdint.h>

/* M and S of eq. (13): log2(e) * 2^-radix / T * 2^16 = M * 2^-S. */
typedef struct ncn_confidence_scale {
    uint32_t multiplier; /* M, 2^30 <= M < 2^31 */
    int32_t shift;       /* S, 0 ... 63 for the radices and temperatures allowed */
} ncn_confidence_scale;

typedef struct ncn_confidence {
    int32_t top1;     /* class of the largest logit, lowest index of equals */
    int32_t top2;     /* class of the second largest */
    int32_t score256; /* floor(256 * CS), 0 ... 256: compared with the confidence threshold, eq. (14) */
    int32_t scoreQ16; /* CS in 2^-16, 0 ... 65536 */
} ncn_confidence;

/* Once a model. radix of the logits -8 ... 30; temperatureQ16 = T * 65536 in 2^10 ... 2^22; else NCN_E_ARGUMENT. */
ncn_status ncn_confidence_prepare(ncn_confidence_scale *scale, int radix, uint32_t temperatureQ16);

/* logits[classes], 2 <= classes <= 255, any int32 values. */
ncn_status ncn_confidence_score(const ncn_confidence_scale *scale, const int32_t *logits, int classes,
                                ncn_confidence *result);

#endif
