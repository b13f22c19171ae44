/* Constants of the frame format: 0x0A 0xF5 cobs(body) xor 0x0A 0x0A; firmware/PROTOCOL.md, "Frames". */
#ifndef NCN_FRAME_H
#define NCN_FRAME_H

enum {
    NCN_FRAME_DELIMITER = 0x0A, /* and what COBS bytes are XORed with, so that it occurs nowhere inside */
    NCN_FRAME_MARKER = 0xF5,
    NCN_FRAME_VERSION = 1,
    NCN_FRAME_HEADER_BYTES = 5, /* version, type, seq, length u16 */
    NCN_FRAME_CRC_BYTES = 2,
    NCN_FRAME_MAX_PAYLOAD = 65535,
    NCN_COBS_FULL_BLOCK = 0xFF /* code of 254 bytes that no zero follows */
};

/* Why a frame is bad. */
enum { NCN_BAD_CRC = 1, NCN_BAD_LENGTH = 2, NCN_BAD_TOO_LONG = 3, NCN_BAD_COBS = 4, NCN_BAD_VERSION = 5 };

#endif
