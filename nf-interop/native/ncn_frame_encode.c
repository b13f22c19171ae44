/* Writes a frame: header, payload and CRC-16, stuffed by COBS in one pass. firmware/PROTOCOL.md. */
#include "ncn_crc16.h"
#include "ncn_frame.h"
#include "ncn_native.h"
#include "ncn_status.h"

/* COBS output: a block begins with a code byte that is filled in when its length is known. */
typedef struct {
    uint8_t *out;
    int32_t codeAt; /* of the open block */
    int32_t at;     /* next byte */
} cobs_writer;

static void close_block(cobs_writer *w) {
    w->out[w->codeAt] = (uint8_t)((w->at - w->codeAt) ^ NCN_FRAME_DELIMITER);
    w->codeAt = w->at++;
}

static void put(cobs_writer *w, uint8_t byte) {
    if (w->at - w->codeAt == NCN_COBS_FULL_BLOCK)
        close_block(w);
    if (byte == 0)
        close_block(w);
    else
        w->out[w->at++] = byte ^ NCN_FRAME_DELIMITER;
}

/* Longest frame of a payload: a code byte every 254 bytes and one more, delimiters, marker. */
static int32_t largest_frame(int32_t payloadBytes) {
    int32_t body = NCN_FRAME_HEADER_BYTES + payloadBytes + NCN_FRAME_CRC_BYTES;
    return body + body / (NCN_COBS_FULL_BLOCK - 1) + 1 + 3;
}

int32_t ncn_native_frame_encode(const uint8_t *payload, int32_t payloadLength, int32_t count, int32_t type, int32_t seq,
                                uint8_t *tx, int32_t txLength) {
    if (count < 0 || count > payloadLength || count > NCN_FRAME_MAX_PAYLOAD || (type & ~0xFF) || (seq & ~0xFF))
        return NCN_E_ARGUMENT;
    if (txLength < largest_frame(count))
        return NCN_E_FRAME_SIZE;
    const uint8_t header[NCN_FRAME_HEADER_BYTES] = {NCN_FRAME_VERSION, (uint8_t)type, (uint8_t)seq, (uint8_t)count,
                                                    (uint8_t)(count >> 8)};
    tx[0] = NCN_FRAME_DELIMITER;
    tx[1] = NCN_FRAME_MARKER;
    cobs_writer w = {tx, 2, 3};
    uint16_t crc = NCN_CRC16_INITIAL;
    for (int32_t i = 0; i < NCN_FRAME_HEADER_BYTES; i++) {
        crc = ncn_crc16(crc, header[i]);
        put(&w, header[i]);
    }
    for (int32_t i = 0; i < count; i++) {
        crc = ncn_crc16(crc, payload[i]);
        put(&w, payload[i]);
    }
    put(&w, (uint8_t)crc);
    put(&w, (uint8_t)(crc >> 8));
    w.out[w.codeAt] = (uint8_t)((w.at - w.codeAt) ^ NCN_FRAME_DELIMITER);
    tx[w.at++] = NCN_FRAME_DELIMITER;
    return w.at;
}
