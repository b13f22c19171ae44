/* What the server asks of the port. */
#ifndef M7_PORT_H
#define M7_PORT_H

#include <stdint.h>

/* Largest arena the image has room for; the PC asks for the board's, which may be smaller. */
uint32_t m7_port_arena_capacity(void);

#endif
