/* What an ncn_pc is made of; ncn_pc.c opens and closes it, ncn_pc_port.c answers the native functions from it. */
#ifndef NCN_PC_STATE_H
#define NCN_PC_STATE_H

#include "ncn_native_state.h"
#include "ncn_pc.h"

typedef struct {
    uint8_t *data; /* aligned to 32; NULL: empty */
    int32_t bytes;
} ncn_pc_blob_buffer;

struct ncn_pc {
    ncn_pc_port port;
    uint8_t key[32]; /* port.key points here or is NULL */
    ncn_native_state state;
    ncn_native_context *context; /* [contexts] */
    ncn_port_memory *arena;      /* [contexts], each region allocated alone, so that sanitizers see its ends */
    ncn_pc_blob_buffer blob[NCN_PC_BLOBS];
};

/* The ncn_pc this thread named last, or one without contexts, flash and callbacks. */
ncn_pc *ncn_pc_current(void);

#endif
