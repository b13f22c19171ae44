/*
 * What the native functions ask of the board they run on (NATIVE.md, "The port"). Implemented once a board:
 * nanoFramework's on the device, callbacks in pc/ on the PC, boards/virtual/m7 on the emulated Cortex-M7. The M7
 * needs the first part only.
 */
#ifndef NCN_PORT_H
#define NCN_PORT_H

#include <stddef.h>
#include <stdint.h>

/* ---- engine part: everything the functions with "where": "engine" use ---- */

typedef struct ncn_native_state ncn_native_state;     /* ncn_native_state.h; zeroed by the port before the first call */
typedef struct ncn_native_context ncn_native_context; /* the same, one a context */

/* The flash of the model store, as mapped for reading. */
typedef struct {
    const uint8_t *base;      /* 32-byte aligned; NULL without a store */
    int32_t sectors;          /* 0 without a store, at most 16 */
    int32_t sectorBytes;      /* of every sector; multiple of 4096 */
    int32_t programUnitBytes; /* 1, 2 or 4; programs begin and end on a multiple of it */
} ncn_port_flash;

/* What TimeInfo reports. */
typedef struct {
    int32_t kind;            /* 1 dwt-cycles, 2 emulated-instructions, 3 host-clock */
    int32_t countsPerSecond; /* 0: not a clock */
} ncn_port_time;

ncn_native_state *ncn_port_state(void);

/* contexts are numbered 1 ... ncn_port_contexts(); the caller has checked the number */
int32_t ncn_port_contexts(void);
ncn_native_context *ncn_port_context(int32_t ctx);

/* memory of a context's tensors in two regions, each aligned to 32: beside the core, where no cache is (DTCM), and any
 * other. A board without the one has 0 bytes of it; the same number of bytes for every context */
typedef struct {
    uint8_t *fast, *sram;
    int32_t fastBytes, sramBytes;
} ncn_port_memory;

ncn_port_memory ncn_port_arena(int32_t ctx);

/* most multiplications an inference of a stored model may cost (ncn_native_work.h); 0: any number */
int32_t ncn_port_most_work(void);

ncn_port_flash ncn_port_flash_map(void);

/* a blob outside the store, for slots below -1 (PC only); NULL where there is none; 32-byte aligned */
const uint8_t *ncn_port_blob(int32_t slot, int32_t *bytes);

/* counter of the time source, wraps at 2^32 */
uint32_t ncn_port_counter(void);
ncn_port_time ncn_port_time_source(void);

/* drives an output pin that C# has opened; level 0 or 1 */
void ncn_port_pin_write(int32_t pin, int32_t level);

/* the public Ed25519 key (32 bytes) whose models the board takes; NULL: it takes any. A build without NCN_KEYED has
 * none, and no code for it */
#ifdef NCN_KEYED
const uint8_t *ncn_port_key(void);
#else
static inline const uint8_t *ncn_port_key(void) {
    return NULL;
}
#endif

/* hash of the build, and whether it is a debug build: Abi's v[3] and flag bit 0 */
int32_t ncn_port_build_hash(void);
int32_t ncn_port_is_debug(void);

/* ---- board part: store and settings ---- */

/* erases one sector to 0xFF; 0, or a negative status */
int32_t ncn_port_flash_erase(int32_t sector);

/* programs bytes at an offset of the store's flash, both multiples of the program unit; the data may be unaligned; 0,
 * or a negative status */
int32_t ncn_port_flash_program(int32_t offset, const uint8_t *data, int32_t bytes);

/* a setting that survives a reset, keys 0 ... 15 (checked): the value, or a negative status */
int32_t ncn_port_setting_read(int32_t key);
int32_t ncn_port_setting_write(int32_t key, int32_t value);

#endif
