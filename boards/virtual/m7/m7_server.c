/* The loop that answers the PC's requests; MACHINE.md. */
#include "m7_server.h"

#include "m7_count.h"
#include "m7_port.h"
#include "m7_selftest.h"
#include "m7_system.h"

enum { FIRST_SELFTEST = 0x100 };

void m7_serve(void) {
    ncn_mailbox *mailbox = (ncn_mailbox *)M7_MAILBOX_BASE;
    m7_system *system = m7_system_page();
    m7_doorbell_open();
    m7_count_calibrate();
    system->arenaCapacity = m7_port_arena_capacity();
    system->countOverhead = m7_count_overhead();
    system->magic = M7_MAGIC;
    m7_doorbell_ring(M7_DOORBELL_READY);
    for (;;) {
        uint8_t ring = m7_doorbell_wait();
        if (ring == M7_DOORBELL_RESET)
            m7_reset();
        if (ring != M7_DOORBELL_CALL)
            continue;
        m7_count_start();
        mailbox->result = mailbox->function < FIRST_SELFTEST ? ncn_mailbox_dispatch(mailbox) : m7_selftest(mailbox);
        m7_count_stop();
        system->callStackPeak = m7_call_stack_peak();
        m7_doorbell_ring(M7_DOORBELL_DONE);
    }
}
