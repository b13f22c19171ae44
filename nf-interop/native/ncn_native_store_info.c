/* Native function that reports the model store or one slot. NATIVE.md, StoreInfo. */
#include "ncn_mem.h"
#include "ncn_model.h"
#include "ncn_native.h"
#include "ncn_native_state.h"
#include "ncn_store_read.h"

enum { STORE_INTS = 24, IDENTITY_AT = 8, IDENTITY_INTS = 8 };

static void whole_store(const ncn_port_flash *flash, int32_t *v) {
    v[0] = flash->sectors;
    v[1] = flash->sectorBytes;
    v[2] = flash->sectors;
    v[3] = ncn_store_newest(flash);
    v[4] = flash->programUnitBytes;
    v[5] = ncn_store_largest_blob(flash);
    v[6] = ncn_port_state()->transfer.open;
}

static void one_slot(const ncn_port_flash *flash, int32_t slot, int32_t *v) {
    ncn_store_slot s = ncn_store_slot_read(flash, slot);
    v[0] = (int32_t)s.state;
    v[1] = s.blobBytes;
    v[2] = s.next;
    v[3] = (int32_t)s.sequence;
    v[5] = s.sectors;
    if (s.sectors == 0)
        return;
    if (s.next >= NCN_HEADER_SHA256)
        v[4] = (int32_t)ncn_u32(ncn_store_blob(flash, slot) + NCN_HEADER_CRC32);
    const uint8_t *identity = ncn_store_base(flash, slot) + NCN_BEGIN_IDENTITY_AT;
    for (int i = 0; i < IDENTITY_INTS; i++)
        v[IDENTITY_AT + i] = (int32_t)ncn_u32(identity + 4 * i);
}

int32_t ncn_native_store_info(int32_t slot, int32_t *v, int32_t vLength) {
    ncn_port_flash flash = ncn_port_flash_map();
    if (vLength < STORE_INTS)
        return NCN_E_BUFFER;
    if (slot < -1 || (slot >= 0 && slot >= flash.sectors))
        return NCN_E_ARGUMENT;
    ncn_fill(v, 0, STORE_INTS * sizeof *v);
    if (slot < 0)
        whole_store(&flash, v);
    else
        one_slot(&flash, slot, v);
    return NCN_OK;
}
