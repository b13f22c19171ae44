/* From a layer record to a kernel's arguments. */
#ifndef NCN_LAYER_ARGS_H
#define NCN_LAYER_ARGS_H

#include "ncn_kernels.h"
#include "ncn_model.h"

/* Fills shapes, shifts and the pointers into the blob; src0, src1, dst, scratch and concat's fields stay 0. */
void ncn_layer_args(ncn_kernel_args *args, const ncn_layer *layer, const uint8_t *blob);

#endif
