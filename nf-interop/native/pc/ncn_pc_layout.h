/* Weight layouts (MODEL-FORMAT.md, "Layouts") for the PC's packer: one implementation of each, the kernels' own. A
   layer is given by its 96-byte record, whose `layout` byte names the layout; of its tensors only the sizes here count.
 */
#ifndef NCN_PC_LAYOUT_H
#define NCN_PC_LAYOUT_H

#include "ncn_native.h"
#include <stdint.h>

/* Bytes of the layer's weight tensor, and of the scratch its kernels have; NCN_E_ARGUMENT if it cannot have the layout.
 */
NCN_EXPORT int32_t ncn_pc_layout_bytes(const uint8_t *record, int32_t *scratchBytes);

/* int8 weights [outC][kH][kW][inC] into a tensor of exactly that size. 0; or the number of the rule that the layer
   would break (ncn_rules.def), NCN_E_ARGUMENT for wrong sizes. */
NCN_EXPORT int32_t ncn_pc_layout_pack(const uint8_t *record, const int8_t *weights, int32_t bytes, uint8_t *tensor,
                                      int32_t tensorBytes);

/* And back. */
NCN_EXPORT int32_t ncn_pc_layout_unpack(const uint8_t *record, const uint8_t *tensor, int32_t tensorBytes,
                                        int8_t *weights, int32_t bytes);

#endif
