/* The check of a signature block; ncn_signature.h. */
#include "ncn_signature.h"

#include "ncn_mem.h"
#include "ncn_model.h"

int32_t ncn_signature_check(const uint8_t *block, const uint8_t key[NCN_KEY_BYTES]) {
    uint32_t version = ncn_u32(block + NCN_SIGNATURE_VERSION_AT);
    if (ncn_u32(block) != NCN_SIGNATURE_MAGIC || version == 0 || version > INT32_MAX)
        return NCN_E_STORE_UNSIGNED;
    if (!ncn_equal(block + NCN_SIGNATURE_KEY_AT, key, NCN_KEY_BYTES))
        return NCN_E_STORE_SIGNER;
    bool holds = ncn_ed25519_verify(key, block, NCN_SIGNATURE_SIGNED_BYTES, block + NCN_SIGNATURE_AT);
    return holds ? NCN_OK : NCN_E_STORE_SIGNATURE;
}
