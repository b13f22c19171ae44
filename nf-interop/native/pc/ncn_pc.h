/* The PC's shared library libnanocoop: the native functions over a port of callbacks. An ncn_pc is one board's worth of
   them: flash, pins, settings from whoever opened it, contexts and arenas of its own. The native functions act on the
   ncn_pc the calling thread named last. */
#ifndef NCN_PC_H
#define NCN_PC_H

#include "ncn_native.h"
#include <stdint.h>

/* What the board offers; copied by ncn_pc_open. Callbacks run on the calling thread, within the call; NULL: not
 * offered. */
typedef struct ncn_pc_port {
    void *self;               /* handed to every callback */
    const uint8_t *flash;     /* sectors * sectorBytes readable bytes, aligned to 32; NULL if sectors is 0 */
    const uint8_t *key;       /* public Ed25519 key, 32 bytes, whose models alone the store takes; NULL: any */
    int32_t sectors;          /* 0 ... 16 */
    int32_t sectorBytes;      /* multiple of 4096 */
    int32_t programUnitBytes; /* 1, 2 or 4 */
    int32_t fastBytes;        /* of a context's arena, both multiples of 32: fast memory; */
    int32_t arenaBytes;       /* and other memory */
    int32_t contexts;         /* 1 ... 256 */
    int32_t mostWork;         /* multiplications of an inference of a stored model; 0: any number */
    int32_t (*erase)(void *self, int32_t sector);                                       /* 0, or -1: failed */
    int32_t (*program)(void *self, int32_t offset, const uint8_t *data, int32_t bytes); /* 0, or -1: failed */
    void (*pinWrite)(void *self, int32_t pin, int32_t level);
    int32_t (*settingRead)(void *self, int32_t key);                 /* value, or -1: none */
    int32_t (*settingWrite)(void *self, int32_t key, int32_t value); /* 0, or -1: failed */
} ncn_pc_port;

typedef struct ncn_pc ncn_pc;

enum { NCN_PC_BLOBS = 16 };

/* Makes one; NULL if the port's numbers are out of range or memory is short. */
NCN_EXPORT ncn_pc *ncn_pc_open(const ncn_pc_port *port);

/* Frees it; no call may be under way on it, and no thread may call a native function before it has named another. */
NCN_EXPORT void ncn_pc_close(ncn_pc *pc);

/* Names the ncn_pc of this thread's next native calls. Without one every function fails. */
NCN_EXPORT void ncn_pc_use(ncn_pc *pc);

/* Copies a blob into buffer k (0 ... 15), to be opened as slot -2 - k; contexts that have the buffer open are closed. 0
   bytes frees it. Returns the slot, or NCN_E_ARGUMENT. */
NCN_EXPORT int32_t ncn_pc_blob(ncn_pc *pc, int32_t k, const uint8_t *data, int32_t bytes);

/* What a board makes of a signature (64 bytes) by a key (32 bytes), for tests: 1 it holds, 0 not; needs no ncn_pc. */
NCN_EXPORT int32_t ncn_pc_verify(const uint8_t *key, const uint8_t *message, int32_t bytes, const uint8_t *signature);

/* The interface the library was built from, NCN_INTERFACE_VERSION; needs no ncn_pc. */
NCN_EXPORT int32_t ncn_pc_interface_version(void);

#endif
