/* The PC as test machine. Every buffer is an allocation of its own, so that AddressSanitizer sees what lies beside. */
#include "port.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ALLOCATIONS = 64 };

static void *allocation[MAX_ALLOCATIONS];
static int allocations;

void port_print(const char *text) {
    fputs(text, stdout);
}

void port_print_number(int64_t value) {
    printf("%lld", (long long)value);
}

void *port_allocate(port_memory kind, size_t bytes) {
    (void)kind;
    void *p = NULL;
    if (allocations == MAX_ALLOCATIONS || posix_memalign(&p, 32, bytes > 0 ? bytes : 1) != 0)
        abort();
    allocation[allocations++] = p;
    return p;
}

void port_release(void) {
    while (allocations > 0)
        free(allocation[--allocations]);
}

uint32_t port_instructions(void) {
    return 0;
}

void port_stack_begin(void) {
}

int32_t port_stack_end(void) {
    return 0;
}

int main(int argc, char **argv) {
    char text[256] = "";
    for (int i = 1; i < argc; i++) {
        strncat(text, argv[i], sizeof text - strlen(text) - 2);
        strcat(text, " ");
    }
    return test_main(text);
}
