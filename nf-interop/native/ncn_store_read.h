/* What the model store holds, read from mapped flash only; the half of the store the engine needs to open a model.
   NATIVE.md, "Model store in flash". Everything is read anew on every call: the flash is the only truth. */
#ifndef NCN_STORE_READ_H
#define NCN_STORE_READ_H

#include "ncn_native.h"
#include "ncn_port.h"
#include "ncn_status.h"
#include "ncn_store_layout.h"
#include <stdbool.h>

typedef struct {
    int32_t state;     /* NCN_SLOT_STATE_... of ncn_native.h */
    int32_t blobBytes; /* of a partial or committed slot, else 0 */
    int32_t sectors;   /* it takes */
    int32_t next;      /* where a transfer resumes: bytes of whole pieces programmed and verified */
    uint32_t sequence; /* of its commit, plus the cleared bits of its chosen field; else 0 */
    uint32_t version;  /* of its commit; 0 unless signed */
} ncn_store_slot;

/* True if a record has its magic and its CRC. */
bool ncn_store_record_whole(const uint8_t *record, uint32_t magic);

/* First byte of slot k, which begins at sector k. */
const uint8_t *ncn_store_base(const ncn_port_flash *flash, int32_t slot);

/* First byte of its blob. */
const uint8_t *ncn_store_blob(const ncn_port_flash *flash, int32_t slot);

/* Largest blob that fits: the whole store less a slot header, at most what the progress words count; 0 without a store.
 */
int32_t ncn_store_largest_blob(const ncn_port_flash *flash);

/* Sectors a blob of that size takes. */
int32_t ncn_store_sectors(const ncn_port_flash *flash, int32_t blobBytes);

/* What slot k holds; 0 <= slot < sectors. */
ncn_store_slot ncn_store_slot_read(const ncn_port_flash *flash, int32_t slot);

/* How many more bits of a slot's chosen field can be cleared; base is the slot's first byte. */
uint32_t ncn_store_choices_left(const uint8_t *base);

/* The committed slot of the largest sequence, or -1. */
int32_t ncn_store_newest(const ncn_port_flash *flash);

#endif
