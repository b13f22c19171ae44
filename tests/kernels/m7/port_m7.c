/* QEMU's Cortex-M7 as test machine, on the virtual board's start-up code, memory map and counter (boards/virtual/m7):
   the kernels run on the same 4 KiB stack with a guard below. Text, arguments and exit status go through semihosting.
 */
#include "m7_count.h"
#include "m7_server.h"
#include "ncn_mem.h"
#include "port.h"

enum { SYS_WRITE0 = 0x04, SYS_GET_CMDLINE = 0x15, SYS_EXIT_EXTENDED = 0x20, ADP_STOPPED_APPLICATION_EXIT = 0x20026 };
enum { CONSTANT_BYTES = 5 << 18, SOURCE_BYTES = 1 << 20, RESULT_BYTES = 512 << 10, WORK_BYTES = 1 << 20 };

/* Not static: ../bench looks them up by name. */
uint8_t port_constants[CONSTANT_BYTES] __attribute__((aligned(32)));
uint8_t port_sources[SOURCE_BYTES] __attribute__((aligned(32)));
uint8_t port_results[RESULT_BYTES] __attribute__((aligned(32)));
uint8_t port_work[WORK_BYTES] __attribute__((aligned(32)));

static const struct {
    uint8_t *first;
    size_t bytes;
} pool[PORT_MEMORIES] = {{port_constants, CONSTANT_BYTES},
                         {port_sources, SOURCE_BYTES},
                         {port_results, RESULT_BYTES},
                         {port_work, WORK_BYTES}};
static size_t used[PORT_MEMORIES];

static int semihosting(int operation, const void *parameter) {
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = parameter;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static void leave(int status) {
    const int32_t block[2] = {ADP_STOPPED_APPLICATION_EXIT, status};
    for (;;)
        semihosting(SYS_EXIT_EXTENDED, block);
}

void port_print(const char *text) {
    semihosting(SYS_WRITE0, text);
}

void port_print_number(int64_t value) {
    char text[24];
    char *p = text + sizeof text;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    *--p = 0;
    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0)
        *--p = '-';
    port_print(p);
}

void *port_allocate(port_memory kind, size_t bytes) {
    void *p = pool[kind].first + used[kind];
    used[kind] += (bytes + 31) / 32 * 32;
    if (used[kind] > pool[kind].bytes) {
        port_print("out of memory\n");
        leave(2);
    }
    return p;
}

void port_release(void) {
    ncn_fill(used, 0, sizeof used);
}

uint32_t port_instructions(void) {
    return m7_count_read();
}

enum { PAINT = 0x5AFE57AC };

static volatile uint32_t *stack_top;

/* Neither function may have a frame of its own that hides the caller's stack pointer: leaves without arguments. */
__attribute__((noinline)) void port_stack_begin(void) {
    __asm__ volatile("mov %0, sp" : "=r"(stack_top));
    for (int32_t i = 1; i <= PORT_STACK_BYTES / 4; i++)
        stack_top[-i] = PAINT;
}

__attribute__((noinline)) int32_t port_stack_end(void) {
    int32_t words = PORT_STACK_BYTES / 4;
    while (words > 0 && stack_top[-words] == PAINT)
        words--;
    return 4 * words;
}

/* Called by the start-up code. */
void m7_serve(void) {
    char arguments[256];
    const struct {
        char *text;
        int32_t bytes;
    } block = {arguments, sizeof arguments};
    m7_count_calibrate();
    m7_count_start();
    const char *p = semihosting(SYS_GET_CMDLINE, &block) == 0 ? arguments : "";
    while (*p != 0 && *p != ' ') /* the program's name */
        p++;
    leave(test_main(p));
}

/* The start-up code reports a fault by it. */
void m7_doorbell_ring(uint8_t byte) {
    (void)byte;
    port_print("fault\n");
    leave(3);
}
