/* The row method for int8 convolutions (KERNELS.md, "int8: rows"), where there is no memory for strips: windows are
   read from the input as it is and widened at each use; taps of a window row lie side by side there, so a window is a
   few runs. Two vertically adjacent output pixels share the filter words. Channels a multiple of 4. */
#ifndef NCN_M7_ROW_H
#define NCN_M7_ROW_H

#include "ncn_kernels.h"
#include <stdbool.h>

/* Whether the method can be used: the workspace has room for the filters of 4 output channels. */
bool ncn_m7_rows_fit(const ncn_kernel_args *a);

/* The whole layer, int8 to int8. */
void ncn_m7_rows_run(const ncn_kernel_args *a);

#endif
