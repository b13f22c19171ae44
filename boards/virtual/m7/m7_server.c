/* The loop that answers the PC's requests; MACHINE.md. */
#include "m7_server.h"

#include "m7_count.h"
#include "m7_selftest.h"
#include "m7_system.h"

enum { FIRST_SELFTEST = 0x100 };

void m7_serve(void)
{
    ncn_mailbox *mailbox = (ncn_mailbox *)M7_MAILBOX_BASE;
    m7_system_t *system = m7_system();
    m7_doorbell_open();
    system->magic = M7_MAGIC;
    m7_doorbell_ring(M7_DOORBELL_READY);
    for (;;) {
        if (m7_doorbell_wait() != M7_DOORBELL_CALL)
            continue;
        m7_count_start();
        mailbox->result = mailbox->function < FIRST_SELFTEST ? 0 : m7_selftest(mailbox);
        m7_count_stop();
        system->call_stack_peak = m7_call_stack_peak();
        m7_doorbell_ring(M7_DOORBELL_DONE);
    }
}
