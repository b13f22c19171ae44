/* CRC-16/CCITT-FALSE (polynomial 0x1021, initial 0xFFFF, not reflected) of frames; firmware/PROTOCOL.md. */
#ifndef NCN_CRC16_H
#define NCN_CRC16_H

#include <stdint.h>

enum { NCN_CRC16_INITIAL = 0xFFFF };

/* Continues the CRC over one byte. The CRC of "123456789" is 0x29B1. */
static inline uint16_t ncn_crc16(uint16_t crc, uint8_t byte) {
    /* byte-wise form of the polynomial x^16 + x^12 + x^5 + 1, without a table */
    uint32_t x = (uint32_t)(crc >> 8) ^ byte;
    x ^= x >> 4;
    return (uint16_t)(((uint32_t)crc << 8) ^ (x << 12) ^ (x << 5) ^ x);
}

#endif
