/* What a host is made of; host.c opens and closes it, port.c answers the native functions from it. */
#ifndef NCN_HOST_STATE_H
#define NCN_HOST_STATE_H

#include "ncn_host.h"
#include "ncn_native_state.h"

typedef struct {
    uint8_t *data; /* aligned to 32; NULL: empty */
    int32_t bytes;
} ncn_host_blob_buffer;

struct ncn_host {
    ncn_host_port port;
    ncn_native_state state;
    ncn_native_context *context; /* [contexts] */
    ncn_port_memory *arena;      /* [contexts], each region allocated alone, so that sanitizers see its ends */
    ncn_host_blob_buffer blob[NCN_HOST_BLOBS];
};

/* The host this thread named last, or one without contexts, flash and callbacks. */
ncn_host *ncn_host_current(void);

#endif
