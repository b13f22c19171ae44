/* The tables of the binary kernels (m7/ncn_m7_b1_build.h, ncn_m7_b1_look_up.h) by themselves. */
#ifndef NCN_TEST_TABLES_H
#define NCN_TEST_TABLES_H

#include "random.h"

/* Every entry of every group of bits, and the largest counts of every shape of a look-up; prints cases and failures,
   returns how many failed. */
uint32_t test_tables(random_state *r);

#endif
