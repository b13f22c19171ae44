/*
 * The mailbox in RAM that the PC and the emulated Cortex-M7 share; byte layout and the order of a call in MAILBOX.md.
 */
#ifndef NCN_MAILBOX_H
#define NCN_MAILBOX_H

#include <stdint.h>

#define NCN_MAILBOX_BYTES (256 * 1024)
#define NCN_MAILBOX_ARGUMENTS 8
#define NCN_MAILBOX_EVENTS 16

/* One write of a marker pin during a call. */
typedef struct {
    uint32_t counter; /* time counter when the pin was written */
    int32_t pin;
    int32_t level; /* 0 or 1 */
    uint32_t zero;
} ncn_mailbox_event;

typedef struct {
    uint32_t function; /* 1 ...: engine functions in the order of native-interface.json */
    int32_t result;    /* written by the M7 */
    uint32_t events;   /* entries of event[] in use, written by the M7 */
    uint32_t zero;
    int32_t argument[NCN_MAILBOX_ARGUMENTS]; /* an int's value, or an array's length in elements */
    uint32_t offset[NCN_MAILBOX_ARGUMENTS];  /* an array's place, in bytes from the mailbox's start; 0 for an int */
    uint32_t zeros[4];
    ncn_mailbox_event event[NCN_MAILBOX_EVENTS];
} ncn_mailbox;

/* Calls the function the request names and returns its result (dispatch.g.c); NCN_E_ARGUMENT for a number it does not
 * know. */
int32_t ncn_mailbox_dispatch(ncn_mailbox *mailbox);

/* Where the array of argument i lies. */
static inline void *ncn_mailbox_array(ncn_mailbox *mailbox, int i) {
    return (uint8_t *)mailbox + mailbox->offset[i];
}

#endif
