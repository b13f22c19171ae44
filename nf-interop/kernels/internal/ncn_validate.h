/* Complete validation of a model blob before anything in it is used: every rule of MODEL-FORMAT.md. */
#ifndef NCN_VALIDATE_H
#define NCN_VALIDATE_H

#include "ncn_model.h"
#include "ncn_status.h"

/* Checks `bytes` bytes at blob, which must be aligned to 32. Never reads outside them, whatever they hold. NCN_OK and
   the decoded header, or NCN_E_MODEL and the violation. header is filled once its bytes are there. Does not check the
   arena plan. */
ncn_status ncn_validate(const uint8_t *blob, size_t bytes, ncn_header *header, ncn_violation *violation);

#endif
