/* The work one inference of a model costs, and whether the board allows it: an inference cannot be shortened, and the
   board hears nobody while a layer runs. NATIVE.md, "Work". */
#ifndef NCN_NATIVE_WORK_H
#define NCN_NATIVE_WORK_H

#include "ncn_engine.h"

/* Multiplications of all layers, a value read by a pooling window counted as one. header: of a valid blob. */
uint64_t ncn_work_of(const ncn_header *header, const uint8_t *blob);

/* NCN_OK, or NCN_E_WORK if the model an engine has just checked costs more than the port allows; then the violation's
   net and layer say how much it costs and how much is allowed, in millions. */
int32_t ncn_work_check(ncn_engine *engine, const uint8_t *blob);

#endif
