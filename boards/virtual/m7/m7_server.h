/* The image's parts: a doorbell, and the loop that answers requests. */
#ifndef M7_SERVER_H
#define M7_SERVER_H

#include <stdint.h>

enum {
    M7_DOORBELL_READY = 'R',
    M7_DOORBELL_CALL = 'C',
    M7_DOORBELL_RESET = 'B',
    M7_DOORBELL_DONE = 'D',
    M7_DOORBELL_FAULT = 'F'
};

void m7_doorbell_open(void);

/* Sleeps until the PC rings. */
uint8_t m7_doorbell_wait(void);

void m7_doorbell_ring(uint8_t byte);

/* Initialises memory and serves requests for ever. */
void m7_reset(void) __attribute__((noreturn));

/* Serves requests until the PC asks for a reset. */
void m7_serve(void);

/* Most bytes of the call stack in use since start. */
uint32_t m7_call_stack_peak(void);

#endif
