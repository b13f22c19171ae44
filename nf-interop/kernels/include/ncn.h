/** @file ncn.h
    nanoCoopNet in C: the one header that a program includes.

    - A model: ncn_open, ncn_classify, ncn_read_counters. The binary network answers where it is sure (light mode), else
   the full network decides (full mode).
    - Kernels alone, without a model: ncn_s8_conv2d, ncn_b1_conv2d, and what they need.

    C11, and C++ from C++11. No allocation, no globals, no C library: an image without one links `ncn_freestanding`
   (memcpy, memset) and the compiler's own library (`-lgcc`). Nothing here is interrupted, waits, or takes a lock: a
   classifier, as the memory given with a call, belongs to one thread at a time.

    Stack of a call at most, as measured on a Cortex-M7 (KIT.md): ncn_open 604, ncn_classify 868, ncn_s8_conv2d_needs
   196, ncn_s8_conv2d_pack 660, ncn_s8_conv2d 788, ncn_b1_conv2d_needs 172, ncn_b1_conv2d 788, each other call 44 bytes.

    KIT.md has examples, sizes and costs. */
#ifndef NCN_H
#define NCN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of this header and of the library: major, minor, patch. */
#define NCN_VERSION "0.1.0"

/** Alignment in bytes of everything that a pointer names: models, memory, maps, weights, biases.
 * alignas(NCN_ALIGNMENT). */
#define NCN_ALIGNMENT 32

/** Size of a classifier, bytes. */
#define NCN_CLASSIFIER_BYTES 3584

/** What a call came to: NCN_OK or a negative error. ncn_status_text has the words. */
typedef enum ncn_status {
    NCN_OK = 0,                  /**< Success. */
    NCN_E_ARGUMENT = -1,         /**< An argument is null or out of range. */
    NCN_E_CONTEXT = -2,          /**< No model is open in the classifier. */
    NCN_E_MODEL = -3,            /**< The model breaks a rule of its format: ncn_open_error says which. */
    NCN_E_ARENA = -4,            /**< The memory is smaller than what is needed. */
    NCN_E_ORDER = -5,            /**< Layers must run in order (engine only). */
    NCN_E_ALIGNMENT = -6,        /**< A pointer is not a multiple of NCN_ALIGNMENT. */
    NCN_E_BUFFER = -7,           /**< The destination array is too short. */
    NCN_E_NO_LOGITS = -8,        /**< The network gives no logits (engine only). */
    NCN_E_NO_MODEL = -9,         /**< The slot holds no model (board only). */
    NCN_E_NOT_FOUND = -10,       /**< There is nothing under this index. */
    NCN_E_WORK = -11,            /**< An inference takes more multiplications than the board allows (board only). */
    NCN_E_CANCELLED = -12,       /**< Cancelled between two layers (board only). */
    NCN_E_STORE_STATE = -20,     /**< Model store: not in a state for this call (board only). */
    NCN_E_STORE_SPACE = -21,     /**< Model store: the model is too large (board only). */
    NCN_E_STORE_OFFSET = -22,    /**< Model store: a write must continue at the next offset (board only). */
    NCN_E_STORE_ERASE = -23,     /**< Model store: a sector could not be erased (board only). */
    NCN_E_STORE_PROGRAM = -24,   /**< Model store: programming failed (board only). */
    NCN_E_STORE_VERIFY = -25,    /**< Model store: the stored model is not what was sent (board only). */
    NCN_E_STORE_UNSIGNED = -26,  /**< Model store: the board takes signed models only (board only). */
    NCN_E_STORE_SIGNER = -27,    /**< Model store: signed with another key than the board's (board only). */
    NCN_E_STORE_SIGNATURE = -28, /**< Model store: the signature is not that of this model (board only). */
    NCN_E_STORE_OLDER = -29,     /**< Model store: older than a version that the board has had (board only). */
    NCN_E_FRAME_SIZE = -40,      /**< A frame does not fit its buffer (board only). */
    NCN_E_PORT = -50             /**< The board does not offer this function (board only). */
} ncn_status;

/** A status in words. */
const char *ncn_status_text(ncn_status status);

/** A piece of memory that the caller owns and lends. */
typedef struct ncn_memory {
    void *start;    /**< Multiple of NCN_ALIGNMENT; null where bytes is 0. */
    uint32_t bytes; /**< Its size. */
} ncn_memory;

/** @name A model */
/** @{ */

/** An open model. The caller owns it; what is in it is the library's. */
typedef struct ncn_classifier {
    uint64_t opaque[NCN_CLASSIFIER_BYTES / 8]; /**< Of the library. */
} ncn_classifier;

/** Which network answers. */
typedef enum ncn_mode {
    NCN_MODE_AUTO,  /**< The binary one if its confidence reaches the threshold, else the full one. */
    NCN_MODE_LIGHT, /**< Always the binary one. */
    NCN_MODE_FULL   /**< Always the full one, after the binary one. */
} ncn_mode;

/** What ncn_classify found. */
typedef struct ncn_answer {
    int32_t top1;      /**< The answer: the most probable class, 0 … ncn_classes - 1. */
    int32_t top2;      /**< The second most probable class. */
    int32_t lightTop1; /**< The binary network's answer. */
    int32_t confidence; /**< The binary network's confidence score, 0 … 65536 for 0 … 1: what the threshold is compared
                           with. */
    ncn_mode mode;      /**< NCN_MODE_LIGHT or NCN_MODE_FULL: what ran. */
} ncn_answer;

/** What was done since ncn_open or ncn_reset_counters. */
typedef struct ncn_counters {
    uint32_t light;      /**< Answers of the binary network alone. */
    uint32_t full;       /**< Answers for which the full network ran too. */
    uint64_t lightTicks; /**< Time of the former, in ticks of the clock; 0 without one. */
    uint64_t fullTicks;  /**< Time of the latter. */
} ncn_counters;

/** A clock: ticks that count up and wrap at 2^32, such as the Cortex-M's DWT->CYCCNT. One inference must be shorter
 * than that. */
typedef uint32_t ncn_clock(void);

/** Checks a model, plans its memory and makes it ready. The model and the memory stay in place until ncn_close.
    @param classifier Filled; its old contents do not count.
    @param model The whole file MODEL.ncn, aligned, in flash or in RAM; it is not changed.
    @param modelBytes Its size.
    @param fast Memory beside the core that no cache sees (DTCM), or {0}: there is none.
    @param other Other memory, or {0}. A model that fits one of the two uses that one; else both, if it was packed for
   it.
    @return NCN_E_MODEL (ncn_open_error says why); NCN_E_ARENA (ncn_memory_bytes says how much is needed);
   NCN_E_ALIGNMENT; NCN_E_ARGUMENT. Then nothing is open. */
ncn_status ncn_open(ncn_classifier *classifier, const void *model, size_t modelBytes, ncn_memory fast,
                    ncn_memory other);

/** Gives model and memory back. */
void ncn_close(ncn_classifier *classifier);

/** The rule of MODEL-FORMAT.md that the model breaks, after NCN_E_MODEL.
    @param classifier As ncn_open left it.
    @param net If not null: the network, 0 binary, 1 full, 2 glue; or -1: the header.
    @param layer If not null: its layer; or -1. */
const char *ncn_open_error(const ncn_classifier *classifier, int *net, int *layer);

/** Bytes that the model needs in `fast` and `other` together; known after NCN_E_ARENA too. More memory than that makes
   some kernels faster and changes no result. */
uint32_t ncn_memory_bytes(const ncn_classifier *classifier);

/** Bytes of one input: height x width x channels. */
uint32_t ncn_input_bytes(const ncn_classifier *classifier);

/** Number of classes, 2 … 255; 0 without a model. */
int32_t ncn_classes(const ncn_classifier *classifier);

/** A class's name in UTF-8; -1 for the model's. Null if there is none. It lies in the model. */
const char *ncn_name(const ncn_classifier *classifier, int32_t index);

/** The confidence threshold in 1/256, 0 … 255: the binary network's answer counts if its confidence score is that or
 * more. */
int32_t ncn_threshold(const ncn_classifier *classifier);

/** Sets the threshold: lower is faster, higher is more accurate. NCN_E_ARGUMENT outside 0 … 255. */
ncn_status ncn_set_threshold(ncn_classifier *classifier, int32_t threshold);

/** Sets the mode; NCN_MODE_AUTO after ncn_open. */
ncn_status ncn_set_mode(ncn_classifier *classifier, ncn_mode mode);

/** Sets the clock of the counters; null: none. */
ncn_status ncn_set_clock(ncn_classifier *classifier, ncn_clock *clock);

/** Classifies one input.
    @param classifier An open model.
    @param input Bytes [height][width][channels], 0 … 255, as the model was trained (`nanocoop inspect` shows the
   preprocessing). No alignment is needed; it is copied.
    @param inputBytes ncn_input_bytes, else NCN_E_ARGUMENT.
    @param answer Filled on success. */
ncn_status ncn_classify(ncn_classifier *classifier, const uint8_t *input, uint32_t inputBytes, ncn_answer *answer);

/** What was done so far. */
ncn_status ncn_read_counters(const ncn_classifier *classifier, ncn_counters *counters);

/** Sets the counters to 0. */
ncn_status ncn_reset_counters(ncn_classifier *classifier);

/** @} */
/** @name Kernels alone
    NUMERICS.md has their arithmetic. Maps are [height][width][channels]: int8, or bits. Bit `c % 32` of word `c / 32`
   of a pixel is channel c: 1 for +1, 0 for -1; the bits behind the last channel are 0. Every pointer is a multiple of
    NCN_ALIGNMENT. */
/** @{ */

/** Order of int8 weights. All give the same results; they differ in bytes and in speed (KIT.md). */
typedef enum ncn_layout_id {
    NCN_LAYOUT_PLAIN = 0,  /**< [outC][kH][kW][inC]. */
    NCN_LAYOUT_PAIRED = 1, /**< Two output channels in a halfword; inC a multiple of 4. */
    NCN_LAYOUT_F45 = 2,    /**< Winograd over rows; 5x5, stride 1. */
    NCN_LAYOUT_F23 = 3,    /**< Winograd, 2x2 outputs; 3x3, stride 1. */
    NCN_LAYOUT_F43 = 4     /**< Winograd, 4x4 outputs; 3x3, stride 1. */
} ncn_layout_id;

/** A convolution. A map, and the weights, are at most 2 MiB. */
typedef struct ncn_conv2d {
    uint16_t inH;   /**< Source map: rows. */
    uint16_t inW;   /**< Columns. */
    uint16_t inC;   /**< Channels. */
    uint16_t outC;  /**< Output channels. */
    uint8_t kH;     /**< Window: rows, 1 … 15; odd where `same`. */
    uint8_t kW;     /**< Columns. */
    uint8_t stride; /**< 1 or 2. */
    bool same;      /**< Zeros around the map: the output has ceil(in / stride) rows. Else the window stays inside. */
    bool relu;      /**< int8: max(0, .) at the end. */
    uint8_t shift;  /**< int8: the sum is divided by 2^shift, halves up, and saturated; 0 … 31. */
    ncn_layout_id layout; /**< int8: of the weights. */
    uint8_t poolH;        /**< Bits: rows of the max pooling that follows; 0: none. */
    uint8_t poolW;        /**< Columns. */
    uint8_t poolStride;   /**< Stride. */
} ncn_conv2d;

/** What a convolution takes and gives. */
typedef struct ncn_conv2d_needs {
    uint16_t outH;         /**< Result, after its pooling: rows. */
    uint16_t outW;         /**< Columns. */
    uint32_t srcBytes;     /**< Source map. */
    uint32_t dstBytes;     /**< Result. */
    uint32_t weightBytes;  /**< Weights, in their layout. */
    uint32_t scratchBytes; /**< Least memory for the call, a multiple of NCN_ALIGNMENT. */
} ncn_conv2d_needs;

/** What ncn_s8_conv2d needs. NCN_E_ARGUMENT where it cannot take the convolution or the layout. */
ncn_status ncn_s8_conv2d_needs(const ncn_conv2d *conv, ncn_conv2d_needs *needs);

/** What ncn_b1_conv2d needs. NCN_E_ARGUMENT where it cannot take the convolution. */
ncn_status ncn_b1_conv2d_needs(const ncn_conv2d *conv, ncn_conv2d_needs *needs);

/** Brings weights into the convolution's layout, once.
    @param conv The convolution.
    @param weights [outC][kH][kW][inC], -127 … 127.
    @param packed weightBytes of ncn_s8_conv2d_needs.
    @return NCN_E_ARGUMENT where a weight is -128, or a filter's sum of |w| is too large for the layout (2^16 for
   PAIRED). */
ncn_status ncn_s8_conv2d_pack(const ncn_conv2d *conv, const int8_t *weights, void *packed);

/** dst = relu(saturate((bias + sum of src x weight) / 2^shift)), int8.
    @param conv The convolution; no pooling.
    @param src [inH][inW][inC].
    @param weights -127 … 127, in conv->layout.
    @param bias [outC]; |bias| + 128 times the filter's sum of |w| + half of 2^shift must stay below 2^31.
    @param dst [outH][outW][outC]; apart from src.
    @param memory Scratch, at least scratchBytes. What is more makes some convolutions faster; none depends on it. */
ncn_status ncn_s8_conv2d(const ncn_conv2d *conv, const int8_t *src, const void *weights, const int32_t *bias,
                         int8_t *dst, ncn_memory memory);

/** dst bit = (sum of src x weight >= threshold), values +1 and -1, zeros around the map count 0; then max pooling, then
   flip.
    @param conv The convolution.
    @param src Bits [inH][inW][ceil(inC / 32)].
    @param weights Bits [outC][kH][kW][ceil(inC / 32)]; 1 for +1.
    @param thresholds [outC]: what batch norm and sign become.
    @param flip Bits [ceil(outC / 32)], 1: the output bit is inverted (a batch norm with negative scale); null: none.
    @param dst Bits [outH][outW][ceil(outC / 32)]; apart from src.
    @param memory As in ncn_s8_conv2d. */
ncn_status ncn_b1_conv2d(const ncn_conv2d *conv, const uint32_t *src, const uint32_t *weights,
                         const int32_t *thresholds, const uint32_t *flip, uint32_t *dst, ncn_memory memory);

/** Signs of int8 values as bits: 1 where a value is 0 or more.
    @param values [pixels][channels].
    @param pixels Number of pixels, or of filters times taps.
    @param channels Channels.
    @param bits [pixels][ceil(channels / 32)]. */
void ncn_b1_from_s8(const int8_t *values, uint32_t pixels, uint32_t channels, uint32_t *bits);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
