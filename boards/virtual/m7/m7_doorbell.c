/* The doorbell: one byte each way over UART0, whose other end is a socket of the PC. Data goes through shared memory; a
 * byte only says that it is there. The core sleeps until one arrives, so an idle virtual board takes no time of the PC.
 */
#include "m7_server.h"

#define UART_DATA (*(volatile uint32_t *)0x40004000u)
#define UART_STATE (*(volatile uint32_t *)0x40004004u)
#define UART_CTRL (*(volatile uint32_t *)0x40004008u)
#define UART_INTERRUPT (*(volatile uint32_t *)0x4000400Cu)
#define UART_BAUDDIV (*(volatile uint32_t *)0x40004010u)
#define NVIC_ISER0 (*(volatile uint32_t *)0xE000E100u)
#define NVIC_ICPR0 (*(volatile uint32_t *)0xE000E280u)

enum { STATE_TX_FULL = 1, STATE_RX_FULL = 2, CTRL_TX_RX_AND_RX_INTERRUPT = 1 + 2 + 8, RX_INTERRUPT = 2, RX_IRQ = 1 };

void m7_doorbell_open(void) {
    UART_BAUDDIV = 16;
    UART_CTRL = CTRL_TX_RX_AND_RX_INTERRUPT;
    NVIC_ISER0 = RX_IRQ;
}

uint8_t m7_doorbell_wait(void) {
    /* Interrupts stay masked: a pending one wakes the core without a handler. */
    while ((UART_STATE & STATE_RX_FULL) == 0)
        __asm volatile("wfi" ::: "memory");
    uint8_t byte = (uint8_t)UART_DATA;
    UART_INTERRUPT = RX_INTERRUPT;
    NVIC_ICPR0 = RX_IRQ;
    return byte;
}

void m7_doorbell_ring(uint8_t byte) {
    __asm volatile("dsb" ::: "memory");
    while ((UART_STATE & STATE_TX_FULL) != 0) {
    }
    UART_DATA = byte;
}
