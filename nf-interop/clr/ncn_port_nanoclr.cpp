/* The device's port (ncn_port.h) but for flash and settings: state, arena, time, pins, on an STM32 under nanoCLR and
 * ChibiOS. */
#include "ncn_port_nanoclr.h"

#include <hal.h>
#include <nanoHAL_v2.h>

#include <CPU_GPIO_decl.h> /* needs the types of the one above */

extern "C" {
#include "ncn_native_state.h"
#include "ncn_port_build.h"
}

enum { CONTEXTS = 1, DWT_CYCLES_KIND = 1 };

/* Key of the DWT's software lock (CoreSight lock access register), which some Cortex-M7 have closed after reset. */
static const uint32_t DWT_UNLOCK = 0xC5ACCE55u;

/* State, context and the fast part of the arena lie in BSS, which this target has in DTCM: one-cycle access, never
 * cached. */
static ncn_native_state state;
static ncn_native_context context;
static uint8_t fast[NCN_FAST_ARENA_BYTES] __attribute__((section(NCN_FAST_ARENA_SECTION), aligned(32)));
static uint8_t sram[NCN_ARENA_BYTES] __attribute__((section(NCN_ARENA_SECTION), aligned(32)));

static void cycle_counter_on(void) {
    CoreDebug->DEMCR |= CoreDebug_DEMCR_TRCENA_Msk;
    DWT->LAR = DWT_UNLOCK;
    DWT->CTRL |= DWT_CTRL_CYCCNTENA_Msk;
}

extern "C" ncn_native_state *ncn_port_state(void) {
    return &state;
}

extern "C" int32_t ncn_port_contexts(void) {
    return CONTEXTS;
}

extern "C" ncn_native_context *ncn_port_context(int32_t ctx) {
    (void)ctx;
    return &context;
}

extern "C" ncn_port_memory ncn_port_arena(int32_t ctx) {
    (void)ctx;
    return ncn_port_memory{fast, sram, NCN_FAST_ARENA_BYTES, NCN_ARENA_BYTES};
}

extern "C" int32_t ncn_port_most_work(void) {
    return NCN_MOST_WORK;
}

extern "C" const uint8_t *ncn_port_blob(int32_t slot, int32_t *bytes) {
    (void)slot;
    (void)bytes;
    return nullptr;
}

/* The bit is asked for at every read because a debugger that lets go of the core may clear it: one load. */
extern "C" uint32_t ncn_port_counter(void) {
    if ((DWT->CTRL & DWT_CTRL_CYCCNTENA_Msk) == 0) {
        cycle_counter_on();
    }

    return DWT->CYCCNT;
}

extern "C" ncn_port_time ncn_port_time_source(void) {
    return ncn_port_time{DWT_CYCLES_KIND, (int32_t)STM32_HCLK};
}

extern "C" void ncn_port_pin_write(int32_t pin, int32_t level) {
    CPU_GPIO_SetPinState((GPIO_PIN)pin, level ? GpioPinValue_High : GpioPinValue_Low);
}
