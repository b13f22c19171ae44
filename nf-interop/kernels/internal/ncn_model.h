/* A model blob decoded into structs, and where its fields lie: MODEL-FORMAT.md, "Header" and "Layer record". Decoding
   checks nothing; ncn_validate.h does, and only a blob that passed it may be run. */
#ifndef NCN_MODEL_H
#define NCN_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NCN_BLOB_MAGIC 0x314E434Eu /* "NCN1" */
#define NCN_BLOB_ABI 1
#define NCN_KERNEL_ABI 5 /* what this engine writes about itself; it runs 1 to 4 too */
#define NCN_BLOB_ALIGNMENT 32u
#define NCN_BLOB_MIN_BYTES 256u
#define NCN_BLOB_MAX_BYTES 2097152u

/* Offsets of the header's fields, bytes. */
enum {
    NCN_HEADER_MAGIC = 0,
    NCN_HEADER_BLOB_ABI = 4,
    NCN_HEADER_HEADER_BYTES = 6,
    NCN_HEADER_BLOB_BYTES = 8,
    NCN_HEADER_CRC32 = 12,
    NCN_HEADER_SHA256 = 16,     /* first byte the CRC covers */
    NCN_HEADER_KERNEL_ABI = 48, /* first byte the SHA-256 covers */
    NCN_HEADER_FORM = 50,
    NCN_HEADER_FLAGS = 51,
    NCN_HEADER_CONFIDENCE_THRESHOLD = 52,
    NCN_HEADER_CLASSES = 53,
    NCN_HEADER_STRING_BYTES = 54,
    NCN_HEADER_STRING_OFFSET = 56,
    NCN_HEADER_INPUT_SHAPE = 60,
    NCN_HEADER_INPUT_RADIX = 66,
    NCN_HEADER_PREPROCESSING = 67,
    NCN_HEADER_PREPROCESSING_PARAMETERS = 68,
    NCN_HEADER_PAD_VALUE = 76,
    NCN_HEADER_NUMBERS = 77, /* 0 below kernel ABI 4 */
    NCN_HEADER_TEMPERATURE = 80,
    NCN_HEADER_LAYER_COUNT = 92,
    NCN_HEADER_STEM_LAYERS = 95, /* 0 below kernel ABI 5 */
    NCN_HEADER_LAYER_OFFSET = 96,
    NCN_HEADER_ARENA_BYTES = 108,
    NCN_HEADER_FAST_BYTES = 112, /* from here on 0 below kernel ABI 3 */
    NCN_HEADER_SRAM_BYTES = 116,
    NCN_HEADER_BANK_PLACE = 120,
    NCN_HEADER_BENCHMARK_ID = 128,
    NCN_HEADER_ZERO_144 = 144,
    NCN_HEADER_BYTES = 192
};

/* Offsets of a layer record's fields, bytes. */
enum {
    NCN_LAYER_OP = 0,
    NCN_LAYER_LAYOUT = 1,
    NCN_LAYER_FLAGS = 2,
    NCN_LAYER_ZERO_3 = 3,
    NCN_LAYER_SOURCE0 = 4,
    NCN_LAYER_SOURCE1 = 6,
    NCN_LAYER_IN_SHAPE = 8,
    NCN_LAYER_OUT_SHAPE = 14,
    NCN_LAYER_WINDOW = 20,
    NCN_LAYER_POOL = 23,
    NCN_LAYER_RADIX = 26,
    NCN_LAYER_SHIFT = 30,
    NCN_LAYER_SHIFT1 = 31,
    NCN_LAYER_WEIGHT = 32,
    NCN_LAYER_BIAS = 40,
    NCN_LAYER_AUX = 48,
    NCN_LAYER_FLIP = 56,
    NCN_LAYER_MACS = 64,
    NCN_LAYER_OUTPUT_PLACE = 68, /* from here on 0 below kernel ABI 3 */
    NCN_LAYER_SCRATCH_PLACE = 72,
    NCN_LAYER_ZERO_76 = 76,
    NCN_LAYER_BYTES = 96
};

enum {
    NCN_NET_BNN = 0,
    NCN_NET_INT8 = 1,
    NCN_NET_GLUE = 2,
    NCN_NETS = 3,
    NCN_MAX_NET_LAYERS = 64, /* of nets 0 and 1 */
    NCN_GLUE_LAYERS = 2,
    NCN_MAX_LAYERS = 2 * NCN_MAX_NET_LAYERS + NCN_GLUE_LAYERS,
    NCN_SOURCE_INPUT = -1,
    NCN_MAX_CLASSES = 255,
    NCN_MAX_STRING_BYTES = 63, /* of one string, without its NUL */
    NCN_BENCHMARK_ID_BYTES = NCN_HEADER_ZERO_144 - NCN_HEADER_BENCHMARK_ID,
    NCN_INPUT_BANKS = 2,
    NCN_ABI_PLACES = 3,    /* kernel ABI from which a blob may say where its buffers lie */
    NCN_ABI_NUMBERS = 4,   /* kernel ABI from which net 1 may have floats */
    NCN_ABI_DEPTHWISE = 4, /* kernel ABI from which there is this operation */
    NCN_ABI_STEM = 5       /* kernel ABI from which there is a shared stem, and int8ToBits behind it */
};

enum { NCN_FORM_COOPNET = 1, NCN_FORM_BCNET_LOGITS = 2, NCN_FORM_BCNET_FEATURES = 3 };
enum { NCN_MODEL_INT8_LOGITS = 1 }; /* header flags */
enum {
    NCN_PREPROCESSING_NONE = 0,
    NCN_PREPROCESSING_PAD = 1,
    NCN_PREPROCESSING_CROP = 2,
    NCN_PREPROCESSING_LOGMEL = 3
};

typedef enum ncn_op {
    NCN_OP_CONV = 1,
    NCN_OP_DENSE = 2,
    NCN_OP_DENSE_LOGITS = 3,
    NCN_OP_MAX_POOL = 4,
    NCN_OP_AVERAGE_POOL = 5,
    NCN_OP_ADD = 6,
    NCN_OP_CONV_INT8_TO_BITS = 7,
    NCN_OP_CONV_BITS_TO_BITS = 8,
    NCN_OP_CONV_BITS_TO_INT8 = 9,
    NCN_OP_POOL_BITS = 10,
    NCN_OP_CONCAT = 11,
    NCN_OP_TO_FLOAT = 12,
    NCN_OP_DEPTHWISE = 13,
    NCN_OP_INT8_TO_BITS = 14
} ncn_op;

/* What a network computes with. */
enum {
    NCN_NUMBERS_INT8 = 0,   /* integers, and bits */
    NCN_NUMBERS_MIXED = 1,  /* float32 activations, int8 weights */
    NCN_NUMBERS_FLOAT32 = 2 /* float32 activations and weights */
};

enum { NCN_LAYER_RELU = 1, NCN_LAYER_SAME = 2, NCN_LAYER_ROUND_UP = 4 }; /* layer flags */

/* Element type of an activation map. */
typedef enum ncn_type {
    NCN_TYPE_INT8,   /* HWC */
    NCN_TYPE_BITS,   /* HW pixels of ceil(C/32) words, eq. (7) */
    NCN_TYPE_INT32,  /* C logits */
    NCN_TYPE_FLOAT32 /* HWC */
} ncn_type;

typedef struct ncn_shape {
    uint16_t h, w, c;
} ncn_shape;

/* A tensor's place in the blob; bytes = 0: absent. */
typedef struct ncn_tensor {
    uint32_t offset, bytes;
} ncn_tensor;

typedef struct ncn_header {
    uint32_t blobBytes;
    uint32_t crc32;
    uint16_t kernelAbi;
    uint8_t form;
    uint8_t flags;
    uint8_t confidenceThreshold;
    uint8_t classes;
    uint8_t preprocessing;
    uint8_t padValue;
    uint16_t preprocessingParameters[4];
    ncn_shape input;
    int8_t inputRadix;
    uint8_t layerCount[NCN_NETS];
    uint8_t stemLayers; /* of net 0, which net 1 goes on from; 0: both begin with the input */
    uint8_t numbers[NCN_NETS];
    uint32_t layerOffset[NCN_NETS];
    uint32_t temperature[NCN_NETS];
    ncn_tensor strings;
    uint32_t arenaBytes;
    uint32_t fastBytes, sramBytes; /* of the two regions that the blob is placed in; 0, 0: it is not */
    uint32_t bankPlace[NCN_INPUT_BANKS];
} ncn_header;

typedef struct ncn_layer {
    uint8_t op; /* ncn_op once validated */
    uint8_t layout;
    uint8_t flags;
    uint8_t numbers; /* of its network; not in the record */
    uint8_t shift, shift1;
    int16_t source0, source1;
    ncn_shape in, out;
    uint8_t kH, kW, stride;
    uint8_t poolH, poolW, poolStride; /* of ops 7, 8, 9: 1, 1, 1 without pooling; else 0 */
    int8_t radixIn0, radixIn1, radixWeight, radixOut;
    ncn_tensor weight, bias, aux, flip;
    uint32_t macs;
    uint32_t outputPlace, scratchPlace; /* ncn_plan.h; 0 where the blob is not placed */
} ncn_layer;

/* What a layer reads: the model's input or another layer's output. */
typedef struct ncn_source {
    ncn_shape shape;
    ncn_type type;
    int radix; /* 0 for bits and floats */
} ncn_source;

/* Decodes the 192 bytes at blob. */
void ncn_header_read(ncn_header *header, const uint8_t *blob);

/* Decodes a 96-byte layer record of a network of integers. */
void ncn_layer_read(ncn_layer *layer, const uint8_t *record);

/* Decodes layer `layer` of net `net`; both must exist and the layer table lie inside the blob. */
void ncn_layer_at(ncn_layer *out, const ncn_header *header, const uint8_t *blob, int net, int layer);

/* Whether what layer NCN_SOURCE_INPUT stands for in this net is the shared stem's output, a layer of net 0. */
static inline bool ncn_begins_at_stem(const ncn_header *header, int net) {
    return net == NCN_NET_INT8 && header->stemLayers != 0;
}

/* Output of a layer of a net; for layer NCN_SOURCE_INPUT the model's input or the shared stem's output; as
 * ncn_layer_at.
 */
void ncn_source_at(ncn_source *source, const ncn_header *header, const uint8_t *blob, int net, int layer);

/* Element type of a layer's output. */
ncn_type ncn_layer_output_type(const ncn_layer *layer);

/* Words of 32 channels a pixel of c channels takes: ceil(c / 32). */
static inline uint32_t ncn_words(uint32_t c) {
    return (c + 31u) / 32u;
}

/* Bytes of an activation map. 64 bit, since the shape may not have been checked yet. */
static inline uint64_t ncn_map_bytes(ncn_shape shape, ncn_type type) {
    uint64_t pixels = (uint64_t)shape.h * shape.w;
    if (type == NCN_TYPE_BITS)
        return pixels * ncn_words(shape.c) * 4u;
    return pixels * shape.c * (type == NCN_TYPE_INT8 ? 1u : 4u);
}

/* Number of values of a shape. */
static inline uint32_t ncn_shape_size(ncn_shape shape) {
    return (uint32_t)shape.h * shape.w * shape.c;
}

/* Output shape of a convolution, before its pooling, eq. (3); the window must fit and the stride not be 0. */
ncn_shape ncn_conv_out(const ncn_layer *layer);

/* True if a convolution with bits (ops 7, 8, 9) has a pooling window. */
static inline bool ncn_layer_pools(const ncn_layer *l) {
    return l->poolH != 1 || l->poolW != 1 || l->poolStride != 1;
}

/* Output length of a pooling window k at stride s over n pixels, eq. (3); 1 <= k <= n. */
uint32_t ncn_pool_out(uint32_t n, uint32_t k, uint32_t stride, bool roundUp);

/* Little-endian fields at any alignment. */
static inline uint16_t ncn_u16(const uint8_t *p) {
    return (uint16_t)(p[0] | ((uint16_t)p[1] << 8));
}
static inline uint32_t ncn_u32(const uint8_t *p) {
    return (uint32_t)p[0] | ((uint32_t)p[1] << 8) | ((uint32_t)p[2] << 16) | ((uint32_t)p[3] << 24);
}

#endif
