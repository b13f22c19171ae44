/* The model store's flash format, byte by byte: NATIVE.md, "Model store in flash". */
#ifndef NCN_STORE_LAYOUT_H
#define NCN_STORE_LAYOUT_H

enum {
    NCN_SLOT_BEGIN_AT = 0,
    NCN_SLOT_PROGRESS_AT = 64,
    NCN_SLOT_PROGRESS_WORDS = 192,
    NCN_SLOT_COMMIT_AT = 832,
    NCN_SLOT_WITHDRAWN_AT = 896,
    NCN_SLOT_FLOOR_AT = 900,
    NCN_SLOT_FLOOR_BYTES = 16,
    NCN_SLOT_CHOSEN_AT = 928,
    NCN_SLOT_CHOSEN_BYTES = 96,
    NCN_SLOT_CHOSEN_BITS = 8 * NCN_SLOT_CHOSEN_BYTES,
    NCN_SLOT_BLOB_AT = 1024,

    NCN_RECORD_BYTES = 64,
    NCN_RECORD_CRC_AT = 60,
    NCN_BEGIN_BYTES_AT = 4,
    NCN_BEGIN_IDENTITY_AT = 8,
    NCN_COMMIT_SEQUENCE_AT = 4,
    NCN_COMMIT_VERSION_AT = 8, /* 0 without a key, and so is the key */
    NCN_COMMIT_KEY_AT = 12,
    NCN_FLOOR_KEY_AT = 4, /* its first 8 bytes */
    NCN_FLOOR_CRC_AT = 12,

    NCN_PIECE_BYTES = 4096, /* of blob, a progress word each */
    NCN_STORE_MAX_SECTORS = 16
};

#define NCN_BEGIN_MAGIC 0x4E434231u
#define NCN_COMMIT_MAGIC 0x4E434331u
#define NCN_ERASED_WORD 0xFFFFFFFFu

#endif
