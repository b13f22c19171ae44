/* Opening, naming and closing boards of the PC. ncn_pc.h. */
#include "ncn_ed25519.h"
#include "ncn_mem.h"
#include "ncn_pc_state.h"
#include "ncn_store_layout.h"

#include <stdlib.h>

#ifdef _WIN32
#include <malloc.h>
#define ALIGNED_ALLOC(bytes) _aligned_malloc((bytes), NCN_BLOB_ALIGNMENT)
#define ALIGNED_FREE(memory) _aligned_free(memory)
#else
#define ALIGNED_ALLOC(bytes) aligned_alloc(NCN_BLOB_ALIGNMENT, (bytes))
#define ALIGNED_FREE(memory) free(memory)
#endif

enum { MAX_CONTEXTS = 256, SECTOR_UNIT = 4096 };

/* stands in where a thread named none */
static ncn_pc nowhere;
static _Thread_local ncn_pc *current;

ncn_pc *ncn_pc_current(void) {
    return current ? current : &nowhere;
}

void ncn_pc_use(ncn_pc *pc) {
    current = pc;
}

int32_t ncn_pc_interface_version(void) {
    return NCN_INTERFACE_VERSION;
}

int32_t ncn_pc_verify(const uint8_t *key, const uint8_t *message, int32_t bytes, const uint8_t *signature) {
    return bytes >= 0 && ncn_ed25519_verify(key, message, (size_t)bytes, signature);
}

static bool region_valid(int32_t bytes) {
    return bytes >= 0 && bytes % (int32_t)NCN_BLOB_ALIGNMENT == 0;
}

static bool port_valid(const ncn_pc_port *p) {
    bool unit = p->programUnitBytes == 1 || p->programUnitBytes == 2 || p->programUnitBytes == 4;
    bool store = p->sectors == 0 ||
                 (p->sectors > 0 && p->sectors <= NCN_STORE_MAX_SECTORS && p->sectorBytes > 0 &&
                  p->sectorBytes % SECTOR_UNIT == 0 && p->sectorBytes <= INT32_MAX / NCN_STORE_MAX_SECTORS && unit &&
                  p->flash && (uintptr_t)p->flash % NCN_BLOB_ALIGNMENT == 0 && p->erase && p->program);
    return store && p->contexts >= 1 && p->contexts <= MAX_CONTEXTS && p->mostWork >= 0 &&
           region_valid(p->arenaBytes) && region_valid(p->fastBytes);
}

ncn_pc *ncn_pc_open(const ncn_pc_port *port) {
    if (!port || !port_valid(port))
        return NULL;
    ncn_pc *pc = calloc(1, sizeof *pc);
    if (!pc)
        return NULL;
    pc->port = *port;
    if (port->key) {
        ncn_copy(pc->key, port->key, sizeof pc->key);
        pc->port.key = pc->key;
    }
    size_t contexts = (size_t)port->contexts;
    pc->context = calloc(contexts, sizeof *pc->context);
    pc->arena = calloc(contexts, sizeof *pc->arena);
    bool whole = pc->context && pc->arena;
    for (size_t i = 0; whole && i < contexts; i++) {
        ncn_port_memory *m = &pc->arena[i];
        m->fastBytes = port->fastBytes;
        m->sramBytes = port->arenaBytes;
        m->fast = ALIGNED_ALLOC((size_t)m->fastBytes + NCN_BLOB_ALIGNMENT);
        m->sram = ALIGNED_ALLOC((size_t)m->sramBytes + NCN_BLOB_ALIGNMENT);
        whole = m->fast && m->sram;
    }
    if (!whole) {
        ncn_pc_close(pc);
        return NULL;
    }
    return pc;
}

void ncn_pc_close(ncn_pc *pc) {
    if (!pc)
        return;
    if (current == pc)
        current = NULL;
    for (int32_t i = 0; pc->arena && i < pc->port.contexts; i++) {
        ALIGNED_FREE(pc->arena[i].fast);
        ALIGNED_FREE(pc->arena[i].sram);
    }
    for (int k = 0; k < NCN_PC_BLOBS; k++)
        ALIGNED_FREE(pc->blob[k].data);
    free(pc->arena);
    free(pc->context);
    free(pc);
}

int32_t ncn_pc_blob(ncn_pc *pc, int32_t k, const uint8_t *data, int32_t bytes) {
    if (!pc || k < 0 || k >= NCN_PC_BLOBS || bytes < 0 || (bytes > 0 && !data))
        return NCN_E_ARGUMENT;
    ncn_pc_blob_buffer *buffer = &pc->blob[k];
    for (int32_t i = 0; i < pc->port.contexts; i++)
        if (buffer->data && pc->context[i].engine.blob == buffer->data)
            ncn_engine_close(&pc->context[i].engine);
    ALIGNED_FREE(buffer->data);
    buffer->data = NULL;
    buffer->bytes = 0;
    if (bytes == 0)
        return NCN_OK;
    size_t unit = NCN_BLOB_ALIGNMENT;
    buffer->data = ALIGNED_ALLOC(((size_t)bytes + unit - 1) / unit * unit);
    if (!buffer->data)
        return NCN_E_ARGUMENT;
    ncn_copy(buffer->data, data, (size_t)bytes);
    buffer->bytes = bytes;
    return -2 - k;
}
