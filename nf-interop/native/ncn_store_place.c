/* Placement and records of the model store; ncn_store_place.h. */
#include "ncn_store_place.h"

#include "ncn_crc32.h"
#include "ncn_ed25519.h"
#include "ncn_mem.h"
#include "ncn_store_version.h"

bool ncn_store_overlaps(const ncn_store_slot *s, int32_t slot, int32_t first, int32_t sectors) {
    return s->sectors > 0 && slot < first + sectors && first < slot + s->sectors;
}

int32_t ncn_store_place(const ncn_port_flash *flash, int32_t sectors) {
    int32_t best = 0;
    bool bestLoses = true;
    uint32_t bestNewest = 0;
    int32_t bestCount = -1;
    for (int32_t first = 0; first <= flash->sectors - sectors; first++) {
        uint32_t newest = 0;
        int32_t count = 0;
        for (int32_t slot = 0; slot < flash->sectors; slot++) {
            ncn_store_slot s = ncn_store_slot_read(flash, slot);
            if (s.state != NCN_SLOT_STATE_COMMITTED || !ncn_store_overlaps(&s, slot, first, sectors))
                continue;
            count++;
            if (s.sequence > newest)
                newest = s.sequence;
        }
        bool loses = ncn_store_only_there(flash, first, sectors);
        bool better = newest < bestNewest || (newest == bestNewest && count < bestCount);
        if (bestCount < 0 || loses < bestLoses || (loses == bestLoses && better)) {
            best = first;
            bestLoses = loses;
            bestNewest = newest;
            bestCount = count;
        }
    }
    return best;
}

void ncn_store_begin_record(uint8_t *record, int32_t blobBytes, const uint8_t *identity) {
    ncn_fill(record, 0, NCN_RECORD_BYTES);
    ncn_put_u32(record, NCN_BEGIN_MAGIC);
    ncn_put_u32(record + NCN_BEGIN_BYTES_AT, (uint32_t)blobBytes);
    ncn_copy(record + NCN_BEGIN_IDENTITY_AT, identity, 32);
    ncn_put_u32(record + NCN_RECORD_CRC_AT, ncn_crc32(0, record, NCN_RECORD_CRC_AT));
}

void ncn_store_commit_record(uint8_t *record, uint32_t sequence, uint32_t version) {
    ncn_fill(record, 0, NCN_RECORD_BYTES);
    ncn_put_u32(record, NCN_COMMIT_MAGIC);
    ncn_put_u32(record + NCN_COMMIT_SEQUENCE_AT, sequence);
    const uint8_t *key = ncn_port_key();
    if (key && version != 0) {
        ncn_put_u32(record + NCN_COMMIT_VERSION_AT, version);
        ncn_copy(record + NCN_COMMIT_KEY_AT, key, NCN_KEY_BYTES);
    }
    ncn_put_u32(record + NCN_RECORD_CRC_AT, ncn_crc32(0, record, NCN_RECORD_CRC_AT));
}

uint32_t ncn_store_next_sequence(const ncn_port_flash *flash) {
    int32_t newest = ncn_store_newest(flash);
    return newest < 0 ? 1 : ncn_store_slot_read(flash, newest).sequence + 1;
}
