/* Native function that reports the model store or one slot. NATIVE.md, StoreInfo. */
#include "ncn_mem.h"
#include "ncn_model.h"
#include "ncn_native.h"
#include "ncn_native_state.h"
#include "ncn_store_read.h"
#include "ncn_store_version.h"

enum { IDENTITY_INTS = 8, KEY_INTS = 8 };
_Static_assert((int)NCN_STORE_INTS == (int)NCN_SLOT_INTS, "StoreInfo fills one or the other");

static void whole_store(const ncn_port_flash *flash, int32_t *v) {
    v[NCN_STORE_FIELD_SLOTS] = flash->sectors;
    v[NCN_STORE_FIELD_SECTOR_BYTES] = flash->sectorBytes;
    v[NCN_STORE_FIELD_SECTORS] = flash->sectors;
    v[NCN_STORE_FIELD_NEWEST] = ncn_store_newest(flash);
    v[NCN_STORE_FIELD_PROGRAM_UNIT_BYTES] = flash->programUnitBytes;
    v[NCN_STORE_FIELD_LARGEST_BLOB] = ncn_store_largest_blob(flash);
    v[NCN_STORE_FIELD_TRANSFER_OPEN] = ncn_port_state()->transfer.open;
    const uint8_t *key = ncn_port_key();
    v[NCN_STORE_FIELD_HAS_KEY] = key != NULL;
    v[NCN_STORE_FIELD_VERSION] = (int32_t)ncn_store_version(flash);
    for (int i = 0; key && i < KEY_INTS; i++)
        v[NCN_STORE_FIELD_KEY + i] = (int32_t)ncn_u32(key + 4 * i);
}

static void one_slot(const ncn_port_flash *flash, int32_t slot, int32_t *v) {
    ncn_store_slot s = ncn_store_slot_read(flash, slot);
    v[NCN_SLOT_FIELD_STATE] = s.state;
    v[NCN_SLOT_FIELD_BLOB_BYTES] = s.blobBytes;
    v[NCN_SLOT_FIELD_NEXT] = s.next;
    v[NCN_SLOT_FIELD_SEQUENCE] = (int32_t)s.sequence;
    v[NCN_SLOT_FIELD_SECTORS] = s.sectors;
    v[NCN_SLOT_FIELD_VERSION] = (int32_t)s.version;
    if (s.sectors == 0)
        return;
    const uint8_t *signer = ncn_store_base(flash, slot) + NCN_SLOT_COMMIT_AT + NCN_COMMIT_KEY_AT;
    bool committed = s.state == NCN_SLOT_STATE_COMMITTED || s.state == NCN_SLOT_STATE_FOREIGN;
    for (int i = 0; committed && i < KEY_INTS; i++)
        v[NCN_SLOT_FIELD_SIGNER + i] = (int32_t)ncn_u32(signer + 4 * i);
    if (s.next >= NCN_HEADER_SHA256)
        v[NCN_SLOT_FIELD_CRC32] = (int32_t)ncn_u32(ncn_store_blob(flash, slot) + NCN_HEADER_CRC32);
    const uint8_t *identity = ncn_store_base(flash, slot) + NCN_BEGIN_IDENTITY_AT;
    for (int i = 0; i < IDENTITY_INTS; i++)
        v[NCN_SLOT_FIELD_IDENTITY + i] = (int32_t)ncn_u32(identity + 4 * i);
}

int32_t ncn_native_store_info(int32_t slot, int32_t *v, int32_t vLength) {
    ncn_port_flash flash = ncn_port_flash_map();
    if (vLength < NCN_STORE_INTS)
        return NCN_E_BUFFER;
    if (slot < -1 || (slot >= 0 && slot >= flash.sectors))
        return NCN_E_ARGUMENT;
    ncn_fill(v, 0, NCN_STORE_INTS * sizeof *v);
    if (slot < 0)
        whole_store(&flash, v);
    else
        one_slot(&flash, slot, v);
    return NCN_OK;
}
