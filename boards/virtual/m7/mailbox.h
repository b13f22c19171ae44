/* One request of the PC at M7_MAILBOX_BASE: MAILBOX.md. */
#ifndef MAILBOX_H
#define MAILBOX_H

#include "m7_memory.h"

#include <stdint.h>

typedef struct {
    uint32_t function;
    int32_t result;
    int32_t argument[14]; /* a value, or an array's length in elements */
    uint32_t array[16];   /* where array argument i starts, in bytes from the mailbox */
} ncn_mailbox;

/* Array argument i; the PC keeps arrays inside the mailbox and 8-byte aligned. */
static inline void *ncn_mailbox_array(ncn_mailbox *m, uint32_t i)
{
    return (uint8_t *)m + m->array[i];
}

/* Calls the engine function the request names (generated). */
int32_t ncn_mailbox_dispatch(ncn_mailbox *m);

#endif
