/* The model store's flash on nanoFramework's block storage: the first range of usage STORAGE_A on a memory-mapped
   device. A target without one has no store; then every model call answers so (NATIVE.md). boards/<board> says how to
   declare it. */
#include "ncn_port_nanoclr.h"

#include <hal.h>
#include <nanoHAL_v2.h>
#include <nanoPAL_BlockStorage.h>

/* The STM32F7 driver programs half-words; it goes on with bytes where an address is odd. */
static const int32_t PROGRAM_UNIT_BYTES = 2;
static const unsigned int SECTOR_MULTIPLE = 4096;
static const unsigned int CACHE_LINE_BYTES = 32;
static const unsigned int MAX_SECTORS = 16;

/* One range of blocks. device is null until it has been looked for and found. */
struct Store {
    BlockStorageDevice *device;
    unsigned int address;
    unsigned int blocks;
    unsigned int blockBytes;
};

static Store store;

/* nanoFramework's own search (BlockStorageDevice_FindForBlockUsage) loses its results: it overwrites the pointers they
   go to. So the tables are read here. */
static bool find_in_region(const BlockRegionInfo *region, Store *found) {
    for (unsigned int i = 0; i < region->NumBlockRanges; i++) {
        const BlockRange range = region->BlockRanges[i];
        if (BlockRange_GetBlockUsage(range) == BlockUsage_STORAGE_A) {
            found->address = BlockRegionInfo_BlockAddress(region, range.StartBlock);
            found->blocks = BlockRange_GetBlockCount(range);
            found->blockBytes = region->BytesPerBlock;
            return found->blockBytes % SECTOR_MULTIPLE == 0;
        }
    }

    return false;
}

static bool find_on_device(BlockStorageDevice *device, Store *found) {
    const DeviceBlockInfo *info = BlockStorageDevice_GetDeviceInfo(device);
    bool mapped = (info->Attribute & MediaAttribute_SupportsXIP) != 0;
    for (unsigned int i = 0; mapped && i < info->NumRegions; i++) {
        if (find_in_region(&info->Regions[i], found)) {
            found->device = device;
            return true;
        }
    }

    return false;
}

static const Store *find_store(void) {
    BlockStorageDevice *device = BlockStorageList_GetFirstDevice();
    for (unsigned int n = BlockStorageList_GetNumDevices(); store.device == nullptr && n > 0 && device != nullptr;
         n--) {
        if (!find_on_device(device, &store)) {
            device = BlockStorageList_GetNextDevice(device);
        }
    }

    return &store;
}

/* What was read before stays in the data cache while the flash under it changes. Its lines are never dirty. */
static void forget_cached(unsigned int address, unsigned int bytes) {
    unsigned int first = address & ~(CACHE_LINE_BYTES - 1);
    SCB_InvalidateDCache_by_Addr((uint32_t *)first, (int32_t)(address + bytes - first));
}

extern "C" ncn_port_flash ncn_port_flash_map(void) {
    const Store *s = find_store();
    if (s->device == nullptr) {
        return ncn_port_flash{nullptr, 0, 0, PROGRAM_UNIT_BYTES};
    }

    unsigned int sectors = s->blocks < MAX_SECTORS ? s->blocks : MAX_SECTORS;
    return ncn_port_flash{(const uint8_t *)s->address, (int32_t)sectors, (int32_t)s->blockBytes, PROGRAM_UNIT_BYTES};
}

/* Everything that runs from flash stands still meanwhile, so the watchdog (10 s) is fed first. */
extern "C" int32_t ncn_port_flash_erase(int32_t sector) {
    const Store *s = find_store();
    unsigned int address = s->address + (unsigned int)sector * s->blockBytes;
    Watchdog_Reset();
    bool done = s->device != nullptr && BlockStorageDevice_EraseBlock(s->device, address);
    forget_cached(address, s->blockBytes);
    return done ? NCN_OK : NCN_E_STORE_ERASE;
}

extern "C" int32_t ncn_port_flash_program(int32_t offset, const uint8_t *data, int32_t bytes) {
    const Store *s = find_store();
    unsigned int address = s->address + (unsigned int)offset;
    bool done = s->device != nullptr &&
                BlockStorageDevice_Write(s->device, address, (unsigned int)bytes, (unsigned char *)data, false);
    forget_cached(address, (unsigned int)bytes);
    return done ? NCN_OK : NCN_E_STORE_PROGRAM;
}
