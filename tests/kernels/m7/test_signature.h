/* The check of a model's signature (native/ncn_signature.h), and what it costs. */
#ifndef NCN_TEST_SIGNATURE_H
#define NCN_TEST_SIGNATURE_H

#include <stdint.h>

/* A block that RFC 8032's first key signed, and the same with each byte changed; prints cases, failures, the stack in
   use and the instructions of a good one. Returns how many failed. */
uint32_t test_signature(void);

#endif
