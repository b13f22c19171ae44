/* Whether a slot holds what it should: the bytes themselves, not what was recorded of them. NATIVE.md, "Model store in
 * flash". */
#ifndef NCN_STORE_CHECK_H
#define NCN_STORE_CHECK_H

#include "ncn_native_state.h"
#include "ncn_store_read.h"

/* Checks the blob of a slot: CRC-32, SHA-256, identity (32 bytes), every rule of the format, arena and work an
   inference may cost. engine is scratch; its violation says which rule is broken. NCN_E_STORE_VERIFY: other bytes than
   the identity's; else as ncn_native_model_open. */
int32_t ncn_store_check(const ncn_port_flash *flash, int32_t slot, int32_t blobBytes, const uint8_t *identity,
                        ncn_engine *engine);

#endif
