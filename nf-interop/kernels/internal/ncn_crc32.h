/* CRC-32 of IEEE 802.3 (reflected, polynomial 0xEDB88320), equal to zlib's crc32: of blobs, flash records and
   frames. */
#ifndef NCN_CRC32_H
#define NCN_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Continues a CRC over n more bytes; crc is 0 for the first piece. crc("123456789") = 0xCBF43926. */
uint32_t ncn_crc32(uint32_t crc, const void *data, size_t n);

#endif
