/* The PC's port: ncn_port.h answered from the ncn_pc the thread named. */
#define _POSIX_C_SOURCE 200112L /* clock_gettime */
#include "ncn_pc_state.h"
#include "ncn_port_build.h"

#include <time.h>
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#endif

/* Counts of 100 ns: results of up to 214 s fit an int, and the clock itself is no finer than some 20 to 100 ns. */
enum { PC_CLOCK_KIND = 3, COUNTS_PER_SECOND = 10000000 };

ncn_native_state *ncn_port_state(void) {
    return &ncn_pc_current()->state;
}

int32_t ncn_port_contexts(void) {
    return ncn_pc_current()->port.contexts;
}

ncn_native_context *ncn_port_context(int32_t ctx) {
    return &ncn_pc_current()->context[ctx - 1];
}

ncn_port_memory ncn_port_arena(int32_t ctx) {
    const ncn_pc *pc = ncn_pc_current();
    return pc->arena ? pc->arena[ctx - 1] : (ncn_port_memory){0};
}

int32_t ncn_port_most_work(void) {
    return ncn_pc_current()->port.mostWork;
}

const uint8_t *ncn_port_key(void) {
    return ncn_pc_current()->port.key;
}

ncn_port_flash ncn_port_flash_map(void) {
    const ncn_pc_port *p = &ncn_pc_current()->port;
    return (ncn_port_flash){p->flash, p->sectors, p->sectorBytes, p->programUnitBytes};
}

const uint8_t *ncn_port_blob(int32_t slot, int32_t *bytes) {
    if (slot > -2 || slot < -1 - NCN_PC_BLOBS)
        return NULL;
    const ncn_pc_blob_buffer *buffer = &ncn_pc_current()->blob[-2 - slot];
    *bytes = buffer->bytes;
    return buffer->data;
}

uint32_t ncn_port_counter(void) {
#ifdef _WIN32
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    uint64_t seconds = (uint64_t)now.QuadPart / (uint64_t)frequency.QuadPart;
    uint64_t rest = (uint64_t)now.QuadPart % (uint64_t)frequency.QuadPart;
    return (uint32_t)(seconds * COUNTS_PER_SECOND + rest * COUNTS_PER_SECOND / (uint64_t)frequency.QuadPart);
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * COUNTS_PER_SECOND +
                      (uint64_t)now.tv_nsec / (1000000000 / COUNTS_PER_SECOND));
#endif
}

ncn_port_time ncn_port_time_source(void) {
    return (ncn_port_time){PC_CLOCK_KIND, COUNTS_PER_SECOND};
}

void ncn_port_pin_write(int32_t pin, int32_t level) {
    const ncn_pc_port *p = &ncn_pc_current()->port;
    if (p->pinWrite)
        p->pinWrite(p->self, pin, level);
}

int32_t ncn_port_flash_erase(int32_t sector) {
    const ncn_pc_port *p = &ncn_pc_current()->port;
    return p->erase(p->self, sector) < 0 ? NCN_E_STORE_ERASE : NCN_OK;
}

int32_t ncn_port_flash_program(int32_t offset, const uint8_t *data, int32_t bytes) {
    const ncn_pc_port *p = &ncn_pc_current()->port;
    return p->program(p->self, offset, data, bytes) < 0 ? NCN_E_STORE_PROGRAM : NCN_OK;
}

int32_t ncn_port_setting_read(int32_t key) {
    const ncn_pc_port *p = &ncn_pc_current()->port;
    if (!p->settingRead)
        return NCN_E_PORT;
    int32_t value = p->settingRead(p->self, key);
    return value < 0 ? NCN_E_NOT_FOUND : value;
}

int32_t ncn_port_setting_write(int32_t key, int32_t value) {
    const ncn_pc_port *p = &ncn_pc_current()->port;
    if (!p->settingWrite || p->settingWrite(p->self, key, value) < 0)
        return NCN_E_PORT;
    return NCN_OK;
}
