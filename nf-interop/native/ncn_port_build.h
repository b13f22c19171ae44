/* What every port says alike of its build; included once, by the file that implements ncn_port.h. */
#ifndef NCN_PORT_BUILD_H
#define NCN_PORT_BUILD_H

#include "ncn_port.h"

#ifndef NCN_BUILD_HASH
#define NCN_BUILD_HASH 0 /* unknown */
#endif

int32_t ncn_port_build_hash(void) {
    return NCN_BUILD_HASH;
}

int32_t ncn_port_is_debug(void) {
#ifdef NDEBUG
    return 0;
#else
    return 1;
#endif
}

/* The key of firmware that was built with one: NCN_KEY is its 32 bytes, with commas. */
#ifdef NCN_KEY
const uint8_t *ncn_port_key(void) {
    static const uint8_t key[] = {NCN_KEY};
    return sizeof key == 32 ? key : NULL;
}
#endif

#endif
