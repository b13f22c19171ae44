/* Native function that takes the signature of the blob to be stored next. NATIVE.md, StoreSignature. */
#include "ncn_mem.h"
#include "ncn_model.h"
#include "ncn_native.h"
#include "ncn_native_state.h"
#include "ncn_signature.h"
#include "ncn_store_version.h"

int32_t ncn_native_store_signature(const uint8_t *block, int32_t blockLength) {
    ncn_port_flash flash = ncn_port_flash_map();
    const uint8_t *key = ncn_port_key();
    ncn_store_grant *grant = &ncn_port_state()->grant;
    if (!key || flash.sectors <= 0)
        return NCN_E_PORT;
    ncn_fill(grant, 0, sizeof *grant);
    if (blockLength != NCN_SIGNATURE_BYTES)
        return NCN_E_ARGUMENT;
    int32_t status = ncn_signature_check(block, key);
    if (status < 0)
        return status;
    uint32_t version = ncn_u32(block + NCN_SIGNATURE_VERSION_AT);
    if (version < ncn_store_version(&flash))
        return NCN_E_STORE_OLDER;
    grant->version = version;
    grant->blobBytes = ncn_u32(block + NCN_SIGNATURE_BLOB_BYTES_AT);
    ncn_copy(grant->identity, block + NCN_SIGNATURE_IDENTITY_AT, NCN_IDENTITY_BYTES);
    return (int32_t)version;
}
