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

#define NCN_INTERFACE_VERSION 1

/* Versions and sizes: v[8] = interface version, kernel ABI, blob ABI, build hash, arena bytes a context, contexts,
   flags, flash bytes for models. */
NCN_EXPORT int32_t ncn_native_abi(int32_t *v, int32_t vLength);

/* Validates the model of a slot (-1: the newest commit) completely and plans its arena; fills info[24], on failure
   the rule, net and layer. */
NCN_EXPORT int32_t ncn_native_model_open(int32_t ctx, int32_t slot, int32_t *info, int32_t infoLength);

/* Frees the context. */
NCN_EXPORT int32_t ncn_native_model_close(int32_t ctx);

/* Name of the model (index -1) or of a class; returns its length in bytes. */
NCN_EXPORT int32_t ncn_native_model_text(int32_t ctx, int32_t index, uint8_t *utf8, int32_t utf8Length);

/* Operation, shapes, MACs and bytes of a layer: v[16]. */
NCN_EXPORT int32_t ncn_native_layer_info(int32_t ctx, int32_t net, int32_t layer, int32_t *v, int32_t vLength);

/* Stores count bytes of data from start at offset at of input bank 0 or 1, as int8 (numerics eq. 4). */
NCN_EXPORT int32_t ncn_native_input_write(int32_t ctx, int32_t bank, const uint8_t *data, int32_t dataLength,
                                          int32_t start, int32_t count, int32_t at);

/* Makes a bank the input of all networks and resets their progress. */
NCN_EXPORT int32_t ncn_native_input_select(int32_t ctx, int32_t bank);

/* Runs one layer; returns its cost in counts of TimeInfo's source. Low half of the mask: markers raised first, high
   half: lowered last. */
NCN_EXPORT int32_t ncn_native_layer_run(int32_t ctx, int32_t net, int32_t layer, int32_t markerMask);

/* Copies the int32 logits of a finished network to dst[classes]; returns their number. */
NCN_EXPORT int32_t ncn_native_logits(int32_t ctx, int32_t net, int32_t *dst, int32_t dstLength);

/* Numerics eq. (13) on a finished network: v[4] = top1, top2, floor(256 CS), CS in 2^-16; returns its cost in
   counts. */
NCN_EXPORT int32_t ncn_native_confidence(int32_t ctx, int32_t net, int32_t *v, int32_t vLength);

/* v[4] = kind of time source (1 dwt-cycles, 2 emulated-instructions, 3 host-clock), counts a second or 0, counter
   now, 0. */
NCN_EXPORT int32_t ncn_native_time_info(int32_t *v, int32_t vLength);

/* Marker 0 ... 7 writes that pin from now on (-1 unbinds); the pin has been opened as output by C#. */
NCN_EXPORT int32_t ncn_native_marker_bind(int32_t marker, int32_t pin);

/* State of a slot, or with -1 of the whole store: v[24]. */
NCN_EXPORT int32_t ncn_native_store_info(int32_t slot, int32_t *v, int32_t vLength);

/* Opens a transfer of the blob with this SHA-256: v[8] = 0 new / 1 resumes / 2 already committed, next offset,
   slot, erase steps. */
NCN_EXPORT int32_t ncn_native_store_begin(const uint8_t *identity, int32_t identityLength, int32_t blobBytes,
                                          int32_t *v, int32_t vLength);

/* One step of erasing, in order; slow (1-2 s a sector on the board). */
NCN_EXPORT int32_t ncn_native_store_erase(int32_t step);

/* Programs and verifies bytes at the next offset of the blob; returns the new next offset. */
NCN_EXPORT int32_t ncn_native_store_write(int32_t at, const uint8_t *data, int32_t dataLength, int32_t start,
                                          int32_t count);

/* Checks the whole blob and makes it the model: v[4] = slot, violated rule, net, layer. */
NCN_EXPORT int32_t ncn_native_store_commit(int32_t *v, int32_t vLength);

/* Withdraws the commit of a slot (-1: of all). */
NCN_EXPORT int32_t ncn_native_store_remove(int32_t slot);

/* Takes received bytes until something is complete: returns 0 nothing, 1 frame, 2 text, 3 bad frame; state[16], see
   NATIVE.md. */
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
