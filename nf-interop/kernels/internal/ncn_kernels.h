/* The kernels: one function a layer operation, all with one signature, and what each needs. Operations and tensor
   layouts: MODEL-FORMAT.md; arithmetic: NUMERICS.md. Kernels trust their arguments: the engine calls them only for
   validated layers. */
#ifndef NCN_KERNELS_H
#define NCN_KERNELS_H

#include "ncn_layout.h"
#include "ncn_model.h"
#include "ncn_status.h"
#include <stdint.h>

/* Build systems that name every source whatever the core (PlatformIO, CMSIS-Pack, Zephyr) leave the choice to the
 * compiler. */
#if defined(NCN_KERNELS_BY_CORE) && defined(__ARM_FEATURE_DSP)
#define NCN_KERNELS_M7
#endif

/* Arguments of a kernel. Maps are dense: int8 or float32 [H][W][C]; bits u32 [H][W][ceil(C/32)]; logits int32 [C]. A
   kernel reads the fields its operation has; the others are 0. */
typedef struct ncn_kernel_args {
    const void *src0;   /* [inH][inW][inC]; concat: [src0Count] */
    const void *src1;   /* add: as src0; concat: [src1Count] */
    void *dst;          /* [outH][outW][outC] */
    const void *weight; /* int8, float32 [outC][kH][kW][inC] or u32 [outC][kH][kW][ceil(inC/32)]; or as `layout` */
    const int32_t
        *bias; /* [outC]: bias; to bits but of CONV_INT8_TO_BITS: sign thresholds; to int8: o_c; floats: float32 */
    const void *aux; /* [outC]: int8 -> bits: sign thresholds int32; bits -> int8: m_c int16; mixed: float32 scales */
    const uint32_t *flip;     /* [ceil(outC/32)] or null: no flip */
    void *scratch;            /* ncn_kernel_scratch_bytes of it */
    void *workspace;          /* memory the arena happens to have left, multiple of 32; may speed a kernel up */
    const ncn_layout *layout; /* of the weights; null: the reference's */
    int32_t inH, inW, inC;
    int32_t outH, outW, outC;
    int32_t kH, kW, stride;
    int32_t padH, padW;               /* zeros before the first row and column: k/2 for 'same', else 0 */
    int32_t poolH, poolW, poolStride; /* of convolutions with bits; 1, 1, 1: none */
    int32_t convH, convW;             /* of convolutions: the map before its pooling */
    int32_t shift, shift1;            /* rounding shifts; shift1: concat's second source */
    int32_t left0, left1;             /* add: left shifts of the operands to the larger radix */
    int32_t radix;                    /* floats: of the int8 input, of the logits */
    int32_t relu;                     /* 1: max(0, .) after saturation */
    int32_t srcIsInt32;               /* concat: sources are int32 logits, else int8 */
    int32_t src0Count, src1Count;     /* concat */
    int32_t workspaceBytes;           /* 0 or more; no result depends on it */
} ncn_kernel_args;

/* What the kernels of an operation read of them, beside src0, dst, inH, inW, inC, outH, outW and outC:

     CONV               weight bias kH kW stride padH padW shift relu
     DENSE              weight bias shift relu
     DENSE_LOGITS       weight bias
     MAX_POOL           kH kW stride
     AVERAGE_POOL       kH kW stride
     ADD                src1 left0 left1 shift relu
     CONV_INT8_TO_BITS  weight bias aux flip kH kW stride padH padW poolH poolW poolStride convH convW scratch
     CONV_BITS_TO_BITS  weight bias flip kH kW stride padH padW poolH poolW poolStride convH convW scratch
     CONV_BITS_TO_INT8  weight bias aux kH kW stride padH padW poolH poolW poolStride convH convW shift relu scratch
     POOL_BITS          flip kH kW stride
     CONCAT             src1 shift shift1 srcIsInt32 src0Count src1Count
     DEPTHWISE          weight bias kH kW stride padH padW shift relu
     INT8_TO_BITS       bias flip

   Of networks of floats (ncn_float_kernels.def):

     TO_FLOAT FLOAT32      radix
     CONV FLOAT32          weight bias kH kW stride padH padW relu
     CONV MIXED            weight aux bias kH kW stride padH padW relu
     DENSE FLOAT32         weight bias relu
     DENSE MIXED           weight aux bias relu
     DENSE_LOGITS FLOAT32  weight bias radix
     DENSE_LOGITS MIXED    weight aux bias radix
     MAX_POOL FLOAT32      kH kW stride
     AVERAGE_POOL FLOAT32  kH kW stride
     ADD FLOAT32           src1 relu

   Of other layouts than 0 also layout and scratch; __m7 kernels also convH, convW, workspace and workspaceBytes.
   Ranges, as validated: windows of convolutions 1 ... 15, at most the map where there is no padding, and odd where
   there is; strides 1 and 2; pooling windows 1 ... the map, any stride; maps of 1 x 1 and more, at most 2^23 bytes, as
   scratch; shifts 0 ... 31, left shifts 0 ... 16; int8 weights -127 ... 127, and no accumulator can leave int32,
   whatever the order (eq. (2), (10), (11)). Pointers are aligned to 32 bytes. */
typedef ncn_status ncn_kernel(const ncn_kernel_args *a);

#define NCN_KERNEL(op, layoutId, function, implementation) ncn_kernel function;
#include "ncn_kernels.def"
#undef NCN_KERNEL

#define NCN_FLOAT_KERNEL(op, numbers, function, implementation) ncn_kernel function;
#include "ncn_float_kernels.def"
#undef NCN_FLOAT_KERNEL

/* The kernel for an operation, a layout and a network's numbers, the fastest one built in; null if there is none. */
ncn_kernel *ncn_kernel_find(uint8_t op, uint8_t layoutId, uint8_t numbers);

/* Scratch a layer's kernel needs, bytes. It depends on the layout (`layout` byte) only, never on the implementation,
   so that every build plans the same arena. 64 bit, since the shape may not have been checked yet. */
uint64_t ncn_kernel_scratch_bytes(const ncn_layer *layer);

#endif
