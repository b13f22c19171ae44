/* Native functions for the values that survive a reset. NATIVE.md. */
#include "ncn_native.h"
#include "ncn_port.h"
#include "ncn_status.h"

enum { SETTINGS = 16 };

int32_t ncn_native_setting_read(int32_t key) {
    return key < 0 || key >= SETTINGS ? NCN_E_ARGUMENT : ncn_port_setting_read(key);
}

int32_t ncn_native_setting_write(int32_t key, int32_t value) {
    return key < 0 || key >= SETTINGS || value < 0 ? NCN_E_ARGUMENT : ncn_port_setting_write(key, value);
}
