/* Reads the model store; ncn_store_read.h. */
#include "ncn_store_read.h"

#include "ncn_crc32.h"
#include "ncn_ed25519.h"
#include "ncn_mem.h"
#include "ncn_model.h"

const uint8_t *ncn_store_base(const ncn_port_flash *flash, int32_t slot) {
    return flash->base + (size_t)slot * (size_t)flash->sectorBytes;
}

const uint8_t *ncn_store_blob(const ncn_port_flash *flash, int32_t slot) {
    return ncn_store_base(flash, slot) + NCN_SLOT_BLOB_AT;
}

int32_t ncn_store_largest_blob(const ncn_port_flash *flash) {
    if (flash->sectors <= 0)
        return 0;
    int64_t room = (int64_t)flash->sectors * flash->sectorBytes - NCN_SLOT_BLOB_AT;
    int64_t counted = (int64_t)NCN_SLOT_PROGRESS_WORDS * NCN_PIECE_BYTES;
    return (int32_t)(room < counted ? room : counted);
}

int32_t ncn_store_sectors(const ncn_port_flash *flash, int32_t blobBytes) {
    return (int32_t)(((int64_t)blobBytes + NCN_SLOT_BLOB_AT + flash->sectorBytes - 1) / flash->sectorBytes);
}

bool ncn_store_record_whole(const uint8_t *record, uint32_t magic) {
    return ncn_u32(record) == magic && ncn_crc32(0, record, NCN_RECORD_CRC_AT) == ncn_u32(record + NCN_RECORD_CRC_AT);
}

static bool erased(const uint8_t *bytes, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (bytes[i] != 0xFF)
            return false;
    return true;
}

static int32_t resume_at(const uint8_t *base, int32_t blobBytes) {
    int32_t pieces = 0;
    while (pieces < NCN_SLOT_PROGRESS_WORDS && ncn_u32(base + NCN_SLOT_PROGRESS_AT + 4 * pieces) == 0)
        pieces++;
    int64_t next = (int64_t)pieces * NCN_PIECE_BYTES;
    return next < blobBytes ? (int32_t)next : blobBytes;
}

uint32_t ncn_store_choices_left(const uint8_t *base) {
    uint32_t bits = 0;
    for (int32_t i = 0; i < NCN_SLOT_CHOSEN_BYTES; i++)
        for (uint32_t byte = base[NCN_SLOT_CHOSEN_AT + i]; byte != 0; byte &= byte - 1)
            bits++;
    return bits;
}

/* A slot by its own records, wherever other slots begin. */
static ncn_store_slot read_alone(const ncn_port_flash *flash, int32_t slot) {
    ncn_store_slot s = {NCN_SLOT_STATE_EMPTY, 0, 0, 0, 0, 0};
    const uint8_t *base = ncn_store_base(flash, slot);
    if (!ncn_store_record_whole(base + NCN_SLOT_BEGIN_AT, NCN_BEGIN_MAGIC)) {
        const int32_t behind = NCN_SLOT_FLOOR_AT + NCN_SLOT_FLOOR_BYTES; /* an erased slot may have its floor already */
        if (!erased(base, NCN_SLOT_FLOOR_AT) || !erased(base + behind, NCN_SLOT_BLOB_AT - behind))
            s.state = NCN_SLOT_STATE_DAMAGED;
        return s;
    }
    uint32_t blobBytes = ncn_u32(base + NCN_BEGIN_BYTES_AT);
    int32_t room = (flash->sectors - slot) * flash->sectorBytes - NCN_SLOT_BLOB_AT;
    if (blobBytes == 0 || blobBytes > (uint32_t)room) {
        s.state = NCN_SLOT_STATE_DAMAGED;
        return s;
    }
    if (ncn_u32(base + NCN_SLOT_WITHDRAWN_AT) != NCN_ERASED_WORD)
        return s;
    s.blobBytes = (int32_t)blobBytes;
    s.sectors = ncn_store_sectors(flash, s.blobBytes);
    s.next = resume_at(base, s.blobBytes);
    s.state = NCN_SLOT_STATE_PARTIAL;
    const uint8_t *commit = base + NCN_SLOT_COMMIT_AT;
    const uint8_t *key = ncn_port_key();
    if (ncn_store_record_whole(commit, NCN_COMMIT_MAGIC)) {
        if (key && !ncn_equal(commit + NCN_COMMIT_KEY_AT, key, NCN_KEY_BYTES)) {
            s.state = NCN_SLOT_STATE_FOREIGN;
            return s;
        }
        s.state = NCN_SLOT_STATE_COMMITTED;
        s.version = ncn_u32(commit + NCN_COMMIT_VERSION_AT);
        s.sequence = ncn_u32(commit + NCN_COMMIT_SEQUENCE_AT) + NCN_SLOT_CHOSEN_BITS - ncn_store_choices_left(base);
    }
    return s;
}

/* Live slots never overlap: StoreErase withdraws what it overwrites. So the sectors behind a live slot's first are its
   blob, and what looks like records there is not. */
ncn_store_slot ncn_store_slot_read(const ncn_port_flash *flash, int32_t slot) {
    ncn_store_slot s = {NCN_SLOT_STATE_EMPTY, 0, 0, 0, 0, 0};
    int32_t first = 0;
    while (first < slot) {
        s = read_alone(flash, first);
        first += s.sectors > 0 ? s.sectors : 1;
    }
    if (first == slot)
        return read_alone(flash, slot);
    return (ncn_store_slot){NCN_SLOT_STATE_EMPTY, 0, 0, 0, 0, 0};
}

int32_t ncn_store_newest(const ncn_port_flash *flash) {
    int32_t newest = -1;
    uint32_t sequence = 0;
    int32_t slot = 0;
    while (slot < flash->sectors) {
        ncn_store_slot s = read_alone(flash, slot);
        if (s.state == NCN_SLOT_STATE_COMMITTED && s.sequence >= sequence) {
            sequence = s.sequence;
            newest = slot;
        }
        slot += s.sectors > 0 ? s.sectors : 1;
    }
    return newest;
}
