/* What the native functions remember between calls. Owned by the port (ncn_port_state, ncn_port_context), zeroed before
   the first call; so nothing here is global and a PC can have several boards at once. */
#ifndef NCN_NATIVE_STATE_H
#define NCN_NATIVE_STATE_H

#include "ncn_engine.h"
#include "ncn_port.h"

enum { NCN_MARKERS = 8, NCN_IDENTITY_BYTES = 32 };

/* One model ready to run. */
struct ncn_native_context {
    ncn_engine engine;
};

/* What a signature allows to be stored; nothing after a restart. */
typedef struct {
    uint32_t version; /* 0: nothing is allowed */
    uint32_t blobBytes;
    uint8_t identity[NCN_IDENTITY_BYTES];
} ncn_store_grant;

/* A transfer into the model store: begun, erased, written; nothing after a restart, the flash knows where to go on. */
typedef struct {
    int32_t open; /* 1 between StoreBegin and commit, failure or another begin */
    int32_t slot;
    int32_t blobBytes;
    int32_t next; /* next offset wanted */
    int32_t sectors;
    int32_t steps;    /* erase steps in all, 0 when it resumes */
    int32_t step;     /* next erase step */
    bool parks;       /* the version counter lies in the first sector only: the second keeps it meanwhile */
    uint32_t version; /* its signature's, 0 without a key */
    uint8_t identity[NCN_IDENTITY_BYTES];
} ncn_store_transfer;

struct ncn_native_state {
    int32_t markerPin[NCN_MARKERS]; /* pin + 1; 0: not bound */
    ncn_store_grant grant;
    ncn_store_transfer transfer;
    ncn_engine check; /* validates a blob at commit; too large for a CLR thread's stack */
};

#endif
