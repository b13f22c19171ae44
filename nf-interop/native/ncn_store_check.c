/* The check of a stored blob; ncn_store_check.h. */
#include "ncn_store_check.h"

#include "ncn_mem.h"
#include "ncn_native_context.h"
#include "ncn_native_work.h"

int32_t ncn_store_check(const ncn_port_flash *flash, int32_t slot, int32_t blobBytes, const uint8_t *identity,
                        ncn_engine *engine) {
    const uint8_t *blob = ncn_store_blob(flash, slot);
    ncn_fill(engine, 0, sizeof *engine);
    ncn_arena arena = ncn_context_arena(NCN_FIRST_CONTEXT);
    int32_t status = ncn_engine_check(engine, blob, (size_t)blobBytes, &arena);
    if (status == NCN_E_MODEL &&
        (engine->violation.rule == NCN_RULE_CRC32 || engine->violation.rule == NCN_RULE_SHA256))
        return NCN_E_STORE_VERIFY;
    if (status < 0)
        return status;
    if (!ncn_equal(blob + NCN_HEADER_SHA256, identity, NCN_IDENTITY_BYTES))
        return NCN_E_STORE_VERIFY;
    return ncn_work_check(engine, blob);
}
