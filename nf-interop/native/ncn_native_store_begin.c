/* Native function that opens a transfer into the model store: has it, resumes, or begins anew. Changes nothing in
   flash. Whether a slot has the blob is what its bytes say, not its records: a model that flash has damaged is
   written again. NATIVE.md, StoreBegin. */
#include "ncn_mem.h"
#include "ncn_native.h"
#include "ncn_native_state.h"
#include "ncn_store_check.h"
#include "ncn_store_place.h"
#include "ncn_store_version.h"

enum { WRITE_UNIT = 32 };

/* True if the record can be programmed over what a power cut left there: no bit has to go from 0 to 1. */
static bool programmable(const uint8_t *flash, const uint8_t *record) {
    for (int32_t i = 0; i < NCN_RECORD_BYTES; i++)
        if ((flash[i] & record[i]) != record[i])
            return false;
    return true;
}

/* The slot that holds this blob, or the most of it; -1: none. */
static int32_t find_identity(const ncn_port_flash *flash, const uint8_t *identity, int32_t blobBytes) {
    int32_t newest = ncn_store_newest(flash);
    int32_t found = -1;
    int32_t most = -1;
    for (int32_t slot = 0; slot < flash->sectors; slot++) {
        ncn_store_slot s = ncn_store_slot_read(flash, slot);
        if (s.blobBytes != blobBytes ||
            !ncn_equal(ncn_store_base(flash, slot) + NCN_BEGIN_IDENTITY_AT, identity, NCN_IDENTITY_BYTES))
            continue;
        if (slot == newest)
            return slot;
        if (s.state == NCN_SLOT_STATE_PARTIAL && s.next > most) {
            most = s.next;
            found = slot;
        }
    }
    return found;
}

int32_t ncn_native_store_begin(const uint8_t *identity, int32_t identityLength, int32_t blobBytes, int32_t *v,
                               int32_t vLength) {
    ncn_port_flash flash = ncn_port_flash_map();
    if (flash.sectors <= 0)
        return NCN_E_PORT;
    if (vLength < NCN_BEGIN_INTS)
        return NCN_E_BUFFER;
    if (identityLength < NCN_IDENTITY_BYTES || blobBytes < (int32_t)NCN_BLOB_MIN_BYTES || blobBytes % WRITE_UNIT != 0)
        return NCN_E_ARGUMENT;
    if (blobBytes > ncn_store_largest_blob(&flash))
        return NCN_E_STORE_SPACE;
    const ncn_store_grant *grant = &ncn_port_state()->grant;
    bool granted = grant->version != 0 && grant->blobBytes == (uint32_t)blobBytes &&
                   ncn_equal(grant->identity, identity, NCN_IDENTITY_BYTES);
    if (ncn_port_key() && !granted)
        return NCN_E_STORE_UNSIGNED;
    ncn_store_transfer *t = &ncn_port_state()->transfer;
    ncn_fill(t, 0, sizeof *t);
    ncn_fill(v, 0, NCN_BEGIN_INTS * sizeof *v);
    int32_t slot = find_identity(&flash, identity, blobBytes);
    ncn_store_slot s = {NCN_SLOT_STATE_EMPTY, 0, 0, 0, 0, 0};
    if (slot >= 0)
        s = ncn_store_slot_read(&flash, slot);
    if (s.state == NCN_SLOT_STATE_COMMITTED && s.version >= grant->version) {
        int32_t status = ncn_store_check(&flash, slot, blobBytes, identity, &ncn_port_state()->check);
        v[NCN_BEGIN_FIELD_RESULT] = NCN_BEGIN_RESULT_HAS_IT;
        v[NCN_BEGIN_FIELD_NEXT] = blobBytes;
        v[NCN_BEGIN_FIELD_SLOT] = slot;
        if (status != NCN_E_STORE_VERIFY && status != NCN_E_MODEL)
            return status;
    }
    uint8_t commit[NCN_RECORD_BYTES];
    ncn_store_commit_record(commit, ncn_store_next_sequence(&flash), grant->version);
    t->version = grant->version;
    t->blobBytes = blobBytes;
    t->sectors = ncn_store_sectors(&flash, blobBytes);
    ncn_copy(t->identity, identity, NCN_IDENTITY_BYTES);
    if (s.state == NCN_SLOT_STATE_PARTIAL && programmable(ncn_store_base(&flash, slot) + NCN_SLOT_COMMIT_AT, commit)) {
        v[NCN_BEGIN_FIELD_RESULT] = NCN_BEGIN_RESULT_RESUMES;
        t->slot = slot;
        t->next = s.next;
    } else {
        v[NCN_BEGIN_FIELD_RESULT] = NCN_BEGIN_RESULT_NEW;
        t->slot = ncn_store_place(&flash, t->sectors);
        t->parks = t->sectors > 1 && ncn_store_only_there(&flash, t->slot, 1);
        t->steps = t->sectors + (t->parks ? 1 : 0);
    }
    t->open = 1;
    v[NCN_BEGIN_FIELD_NEXT] = t->next;
    v[NCN_BEGIN_FIELD_SLOT] = t->slot;
    v[NCN_BEGIN_FIELD_STEPS] = t->steps;
    return NCN_OK;
}
