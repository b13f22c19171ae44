/* The version counter; ncn_store_version.h. */
#include "ncn_store_version.h"

#include "ncn_crc32.h"
#include "ncn_ed25519.h"
#include "ncn_mem.h"
#include "ncn_model.h"
#include "ncn_store_place.h"

static uint32_t larger(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

/* What a sector's header says: its floor field, and its commit, withdrawn or not. */
static uint32_t version_at(const uint8_t *base, const uint8_t *key) {
    uint8_t field[NCN_SLOT_FLOOR_BYTES];
    uint32_t version = ncn_u32(base + NCN_SLOT_FLOOR_AT);
    ncn_store_floor_field(field, version, key);
    if (!ncn_equal(base + NCN_SLOT_FLOOR_AT, field, sizeof field))
        version = 0;
    const uint8_t *commit = base + NCN_SLOT_COMMIT_AT;
    bool ours =
        ncn_store_record_whole(commit, NCN_COMMIT_MAGIC) && ncn_equal(commit + NCN_COMMIT_KEY_AT, key, NCN_KEY_BYTES);
    return larger(version, ours ? ncn_u32(commit + NCN_COMMIT_VERSION_AT) : 0);
}

/* Sectors inside a live slot have no header. */
uint32_t ncn_store_version_outside(const ncn_port_flash *flash, int32_t first, int32_t sectors, const uint8_t *key) {
    uint32_t version = 0;
    int32_t slot = 0;
    while (slot < flash->sectors) {
        if (slot < first || slot >= first + sectors)
            version = larger(version, version_at(ncn_store_base(flash, slot), key));
        ncn_store_slot s = ncn_store_slot_read(flash, slot);
        slot += s.sectors > 0 ? s.sectors : 1;
    }
    return version;
}

void ncn_store_floor_field(uint8_t *field, uint32_t version, const uint8_t *key) {
    ncn_put_u32(field, version);
    ncn_copy(field + NCN_FLOOR_KEY_AT, key, NCN_FLOOR_CRC_AT - NCN_FLOOR_KEY_AT);
    ncn_put_u32(field + NCN_FLOOR_CRC_AT, ncn_crc32(0, field, NCN_FLOOR_CRC_AT));
}
