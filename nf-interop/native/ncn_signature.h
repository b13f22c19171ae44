/* The signature block of a model: who says that a board may have it, and as which version. SECURITY.md, "The block". */
#ifndef NCN_SIGNATURE_H
#define NCN_SIGNATURE_H

#include "ncn_ed25519.h"
#include "ncn_status.h"

#define NCN_SIGNATURE_MAGIC 0x3153434Eu /* "NCS1" */

enum {
    NCN_SIGNATURE_BYTES = 160,
    NCN_SIGNATURE_VERSION_AT = 4,
    NCN_SIGNATURE_BLOB_BYTES_AT = 8,
    NCN_SIGNATURE_IDENTITY_AT = 16,
    NCN_SIGNATURE_SIGNED_BYTES = 64, /* the signature covers these */
    NCN_SIGNATURE_KEY_AT = 64,
    NCN_SIGNATURE_AT = 96
};

/* Checks a block of NCN_SIGNATURE_BYTES against the board's key: NCN_OK, NCN_E_STORE_UNSIGNED (no block),
   NCN_E_STORE_SIGNER (of another key) or NCN_E_STORE_SIGNATURE (the signature does not hold). */
int32_t ncn_signature_check(const uint8_t *block, const uint8_t key[NCN_KEY_BYTES]);

#endif
