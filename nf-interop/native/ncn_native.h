/* generated from nf-interop/native-interface.json by nf-interop/generator; do not edit */
/*
 * The native interface in C: implemented here, called by nanoCLR's glue, by P/Invoke and by the emulated M7's mailbox.
 * NATIVE.md says what each function does and fills. An array is a pointer and its length in elements; the pointer of an
 * array of length 0 is never followed.
 */
#ifndef NCN_NATIVE_H
#define NCN_NATIVE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* exported from the PC's shared library; nothing elsewhere */
#if defined(NCN_SHARED) && defined(_WIN32)
#define NCN_EXPORT __declspec(dllexport)
#elif defined(NCN_SHARED)
#define NCN_EXPORT __attribute__((visibility("default")))
#else
#define NCN_EXPORT
#endif

#define NCN_INTERFACE_VERSION 5

/* Versions and sizes of the native code. Indices. */
enum {
    /* this list's version */
    NCN_ABI_FIELD_INTERFACE_VERSION = 0,
    /* version of the kernels and their weight layouts */
    NCN_ABI_FIELD_KERNEL_ABI = 1,
    /* version of the model format */
    NCN_ABI_FIELD_BLOB_ABI = 2,
    /* names the sources the code was built from */
    NCN_ABI_FIELD_BUILD_HASH = 3,
    /* arena of a context, bytes */
    NCN_ABI_FIELD_ARENA_BYTES = 4,
    /* how many there are */
    NCN_ABI_FIELD_CONTEXTS = 5,
    /* bit 0: debug build */
    NCN_ABI_FIELD_FLAGS = 6,
    /* largest blob the model store takes, bytes; 0 without a store */
    NCN_ABI_FIELD_STORE_BYTES = 7,
    /* ints of the array */
    NCN_ABI_INTS = 8,
};

/* The model ModelOpen opened, or why it did not. Indices. */
enum {
    /* 1 CoopNet, 2 BC-Net on logits, 3 BC-Net on features */
    NCN_MODEL_FIELD_FORM = 0,
    /* the blob's; bit 0: the INT8 network has an answer of its own */
    NCN_MODEL_FIELD_FLAGS = 1,
    /* 2 ... 255 */
    NCN_MODEL_FIELD_CLASSES = 2,
    /* height x width x channels */
    NCN_MODEL_FIELD_INPUT_BYTES = 3,
    /* of the input */
    NCN_MODEL_FIELD_HEIGHT = 4,
    /* of the input */
    NCN_MODEL_FIELD_WIDTH = 5,
    /* of the input */
    NCN_MODEL_FIELD_CHANNELS = 6,
    /* of network 0, 1, 2; 0 where it is absent (3 ints) */
    NCN_MODEL_FIELD_LAYERS = 7,
    /* arena the plan needs, bytes */
    NCN_MODEL_FIELD_ARENA_BYTES = 10,
    /* the blob's confidence threshold in 1/256 */
    NCN_MODEL_FIELD_DEFAULT_THRESHOLD = 11,
    /* of the blob, as bits */
    NCN_MODEL_FIELD_CRC32 = 12,
    /* its length */
    NCN_MODEL_FIELD_BLOB_BYTES = 13,
    /* of network 0, 1, 2 (3 ints) */
    NCN_MODEL_FIELD_LOGIT_RADIX = 14,
    /* slot of the store it lies in; -1 none */
    NCN_MODEL_FIELD_SLOT = 17,
    /* the blob's, MODEL-FORMAT.md */
    NCN_MODEL_FIELD_PREPROCESSING = 18,
    /* the violated rule of MODEL-FORMAT.md; 0 none */
    NCN_MODEL_FIELD_RULE = 19,
    /* network of the violation; -1 the header */
    NCN_MODEL_FIELD_RULE_NET = 20,
    /* layer of the violation; -1 the header */
    NCN_MODEL_FIELD_RULE_LAYER = 21,
    /* first 4 bytes of the blob's SHA-256, little-endian */
    NCN_MODEL_FIELD_IDENTITY = 22,
    /* of network 0, 1, 2, 16 bits behind the point; numerics eq. (13) (3 ints) */
    NCN_MODEL_FIELD_TEMPERATURE = 23,
    /* of network 0, which network 1 goes on from: its layer 0 needs them to have run; 0 none */
    NCN_MODEL_FIELD_STEM_LAYERS = 26,
    /* ints of the array */
    NCN_MODEL_INTS = 28,
};

/* A layer of the open model. Indices. */
enum {
    /* operation, MODEL-FORMAT.md */
    NCN_LAYER_FIELD_OP = 0,
    /* weight layout, MODEL-FORMAT.md */
    NCN_LAYER_FIELD_LAYOUT = 1,
    /* of the input */
    NCN_LAYER_FIELD_IN_HEIGHT = 2,
    /* of the input */
    NCN_LAYER_FIELD_IN_WIDTH = 3,
    /* of the input */
    NCN_LAYER_FIELD_IN_CHANNELS = 4,
    /* of the output */
    NCN_LAYER_FIELD_OUT_HEIGHT = 5,
    /* of the output */
    NCN_LAYER_FIELD_OUT_WIDTH = 6,
    /* of the output */
    NCN_LAYER_FIELD_OUT_CHANNELS = 7,
    /* multiplications, as bits of a u32 */
    NCN_LAYER_FIELD_MACS = 8,
    /* its tensors */
    NCN_LAYER_FIELD_FLASH_BYTES = 9,
    /* its output */
    NCN_LAYER_FIELD_ACTIVATION_BYTES = 10,
    /* working memory */
    NCN_LAYER_FIELD_SCRATCH_BYTES = 11,
    /* layer it reads; -1 the input */
    NCN_LAYER_FIELD_SOURCE0 = 12,
    /* second layer it reads; -1 none */
    NCN_LAYER_FIELD_SOURCE1 = 13,
    /* MODEL-FORMAT.md */
    NCN_LAYER_FIELD_FLAGS = 14,
    /* arena offset of the output */
    NCN_LAYER_FIELD_OUTPUT_OFFSET = 15,
    /* ints of the array */
    NCN_LAYER_INTS = 16,
};

/* Numerics eq. (13). Indices. */
enum {
    /* best class */
    NCN_CONFIDENCE_FIELD_TOP1 = 0,
    /* second class */
    NCN_CONFIDENCE_FIELD_TOP2 = 1,
    /* floor(256 CS) */
    NCN_CONFIDENCE_FIELD_SCORE256 = 2,
    /* CS in 2^-16 */
    NCN_CONFIDENCE_FIELD_SCORE65536 = 3,
    /* ints of the array */
    NCN_CONFIDENCE_INTS = 4,
};

/* What a network cost. Indices. */
enum {
    /* counts of each layer that has run (64 ints) */
    NCN_NET_FIELD_LAYER = 0,
    /* counts of all of them, at most 2^31 - 1 */
    NCN_NET_FIELD_SUM = 64,
    /* ints of the array */
    NCN_NET_INTS = 65,
};

/* The time source. Indices. */
enum {
    /* 1 dwt-cycles, 2 emulated-instructions, 3 host-clock */
    NCN_TIME_FIELD_KIND = 0,
    /* 0: not a clock */
    NCN_TIME_FIELD_COUNTS_PER_SECOND = 1,
    /* the counter's low 31 bits */
    NCN_TIME_FIELD_NOW = 2,
    /* ints of the array */
    NCN_TIME_INTS = 4,
};

/* The whole model store. Indices. */
enum {
    /* how many there are */
    NCN_STORE_FIELD_SLOTS = 0,
    /* of every sector */
    NCN_STORE_FIELD_SECTOR_BYTES = 1,
    /* of the store */
    NCN_STORE_FIELD_SECTORS = 2,
    /* slot of the model in force: the newest commit, or the one chosen since; -1 none */
    NCN_STORE_FIELD_NEWEST = 3,
    /* programmed at once */
    NCN_STORE_FIELD_PROGRAM_UNIT_BYTES = 4,
    /* bytes */
    NCN_STORE_FIELD_LARGEST_BLOB = 5,
    /* 1 between StoreBegin and commit, failure or another begin */
    NCN_STORE_FIELD_TRANSFER_OPEN = 6,
    /* 1: only models signed with the key are taken */
    NCN_STORE_FIELD_HAS_KEY = 7,
    /* the public key, little-endian words; 0 without one (8 ints) */
    NCN_STORE_FIELD_KEY = 8,
    /* the largest signed version that the board has had; older models are refused */
    NCN_STORE_FIELD_VERSION = 16,
    /* ints of the array */
    NCN_STORE_INTS = 24,
};

/* A slot of the model store. Indices. */
enum {
    /* a SlotState */
    NCN_SLOT_FIELD_STATE = 0,
    /* of a partial or committed slot, else 0 */
    NCN_SLOT_FIELD_BLOB_BYTES = 1,
    /* offset a transfer resumes at */
    NCN_SLOT_FIELD_NEXT = 2,
    /* of its commit or of its last choice; the largest is the model in force */
    NCN_SLOT_FIELD_SEQUENCE = 3,
    /* of the blob, as bits */
    NCN_SLOT_FIELD_CRC32 = 4,
    /* it takes */
    NCN_SLOT_FIELD_SECTORS = 5,
    /* signed version; 0: the board had no key when it was stored */
    NCN_SLOT_FIELD_VERSION = 6,
    /* the blob's SHA-256, little-endian words (8 ints) */
    NCN_SLOT_FIELD_IDENTITY = 8,
    /* public key of its signer, little-endian words; 0: none (8 ints) */
    NCN_SLOT_FIELD_SIGNER = 16,
    /* ints of the array */
    NCN_SLOT_INTS = 24,
};

/* What StoreBegin found. Indices. */
enum {
    /* a BeginResult */
    NCN_BEGIN_FIELD_RESULT = 0,
    /* offset wanted next */
    NCN_BEGIN_FIELD_NEXT = 1,
    /* slot of the transfer, or the one that has the blob */
    NCN_BEGIN_FIELD_SLOT = 2,
    /* erase steps to do */
    NCN_BEGIN_FIELD_STEPS = 3,
    /* ints of the array */
    NCN_BEGIN_INTS = 8,
};

/* What StoreCommit did. Indices. */
enum {
    /* slot of the transfer */
    NCN_COMMIT_FIELD_SLOT = 0,
    /* the violated rule of MODEL-FORMAT.md; 0 none */
    NCN_COMMIT_FIELD_RULE = 1,
    /* network of the violation; -1 the header */
    NCN_COMMIT_FIELD_RULE_NET = 2,
    /* layer of the violation; -1 the header */
    NCN_COMMIT_FIELD_RULE_LAYER = 3,
    /* ints of the array */
    NCN_COMMIT_INTS = 4,
};

/* The decoder's state, kept by the caller from call to call; all 0 = fresh. Indices. */
enum {
    /* not 0 exactly while a frame is open; setting it to 0 abandons the frame */
    NCN_FRAME_FIELD_OPEN = 0,
    /* the decoder's own (6 ints) */
    NCN_FRAME_FIELD_DECODER = 1,
    /* bytes taken by the call */
    NCN_FRAME_FIELD_TAKEN = 8,
    /* of a whole frame */
    NCN_FRAME_FIELD_TYPE = 9,
    /* of a whole frame */
    NCN_FRAME_FIELD_SEQ = 10,
    /* bytes in dst: a frame's payload, or text */
    NCN_FRAME_FIELD_LENGTH = 11,
    /* why a frame is bad: 1 CRC, 2 length, 3 too long, 4 COBS, 5 version */
    NCN_FRAME_FIELD_REASON = 12,
    /* ints of the array */
    NCN_FRAME_INTS = 16,
};

/* What is heard, kept by the caller from call to call; all 0 = nothing yet. Indices. */
enum {
    /* frames so far, one every 10 ms; after half a year it starts again at 96 */
    NCN_SOUND_FIELD_FRAMES = 0,
    /* cost of the last SoundWrite */
    NCN_SOUND_FIELD_COUNTS = 1,
    /* amplitude of the noise that is added to the sound, 0 ... 4095; the caller sets it */
    NCN_SOUND_FIELD_NOISE = 2,
    /* samples held for the next frame */
    NCN_SOUND_FIELD_HELD = 3,
    /* samples skipped before the first frame */
    NCN_SOUND_FIELD_SKIPPED = 4,
    /* of the noise */
    NCN_SOUND_FIELD_SEED = 5,
    /* of the next frame, two in an int (512 ints) */
    NCN_SOUND_FIELD_SAMPLES = 8,
    /* the last 96 frames, 32 bytes each (768 ints) */
    NCN_SOUND_FIELD_ROWS = 520,
    /* for the transform (1024 ints) */
    NCN_SOUND_FIELD_WORK = 1288,
    /* ints of the array */
    NCN_SOUND_INTS = 2312,
};

/* What a slot of the model store holds. */
enum {
    /* nothing, or withdrawn, or inside a model that begins in an earlier sector */
    NCN_SLOT_STATE_EMPTY = 0,
    /* a transfer that was begun */
    NCN_SLOT_STATE_PARTIAL = 1,
    /* a model */
    NCN_SLOT_STATE_COMMITTED = 2,
    /* neither erased nor a whole begin record */
    NCN_SLOT_STATE_DAMAGED = 3,
    /* a model that is not signed with the board's key; it does not count */
    NCN_SLOT_STATE_FOREIGN = 4,
};

/* What a transfer has to do. */
enum {
    /* erase first, then write from offset 0 */
    NCN_BEGIN_RESULT_NEW = 0,
    /* write from the offset wanted next */
    NCN_BEGIN_RESULT_RESUMES = 1,
    /* nothing: the blob is the newest commit */
    NCN_BEGIN_RESULT_HAS_IT = 2,
};

/* What FrameDecode found. */
enum {
    /* all bytes taken, nothing complete */
    NCN_FRAME_RESULT_NOTHING = 0,
    /* a whole frame */
    NCN_FRAME_RESULT_FRAME = 1,
    /* text, no frame bytes among it */
    NCN_FRAME_RESULT_TEXT = 2,
    /* a frame that fails its check */
    NCN_FRAME_RESULT_BAD = 3,
};

/* Versions and sizes. v: fields of Abi. */
NCN_EXPORT int32_t ncn_native_abi(int32_t *v, int32_t vLength);

/* Validates the model of a slot (-1: the newest commit) completely and plans its arena; fills info, on failure with
   the violated rule. info: fields of Model. */
NCN_EXPORT int32_t ncn_native_model_open(int32_t ctx, int32_t slot, int32_t *info, int32_t infoLength);

/* Frees the context. */
NCN_EXPORT int32_t ncn_native_model_close(int32_t ctx);

/* Name of the model (index -1) or of a class; returns its length in bytes. */
NCN_EXPORT int32_t ncn_native_model_text(int32_t ctx, int32_t index, uint8_t *utf8, int32_t utf8Length);

/* Operation, shapes, MACs and bytes of a layer. v: fields of Layer. */
NCN_EXPORT int32_t ncn_native_layer_info(int32_t ctx, int32_t net, int32_t layer, int32_t *v, int32_t vLength);

/* Stores count bytes of data from start at offset at of input bank 0 or 1, as int8 (numerics eq. 4). */
NCN_EXPORT int32_t ncn_native_input_write(int32_t ctx, int32_t bank, const uint8_t *data, int32_t dataLength,
                                          int32_t start, int32_t count, int32_t at);

/* Makes a bank the input of all networks and resets their progress. */
NCN_EXPORT int32_t ncn_native_input_select(int32_t ctx, int32_t bank);

/* Runs one layer; returns its cost in counts of TimeInfo's source. Low half of the mask: markers raised first, high
   half: lowered last. */
NCN_EXPORT int32_t ncn_native_layer_run(int32_t ctx, int32_t net, int32_t layer, int32_t markerMask);

/* Runs the layers of a network from first on, as LayerRun does, until it ends or they cost most counts; fills v,
   returns the layers done. v: fields of Net. */
NCN_EXPORT int32_t ncn_native_net_run(int32_t ctx, int32_t net, int32_t first, int32_t markerMask, int32_t most,
                                      int32_t *v, int32_t vLength);

/* Class of the largest logit of a finished network, the lowest of equals (numerics eq. 5). */
NCN_EXPORT int32_t ncn_native_top(int32_t ctx, int32_t net);

/* Copies the int32 logits of a finished network to dst[classes]; returns their number. */
NCN_EXPORT int32_t ncn_native_logits(int32_t ctx, int32_t net, int32_t *dst, int32_t dstLength);

/* Numerics eq. (13) on a finished network; returns its cost in counts. v: fields of Confidence. */
NCN_EXPORT int32_t ncn_native_confidence(int32_t ctx, int32_t net, int32_t *v, int32_t vLength);

/* The time source and its counter now. v: fields of Time. */
NCN_EXPORT int32_t ncn_native_time_info(int32_t *v, int32_t vLength);

/* Takes sound (int16, little-endian, 16 kHz, count bytes from start) and computes the log-mel rows that it
   completes; returns how many. state: fields of Sound. */
NCN_EXPORT int32_t ncn_native_sound_write(int32_t *state, int32_t stateLength, const uint8_t *pcm, int32_t pcmLength,
                                          int32_t start, int32_t count);

/* Copies the log-mel image (32x32 bytes) of the second that ends with the newest row. state: fields of Sound. */
NCN_EXPORT int32_t ncn_native_sound_image(int32_t *state, int32_t stateLength, uint8_t *image, int32_t imageLength);

/* Marker 0 ... 7 writes that pin from now on (-1 unbinds); the pin has been opened as output by C#. */
NCN_EXPORT int32_t ncn_native_marker_bind(int32_t marker, int32_t pin);

/* State of a slot, or with -1 of the whole store. v: fields of Slot or Store. */
NCN_EXPORT int32_t ncn_native_store_info(int32_t slot, int32_t *v, int32_t vLength);

/* Takes the signature of the blob that StoreBegin names next, on a board with a key; returns its version. */
NCN_EXPORT int32_t ncn_native_store_signature(const uint8_t *block, int32_t blockLength);

/* Opens a transfer of the blob with this SHA-256: new, resumes, or has it already. v: fields of Begin. */
NCN_EXPORT int32_t ncn_native_store_begin(const uint8_t *identity, int32_t identityLength, int32_t blobBytes,
                                          int32_t *v, int32_t vLength);

/* One step of erasing, in order; slow (1-2 s a sector on the board). */
NCN_EXPORT int32_t ncn_native_store_erase(int32_t step);

/* Programs and verifies bytes at the next offset of the blob; returns the new next offset. */
NCN_EXPORT int32_t ncn_native_store_write(int32_t at, const uint8_t *data, int32_t dataLength, int32_t start,
                                          int32_t count);

/* Checks the whole blob and makes it the model. v: fields of Commit. */
NCN_EXPORT int32_t ncn_native_store_commit(int32_t *v, int32_t vLength);

/* Makes the model of a slot the one in force, as if it were the newest commit; a damaged one is refused. */
NCN_EXPORT int32_t ncn_native_store_use(int32_t slot);

/* Withdraws the commit of a slot (-1: of all). */
NCN_EXPORT int32_t ncn_native_store_remove(int32_t slot);

/* Takes received bytes until something is complete; returns a FrameResult. state: fields of Frame. */
NCN_EXPORT int32_t ncn_native_frame_decode(int32_t *state, int32_t stateLength, const uint8_t *rx, int32_t rxLength,
                                           int32_t start, int32_t count, uint8_t *dst, int32_t dstLength);

/* Writes one frame to tx, delimiters included; returns its length. */
NCN_EXPORT int32_t ncn_native_frame_encode(const uint8_t *payload, int32_t payloadLength, int32_t count, int32_t type,
                                           int32_t seq, uint8_t *tx, int32_t txLength);

/* A value (0 ... 2^31 - 1) that survives a reset; key 0 CT, key 1 mode; NCN_E_NOT_FOUND where none was written. */
NCN_EXPORT int32_t ncn_native_setting_read(int32_t key);

/* Keeps a value over a reset. */
NCN_EXPORT int32_t ncn_native_setting_write(int32_t key, int32_t value);

#ifdef __cplusplus
}
#endif

#endif
