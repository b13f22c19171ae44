/* Parts received bytes into frames and text, byte by byte, so that a frame may arrive in any pieces.
   firmware/PROTOCOL.md; what each element of state tells the caller stands in NATIVE.md. The state comes from managed
   code and is not trusted: every index into dst is checked against its length. */
#include "ncn_crc16.h"
#include "ncn_frame.h"
#include "ncn_native.h"
#include "ncn_native_context.h"

/* The decoder's own elements of state; what open, taken, type, seq, length and reason are stands in ncn_native.h. Open:
   0 text, 1 a frame, good so far, 1 + reason a bad frame, skipped up to its delimiter. */
enum {
    BODY_AT = NCN_FRAME_FIELD_DECODER, /* bytes of the body so far */
    BLOCK_LEFT,                        /* bytes left in the COBS block */
    BLOCK_ZERO,                        /* 1: a zero follows this block unless the frame ends */
    BODY_CRC,                          /* CRC so far, over everything but the CRC itself */
    SENT_CRC,                          /* the frame's own CRC, as far as received */
    IN_LINE                            /* 1: in the middle of a line of text */
};

enum { FRAME_GOOD = 1 };

static void fail(int32_t *s, int32_t reason) {
    s[NCN_FRAME_FIELD_OPEN] = FRAME_GOOD + reason;
}

/* One byte of the body, COBS undone. */
static void take_body(int32_t *s, uint8_t byte, uint8_t *dst, int32_t dstLength) {
    int32_t at = s[BODY_AT];
    if (at < 0 || at >= NCN_FRAME_HEADER_BYTES + NCN_FRAME_MAX_PAYLOAD + NCN_FRAME_CRC_BYTES) {
        fail(s, NCN_BAD_LENGTH);
        return;
    }
    s[BODY_AT] = at + 1;
    int32_t payloadAt = at - NCN_FRAME_HEADER_BYTES;
    if (payloadAt >= 0 && payloadAt >= s[NCN_FRAME_FIELD_LENGTH]) {
        int32_t crcAt = payloadAt - s[NCN_FRAME_FIELD_LENGTH];
        if (crcAt == 0)
            s[SENT_CRC] = byte;
        else if (crcAt == 1)
            s[SENT_CRC] |= byte << 8;
        else
            fail(s, NCN_BAD_LENGTH);
        return;
    }
    s[BODY_CRC] = ncn_crc16((uint16_t)s[BODY_CRC], byte);
    if (payloadAt >= 0) {
        if (payloadAt < dstLength)
            dst[payloadAt] = byte;
        return;
    }
    switch (at) {
    case 0:
        if (byte != NCN_FRAME_VERSION)
            fail(s, NCN_BAD_VERSION);
        break;
    case 1:
        s[NCN_FRAME_FIELD_TYPE] = byte;
        break;
    case 2:
        s[NCN_FRAME_FIELD_SEQ] = byte;
        break;
    case 3:
        s[NCN_FRAME_FIELD_LENGTH] = byte;
        break;
    default:
        s[NCN_FRAME_FIELD_LENGTH] = (s[NCN_FRAME_FIELD_LENGTH] & 0xFF) | byte << 8;
        if (s[NCN_FRAME_FIELD_LENGTH] > dstLength)
            fail(s, NCN_BAD_TOO_LONG);
        break;
    }
}

/* One byte between marker and delimiter. */
static void take_cobs(int32_t *s, uint8_t byte, uint8_t *dst, int32_t dstLength) {
    if (s[BLOCK_LEFT] > 0) {
        s[BLOCK_LEFT]--;
        take_body(s, byte, dst, dstLength);
        return;
    }
    if (s[BLOCK_ZERO])
        take_body(s, 0, dst, dstLength);
    s[BLOCK_LEFT] = byte - 1;
    s[BLOCK_ZERO] = byte != NCN_COBS_FULL_BLOCK;
}

static void open_frame(int32_t *s) {
    s[NCN_FRAME_FIELD_OPEN] = FRAME_GOOD;
    s[BODY_AT] = 0;
    s[BLOCK_LEFT] = 0;
    s[BLOCK_ZERO] = 0;
    s[BODY_CRC] = NCN_CRC16_INITIAL;
    s[SENT_CRC] = 0;
    s[NCN_FRAME_FIELD_LENGTH] = 0;
}

/* The delimiter came: is it a whole frame? */
static int32_t close_frame(int32_t *s) {
    int32_t reason = s[NCN_FRAME_FIELD_OPEN] - FRAME_GOOD;
    if (reason == 0 && s[BLOCK_LEFT] > 0)
        reason = NCN_BAD_COBS;
    else if (reason == 0 && s[BODY_AT] != NCN_FRAME_HEADER_BYTES + s[NCN_FRAME_FIELD_LENGTH] + NCN_FRAME_CRC_BYTES)
        reason = NCN_BAD_LENGTH;
    else if (reason == 0 && s[SENT_CRC] != s[BODY_CRC])
        reason = NCN_BAD_CRC;
    s[NCN_FRAME_FIELD_OPEN] = 0;
    s[IN_LINE] = 0;
    s[NCN_FRAME_FIELD_REASON] = reason;
    return reason == 0 ? NCN_FRAME_RESULT_FRAME : NCN_FRAME_RESULT_BAD;
}

/* A state no decoder leaves behind must not lead anywhere: the open frame, if any, becomes a bad one. */
static void distrust(int32_t *s, int32_t dstLength) {
    if (s[NCN_FRAME_FIELD_OPEN] < 0 || s[NCN_FRAME_FIELD_OPEN] > FRAME_GOOD + NCN_BAD_VERSION)
        fail(s, NCN_BAD_LENGTH);
    if (s[NCN_FRAME_FIELD_OPEN] == FRAME_GOOD &&
        (s[NCN_FRAME_FIELD_LENGTH] < 0 || s[NCN_FRAME_FIELD_LENGTH] > dstLength))
        fail(s, NCN_BAD_TOO_LONG);
}

int32_t ncn_native_frame_decode(int32_t *state, int32_t stateLength, const uint8_t *rx, int32_t rxLength, int32_t start,
                                int32_t count, uint8_t *dst, int32_t dstLength) {
    if (stateLength < NCN_FRAME_INTS || dstLength < 1)
        return NCN_E_BUFFER;
    if (!ncn_in_range(start, count, rxLength))
        return NCN_E_ARGUMENT;
    distrust(state, dstLength);
    int32_t textBytes = 0;
    int32_t taken = 0;
    int32_t result = NCN_FRAME_RESULT_NOTHING;
    while (taken < count && result == NCN_FRAME_RESULT_NOTHING) {
        uint8_t byte = rx[start + taken];
        if (state[NCN_FRAME_FIELD_OPEN]) {
            taken++;
            if (byte == NCN_FRAME_DELIMITER)
                result = close_frame(state);
            else if (state[NCN_FRAME_FIELD_OPEN] == FRAME_GOOD)
                take_cobs(state, byte ^ NCN_FRAME_DELIMITER, dst, dstLength);
            continue;
        }
        bool lineStart = !state[IN_LINE];
        if (lineStart && byte == NCN_FRAME_MARKER) {
            if (textBytes > 0)
                break; /* hand out the text first; the frame's payload goes to dst */
            open_frame(state);
            taken++;
            continue;
        }
        taken++;
        if (lineStart && byte == NCN_FRAME_DELIMITER)
            continue; /* a frame's first delimiter, or an empty line */
        dst[textBytes++] = byte;
        state[IN_LINE] = byte != NCN_FRAME_DELIMITER;
        if (textBytes == dstLength)
            result = NCN_FRAME_RESULT_TEXT;
    }
    if (textBytes > 0) {
        state[NCN_FRAME_FIELD_LENGTH] = textBytes;
        result = NCN_FRAME_RESULT_TEXT;
    }
    state[NCN_FRAME_FIELD_TAKEN] = taken;
    return result;
}
