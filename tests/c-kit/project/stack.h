/* The stack that each call of the kit takes on a Cortex-M. */
#ifndef STACK_H
#define STACK_H

#include <ncn.h>

/* Prints a line `stack CALL OWN DEPTH ALL` for each call, bytes, the most over all models and layouts: with kernels
   that return at once; the depth at which it enters one, 0: none; with the kernels themselves. memory: for models and
   convolutions. */
void print_stack(ncn_memory memory);

#endif
