/* The native functions' port (nf-interop/native/ncn_port.h, engine part) of the emulated M7: one context, the board's
   arena, the store in shared memory, emulated instructions as time, marker edges reported in the mailbox. */
#include "m7_port.h"

#include "m7_count.h"
#include "m7_system.h"
#include "mailbox.h"
#include "ncn_native_state.h"
#include "ncn_port_build.h"

#include <stddef.h>

enum { TIME_EMULATED_INSTRUCTIONS = 2, ARENA_CAPACITY = 0x80000 };

static ncn_native_state state;
static ncn_native_context context;
static uint8_t arena[ARENA_CAPACITY] __attribute__((section(".arena"), aligned(32)));

uint32_t m7_port_arena_capacity(void) {
    return ARENA_CAPACITY;
}

ncn_native_state *ncn_port_state(void) {
    return &state;
}

int32_t ncn_port_contexts(void) {
    return 1;
}

ncn_native_context *ncn_port_context(int32_t ctx) {
    (void)ctx;
    return &context;
}

/* One block plays both memories of the board. */
ncn_port_memory ncn_port_arena(int32_t ctx) {
    (void)ctx;
    const m7_system *system = m7_system_page();
    return (ncn_port_memory){arena, arena + system->fastBytes, (int32_t)system->fastBytes, (int32_t)system->arenaBytes};
}

int32_t ncn_port_most_work(void) {
    return (int32_t)m7_system_page()->mostWork;
}

ncn_port_flash ncn_port_flash_map(void) {
    const m7_system *system = m7_system_page();
    return (ncn_port_flash){
        .base = (const uint8_t *)M7_FLASH_BASE,
        .sectors = (int32_t)system->sectors,
        .sectorBytes = (int32_t)system->sectorBytes,
        .programUnitBytes = (int32_t)system->programUnitBytes,
    };
}

const uint8_t *ncn_port_blob(int32_t slot, int32_t *bytes) {
    (void)slot;
    *bytes = 0;
    return NULL;
}

uint32_t ncn_port_counter(void) {
    return m7_count_read();
}

ncn_port_time ncn_port_time_source(void) {
    return (ncn_port_time){.kind = TIME_EMULATED_INSTRUCTIONS, .countsPerSecond = 0};
}

void ncn_port_pin_write(int32_t pin, int32_t level) {
    ncn_mailbox *mailbox = (ncn_mailbox *)M7_MAILBOX_BASE;
    if (mailbox->events < NCN_MAILBOX_EVENTS)
        mailbox->event[mailbox->events++] = (ncn_mailbox_event){m7_count_read(), pin, level, 0};
}
