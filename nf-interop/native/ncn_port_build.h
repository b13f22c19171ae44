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

#endif
