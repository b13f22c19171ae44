/* Seeded damage to a model blob: bits, fields, copies, lengths. */
#include "ncn_mutate.h"
#include "ncn_crc32.h"
#include "ncn_model.h"
#include "ncn_sha256.h"
#include <string.h>

static const uint32_t interesting[] = {
    0,      1,      2,      7,     31,      32,         33,         63,         64,         65,
    127,    128,    255,    256,   511,     1023,       1024,       1025,       0x7FFF,     0x8000,
    0xFFFF, 0xFFFE, 0xFFE0, 65536, 0x10000, 0x00FFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFE0, 0xFFFFFFFF};

uint32_t ncn_random_below(ncn_random *random, uint32_t n) {
    uint64_t x = random->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    random->state = x;
    return (uint32_t)(((x * 0x2545F4914F6CDD1Du) >> 32) % n);
}

static void put(uint8_t *p, uint32_t value, uint32_t width) {
    for (uint32_t i = 0; i < width; i++)
        p[i] = (uint8_t)(value >> (8 * i));
}

/* Offset of a layer record that the header names, or of the header if the tables have been damaged already. */
static size_t some_record(ncn_random *random, const uint8_t *blob, size_t bytes) {
    ncn_header h;
    ncn_header_read(&h, blob);
    const uint32_t net = ncn_random_below(random, NCN_NETS);
    if (h.layerCount[net] == 0)
        return 0;
    const size_t at = h.layerOffset[net] + (size_t)NCN_LAYER_BYTES * ncn_random_below(random, h.layerCount[net]);
    return at + NCN_LAYER_BYTES <= bytes ? at : 0;
}

/* A place to damage: 2 of 8 in the header behind the checksums, 3 of 8 in the fields of a layer record, else
   anywhere. */
static size_t some_place(ncn_random *random, const uint8_t *blob, size_t bytes) {
    const uint32_t where = ncn_random_below(random, 8);
    if (where < 2)
        return NCN_HEADER_KERNEL_ABI + ncn_random_below(random, NCN_HEADER_ZERO_144 + 4 - NCN_HEADER_KERNEL_ABI);
    if (where < 5)
        return some_record(random, blob, bytes) + ncn_random_below(random, NCN_LAYER_ZERO_76 + 4);
    return ncn_random_below(random, (uint32_t)bytes);
}

/* A field of 1, 2 or 4 bytes becomes an interesting value, or moves a little from what it was. */
static void overwrite(ncn_random *random, uint8_t *blob, size_t bytes, size_t at) {
    const uint32_t width = 1u << ncn_random_below(random, 3);
    at -= at % width;
    if (at + width > bytes)
        return;
    uint32_t value = interesting[ncn_random_below(random, sizeof interesting / sizeof interesting[0])];
    if (ncn_random_below(random, 2) != 0) {
        const uint32_t step = 1u << (ncn_random_below(random, 2) * 5); /* 1 or 32 */
        value = 0;
        for (uint32_t i = 0; i < width; i++)
            value |= (uint32_t)blob[at + i] << (8 * i);
        value += ncn_random_below(random, 2) != 0 ? step : 0u - step;
    }
    put(blob + at, value, width);
}

/* Copies up to 128 bytes over another place: whole records, tensors, strings change places. */
static void copy_block(ncn_random *random, uint8_t *blob, size_t bytes, size_t at) {
    const size_t n = 1 + ncn_random_below(random, 128);
    const size_t from = some_place(random, blob, bytes);
    if (at + n <= bytes && from + n <= bytes)
        memmove(blob + at, blob + from, n);
}

static size_t change_length(ncn_random *random, uint8_t *blob, size_t bytes) {
    size_t length = bytes;
    if (ncn_random_below(random, 2) != 0) {
        const size_t growth = 1 + ncn_random_below(random, NCN_MUTATE_MAX_GROWTH);
        memset(blob + bytes, ncn_random_below(random, 2) != 0 ? 0xFF : 0, growth);
        length += growth;
    } else {
        length = ncn_random_below(random, (uint32_t)bytes);
    }
    const uint32_t follow = ncn_random_below(random, 4);
    if (follow > 0)
        length -= length % NCN_BLOB_ALIGNMENT;
    if (follow > 1 && length >= NCN_HEADER_BYTES)
        put(blob + NCN_HEADER_BLOB_BYTES, (uint32_t)length, 4);
    return length;
}

size_t ncn_mutate(ncn_random *random, uint8_t *blob, size_t bytes) {
    if (ncn_random_below(random, 16) == 0)
        return change_length(random, blob, bytes);
    const uint32_t places = 1 + ncn_random_below(random, 3);
    for (uint32_t i = 0; i < places; i++) {
        const size_t at = some_place(random, blob, bytes);
        const uint32_t kind = ncn_random_below(random, 8);
        if (at >= bytes)
            continue;
        if (kind < 2)
            blob[at] ^= (uint8_t)(1u << ncn_random_below(random, 8));
        else if (kind < 7)
            overwrite(random, blob, bytes, at);
        else
            copy_block(random, blob, bytes, at);
    }
    return bytes;
}

void ncn_mutate_seal(uint8_t *blob, size_t bytes) {
    if (bytes < NCN_HEADER_BYTES)
        return;
    ncn_sha256_of(blob + NCN_HEADER_KERNEL_ABI, bytes - NCN_HEADER_KERNEL_ABI, blob + NCN_HEADER_SHA256);
    put(blob + NCN_HEADER_CRC32, ncn_crc32(0, blob + NCN_HEADER_SHA256, bytes - NCN_HEADER_SHA256), 4);
}
