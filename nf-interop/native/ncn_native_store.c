/* Native functions of the model store that change it: erase, write, commit, remove. A power cut between any two
   programmed words leaves the old model or none; NATIVE.md, "Model store in flash", says why. */
#include "ncn_mem.h"
#include "ncn_native.h"
#include "ncn_native_context.h"
#include "ncn_store_check.h"
#include "ncn_store_place.h"
#include "ncn_store_version.h"

enum { WRITE_UNIT = 32 };

/* Programs bytes of a slot and reads them back. */
static int32_t program(const ncn_port_flash *flash, int32_t slot, int32_t at, const uint8_t *data, int32_t count) {
    int32_t status = ncn_port_flash_program(slot * flash->sectorBytes + at, data, count);
    if (status < 0)
        return status;
    return ncn_equal(ncn_store_base(flash, slot) + at, data, (size_t)count) ? NCN_OK : NCN_E_STORE_PROGRAM;
}

static int32_t clear_word(const ncn_port_flash *flash, int32_t slot, int32_t at) {
    static const uint8_t zero[4] = {0, 0, 0, 0};
    return program(flash, slot, at, zero, sizeof zero);
}

static int32_t withdraw(const ncn_port_flash *flash, int32_t slot) {
    return clear_word(flash, slot, NCN_SLOT_WITHDRAWN_AT);
}

/* Ends the transfer for good: the next StoreBegin of this blob erases. The status given is more telling than one of the
   withdrawal, which fails too where flash fails. */
static int32_t give_up(const ncn_port_flash *flash, ncn_store_transfer *t, int32_t status) {
    t->open = 0;
    (void)withdraw(flash, t->slot);
    return status;
}

/* The live slot to withdraw next: the oldest commit, what never was one first, among those the transfer overlaps or,
   where the newest is among them, among all; -1: none is left. */
static int32_t next_to_withdraw(const ncn_port_flash *flash, const ncn_store_transfer *t, bool all) {
    int32_t oldest = -1;
    uint32_t sequence = 0;
    for (int32_t slot = 0; slot < flash->sectors; slot++) {
        ncn_store_slot s = ncn_store_slot_read(flash, slot);
        bool goes = ncn_store_overlaps(&s, slot, t->slot, t->sectors) || (all && s.state == NCN_SLOT_STATE_COMMITTED);
        if (goes && (oldest < 0 || s.sequence < sequence)) {
            oldest = slot;
            sequence = s.sequence;
        }
    }
    return oldest;
}

/* What is about to be overwritten stops counting first, whole or not: live slots never overlap. The model in force goes
   last, and only after every older one, so that no older one ever answers in its place. */
static int32_t make_room(const ncn_port_flash *flash, const ncn_store_transfer *t) {
    int32_t newest = ncn_store_newest(flash);
    ncn_store_slot s = {NCN_SLOT_STATE_EMPTY, 0, 0, 0, 0, 0};
    if (newest >= 0)
        s = ncn_store_slot_read(flash, newest);
    bool all = ncn_store_overlaps(&s, newest, t->slot, t->sectors);
    for (int32_t slot = next_to_withdraw(flash, t, all); slot >= 0; slot = next_to_withdraw(flash, t, all)) {
        int32_t status = withdraw(flash, slot);
        if (status < 0)
            return status;
    }
    return NCN_OK;
}

/* No context may run from a sector that is erased. */
static void close_contexts(const uint8_t *from, int32_t bytes) {
    for (int32_t ctx = 1; ctx <= ncn_port_contexts(); ctx++) {
        ncn_engine *engine = &ncn_port_context(ctx)->engine;
        uintptr_t blob = (uintptr_t)engine->blob;
        if (engine->blob && blob < (uintptr_t)from + (uintptr_t)bytes &&
            (uintptr_t)from < blob + engine->header.blobBytes)
            ncn_engine_close(engine);
    }
}

/* An erase that power cuts short may leave any part of a sector erased: the withdrawn word, say, but not the records
   before it. So the record there, if it is one, loses its magic first. */
static int32_t erase(const ncn_port_flash *flash, int32_t sector) {
    const uint8_t *base = ncn_store_base(flash, sector);
    close_contexts(base, flash->sectorBytes);
    int32_t status = clear_word(flash, sector, NCN_SLOT_BEGIN_AT);
    if (status >= 0)
        status = ncn_port_flash_erase(sector);
    for (int32_t i = 0; status >= 0 && i < flash->sectorBytes; i++)
        if (base[i] != 0xFF)
            status = NCN_E_STORE_ERASE;
    return status;
}

/* The version counter survives an erase of the sector that it lay in. */
static int32_t write_floor(const ncn_port_flash *flash, int32_t sector, uint32_t version) {
    uint8_t field[NCN_SLOT_FLOOR_BYTES];
    ncn_store_floor_field(field, version, ncn_port_key());
    return program(flash, sector, NCN_SLOT_FLOOR_AT, field, sizeof field);
}

int32_t ncn_native_store_erase(int32_t step) {
    ncn_port_flash flash = ncn_port_flash_map();
    ncn_store_transfer *t = &ncn_port_state()->transfer;
    if (!t->open || t->step >= t->steps)
        return NCN_E_STORE_STATE;
    if (step != t->step)
        return NCN_E_STORE_OFFSET;
    int32_t status = step == 0 ? make_room(&flash, t) : NCN_OK;
    const int32_t sector = !t->parks ? step : step < 2 ? 1 - step : step - 1;
    const uint32_t version = ncn_store_version(&flash);
    if (status >= 0)
        status = erase(&flash, t->slot + sector);
    if (status >= 0 && version != 0 && (sector == 0 || step == 0))
        status = write_floor(&flash, t->slot + sector, version);
    if (status >= 0 && step == t->steps - 1) {
        uint8_t record[NCN_RECORD_BYTES];
        ncn_store_begin_record(record, t->blobBytes, t->identity);
        status = program(&flash, t->slot, NCN_SLOT_BEGIN_AT, record, NCN_RECORD_BYTES);
    }
    if (status < 0) {
        t->open = 0;
        return status;
    }
    t->step++;
    return NCN_OK;
}

int32_t ncn_native_store_write(int32_t at, const uint8_t *data, int32_t dataLength, int32_t start, int32_t count) {
    ncn_port_flash flash = ncn_port_flash_map();
    ncn_store_transfer *t = &ncn_port_state()->transfer;
    if (!t->open || t->step < t->steps)
        return NCN_E_STORE_STATE;
    if (!ncn_in_range(start, count, dataLength) || count > t->blobBytes - t->next)
        return NCN_E_ARGUMENT;
    if (at != t->next || count % WRITE_UNIT != 0)
        return NCN_E_STORE_OFFSET;
    if (count == 0)
        return t->next;
    int32_t status = program(&flash, t->slot, NCN_SLOT_BLOB_AT + at, data + start, count);
    int32_t next = at + count;
    int32_t pieces = next == t->blobBytes ? (next + NCN_PIECE_BYTES - 1) / NCN_PIECE_BYTES : next / NCN_PIECE_BYTES;
    for (int32_t piece = at / NCN_PIECE_BYTES; status >= 0 && piece < pieces; piece++)
        status = clear_word(&flash, t->slot, NCN_SLOT_PROGRESS_AT + 4 * piece);
    if (status < 0)
        return give_up(&flash, t, status);
    t->next = next;
    return next;
}

int32_t ncn_native_store_commit(int32_t *v, int32_t vLength) {
    ncn_port_flash flash = ncn_port_flash_map();
    ncn_native_state *state = ncn_port_state();
    ncn_store_transfer *t = &state->transfer;
    if (vLength < NCN_COMMIT_INTS)
        return NCN_E_BUFFER;
    if (!t->open || t->step < t->steps || t->next != t->blobBytes)
        return NCN_E_STORE_STATE;
    int32_t status = ncn_store_check(&flash, t->slot, t->blobBytes, t->identity, &state->check);
    if (status >= 0 && t->version < ncn_store_version(&flash))
        status = NCN_E_STORE_OLDER;
    v[NCN_COMMIT_FIELD_SLOT] = t->slot;
    v[NCN_COMMIT_FIELD_RULE] = (int32_t)state->check.violation.rule;
    v[NCN_COMMIT_FIELD_RULE_NET] = state->check.violation.net;
    v[NCN_COMMIT_FIELD_RULE_LAYER] = state->check.violation.layer;
    if (status < 0)
        return give_up(&flash, t, status);
    uint8_t record[NCN_RECORD_BYTES];
    ncn_store_commit_record(record, ncn_store_next_sequence(&flash), t->version);
    status = program(&flash, t->slot, NCN_SLOT_COMMIT_AT, record, NCN_RECORD_BYTES);
    if (status < 0)
        return give_up(&flash, t, status);
    t->open = 0;
    return NCN_OK;
}

/* Clears bits of a slot's chosen field, which has as many left, in order; where power is lost some of them are. */
static int32_t clear_chosen(const ncn_port_flash *flash, int32_t slot, uint32_t bits) {
    for (int32_t at = NCN_SLOT_CHOSEN_AT; bits > 0; at += 4) {
        uint32_t old = ncn_u32(ncn_store_base(flash, slot) + at);
        uint32_t left = old;
        for (; left != 0 && bits > 0; bits--)
            left &= left - 1;
        uint8_t word[4];
        ncn_put_u32(word, left);
        int32_t status = left == old ? NCN_OK : program(flash, slot, at, word, sizeof word);
        if (status < 0)
            return status;
    }
    return NCN_OK;
}

int32_t ncn_native_store_use(int32_t slot) {
    ncn_port_flash flash = ncn_port_flash_map();
    ncn_native_state *state = ncn_port_state();
    if (flash.sectors <= 0)
        return NCN_E_PORT;
    if (slot < 0 || slot >= flash.sectors)
        return NCN_E_ARGUMENT;
    ncn_store_slot s = ncn_store_slot_read(&flash, slot);
    if (s.state == NCN_SLOT_STATE_FOREIGN)
        return NCN_E_STORE_SIGNER;
    if (s.state != NCN_SLOT_STATE_COMMITTED)
        return NCN_E_NO_MODEL;
    if (s.version < ncn_store_version(&flash))
        return NCN_E_STORE_OLDER;
    const uint8_t *base = ncn_store_base(&flash, slot);
    int32_t status = ncn_store_check(&flash, slot, s.blobBytes, base + NCN_BEGIN_IDENTITY_AT, &state->check);
    if (status < 0 || ncn_store_newest(&flash) == slot)
        return status;
    uint32_t bits = ncn_store_next_sequence(&flash) - s.sequence;
    if (bits > ncn_store_choices_left(base))
        return NCN_E_STORE_SPACE;
    state->transfer.open = 0;
    return clear_chosen(&flash, slot, bits);
}

/* The slot to withdraw next where one is removed (-1: all): a foreign model, then the oldest of those that go. On a
   board with a key older versions go too, so that none of them answers in its place. -1: none is left. */
static int32_t next_to_remove(const ncn_port_flash *flash, int32_t slot, uint32_t version) {
    int32_t oldest = -1;
    uint32_t sequence = 0;
    for (int32_t k = 0; k < flash->sectors; k++) {
        ncn_store_slot s = ncn_store_slot_read(flash, k);
        bool foreign = s.state == NCN_SLOT_STATE_FOREIGN && (slot < 0 || k == slot);
        bool goes = s.state == NCN_SLOT_STATE_COMMITTED && (slot < 0 || k == slot || s.version < version);
        if ((goes || foreign) && (oldest < 0 || s.sequence < sequence)) {
            oldest = k;
            sequence = s.sequence;
        }
    }
    return oldest;
}

int32_t ncn_native_store_remove(int32_t slot) {
    ncn_port_flash flash = ncn_port_flash_map();
    if (flash.sectors <= 0)
        return NCN_E_PORT;
    if (slot < -1 || slot >= flash.sectors)
        return NCN_E_ARGUMENT;
    ncn_store_slot s = {NCN_SLOT_STATE_EMPTY, 0, 0, 0, 0, 0};
    if (slot >= 0)
        s = ncn_store_slot_read(&flash, slot);
    if (slot >= 0 && s.state != NCN_SLOT_STATE_COMMITTED && s.state != NCN_SLOT_STATE_FOREIGN)
        return NCN_E_NO_MODEL;
    const uint32_t version = ncn_port_key() ? s.version : 0;
    for (int32_t k = next_to_remove(&flash, slot, version); k >= 0; k = next_to_remove(&flash, slot, version)) {
        int32_t status = withdraw(&flash, k);
        if (status < 0)
            return status;
    }
    return NCN_OK;
}
