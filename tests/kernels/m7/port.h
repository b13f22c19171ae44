/* What the kernel tests ask of the machine they run on: the PC, or QEMU's Cortex-M7 without an operating system. */
#ifndef NCN_TEST_PORT_H
#define NCN_TEST_PORT_H

#include <stddef.h>
#include <stdint.h>

/* The program: arguments separated by blanks, without its name. Returns the exit status. */
int test_main(const char *arguments);

void port_print(const char *text);
void port_print_number(int64_t value);

/* A test's line: NAME WHAT CASES failures FAILURES. */
static inline void port_print_result(const char *name, const char *what, uint32_t cases, uint32_t failures) {
    port_print(name);
    port_print(" ");
    port_print(what);
    port_print(" ");
    port_print_number(cases);
    port_print(" failures ");
    port_print_number(failures);
    port_print("\n");
}

/* What memory is for. Each kind lies apart, for models of memory (../bench): tensors of a model, which a board has in
   flash; a layer's input, and anything else; its output; scratch and workspace. */
typedef enum port_memory { PORT_CONSTANT, PORT_SOURCE, PORT_RESULT, PORT_WORK, PORT_MEMORIES } port_memory;

/* Memory at a multiple of 32, as every tensor and the arena have it; never null. Released all at once. */
void *port_allocate(port_memory kind, size_t bytes);
void port_release(void);

/* Executed instructions since any point, exact; 0 where the machine cannot tell. */
uint32_t port_instructions(void);

/* Stack in use below the caller's frame between the two calls, bytes, at most PORT_STACK_BYTES; 0 where unknown. */
enum { PORT_STACK_BYTES = 1536 };
void port_stack_begin(void);
int32_t port_stack_end(void);

#endif
