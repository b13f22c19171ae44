/* The version that no older model may follow, kept in the headers of the slots: SECURITY.md, "The counter". All of it
   is 0 on a board without a key. */
#ifndef NCN_STORE_VERSION_H
#define NCN_STORE_VERSION_H

#include "ncn_store_read.h"

/* The largest version that the headers outside a range of sectors name, 0 none. */
uint32_t ncn_store_version_outside(const ncn_port_flash *flash, int32_t first, int32_t sectors, const uint8_t *key);

/* The largest version that the board has accepted, 0 none. */
static inline uint32_t ncn_store_version(const ncn_port_flash *flash) {
    const uint8_t *key = ncn_port_key();
    return key ? ncn_store_version_outside(flash, 0, 0, key) : 0;
}

/* True if that version would be lost with these sectors. Never where it is 0. */
static inline bool ncn_store_only_there(const ncn_port_flash *flash, int32_t first, int32_t sectors) {
    const uint8_t *key = ncn_port_key();
    return key && ncn_store_version_outside(flash, first, sectors, key) < ncn_store_version(flash);
}

/* The NCN_SLOT_FLOOR_BYTES of a slot's floor field. */
void ncn_store_floor_field(uint8_t *field, uint32_t version, const uint8_t *key);

#endif
