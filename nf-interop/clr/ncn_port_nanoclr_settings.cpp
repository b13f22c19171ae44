/* Settings in the RTC's backup registers, which live as long as VDD or VBAT does: through every reset, not through a
   power cut without a battery. The upper 16 of the 32 are taken, so that nanoFramework's BackupMemory keeps bytes 0
   ... 63. The target opens the backup domain at start (its mcuconf.h: RTC on LSE) and leaves it open.
   STM32_BKPRAM_ENABLE is about another memory. */
#include "ncn_port_nanoclr.h"

#include <hal.h>

enum { KEYS = 16 };

static_assert(RTC_BKP_NUMBER >= 2 * KEYS, "the settings take the upper 16 of 32 backup registers");

/* A domain that lost power reads 0; so what was written carries the bit that no value (0 ... 2^31 - 1) has. */
static const uint32_t WRITTEN = 0x80000000u;

static volatile uint32_t *backup_register(int32_t key) {
    return &RTC->BKP0R + (RTC_BKP_NUMBER - KEYS) + key;
}

extern "C" int32_t ncn_port_setting_read(int32_t key) {
    uint32_t word = *backup_register(key);
    return (word & WRITTEN) != 0 ? (int32_t)(word & ~WRITTEN) : (int32_t)NCN_E_NOT_FOUND;
}

/* Reads back, since a closed backup domain drops writes without a sign. */
extern "C" int32_t ncn_port_setting_write(int32_t key, int32_t value) {
    uint32_t word = (uint32_t)value | WRITTEN;
    *backup_register(key) = word;
    return *backup_register(key) == word ? NCN_OK : NCN_E_PORT;
}
