/* Where a new blob goes, or goes on: NATIVE.md, "Model store in flash". */
#ifndef NCN_STORE_PLACE_H
#define NCN_STORE_PLACE_H

#include "ncn_store_read.h"

/* The slot that costs least: one without which the version counter stays, of these one that overlaps no committed
   model, else one whose newest overlapped model is oldest,
   then the fewest. 1 <= sectors <= those of the store. */
int32_t ncn_store_place(const ncn_port_flash *flash, int32_t sectors);

/* True if live slot `slot` shares a sector with the range. */
bool ncn_store_overlaps(const ncn_store_slot *s, int32_t slot, int32_t first, int32_t sectors);

/* The 64 bytes of a begin record. */
void ncn_store_begin_record(uint8_t *record, int32_t blobBytes, const uint8_t *identity);

/* The 64 bytes of a commit record; version 0: not signed. */
void ncn_store_commit_record(uint8_t *record, uint32_t sequence, uint32_t version);

/* Writes a number as the store has it, little-endian. */
static inline void ncn_put_u32(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t)value;
    p[1] = (uint8_t)(value >> 8);
    p[2] = (uint8_t)(value >> 16);
    p[3] = (uint8_t)(value >> 24);
}

/* The sequence the next commit gets. */
uint32_t ncn_store_next_sequence(const ncn_port_flash *flash);

#endif
