/* Every kernel of the list that is not a reference against its reference, bit for bit, on generated layers:

       COUNT SEED NAME COUNT layers for every kernel whose name begins with NAME, which may be missing; prints the seed,
   cases, failures and stack bench SEED ONLY instructions of reference and kernels on the networks' layers: bench.h

   Exit status 0, or 1 if a case failed. */
#include "bench.h"
#include "kernel_run.h"
#include "port.h"
#include "test_f45.h"
#include "test_float_case.h"
#include "test_gap.h"
#include "test_signature.h"
#include "test_tables.h"
#include "test_winograd.h"

static uint32_t next_number(const char **text) {
    uint32_t value = 0;
    while (**text == ' ')
        ++*text;
    for (; **text >= '0' && **text <= '9'; ++*text)
        value = 10 * value + (uint32_t)(**text - '0');
    return value;
}

/* How much memory the arena may have left: none, a little, enough for some blocks, plenty. */
static int32_t random_workspace(random_state *r) {
    switch (random_in(r, 0, 3)) {
    case 0:
        return random_in(r, 0, 64) * 32;
    case 1:
        return random_in(r, 0, 512) * 32;
    default:
        return random_in(r, 0, 4096) * 32;
    }
}

/* Cases of one kernel; returns how many failed. */
static uint32_t test_kernel(const listed_kernel *k, uint32_t count, random_state *r) {
    uint32_t failures = 0;
    int32_t stackBytes = 0;
    for (uint32_t i = 0; i < count && failures < 5; i++) {
        test_case c;
        kernel_cost cost;
        if (k->numbers == NCN_NUMBERS_INT8)
            test_case_random(&c, k->op, k->layoutId, r);
        else
            test_float_case_random(&c, k->op, k->numbers, r);
        c.args.workspaceBytes = random_workspace(r);
        if (!kernel_equals_reference(k, &c, &cost)) {
            failures++;
            port_print("FAIL ");
            test_case_print(&c);
        }
        stackBytes = cost.stackBytes > stackBytes ? cost.stackBytes : stackBytes;
        port_release();
    }
    port_print(k->name);
    port_print(" cases ");
    port_print_number(count);
    port_print(" failures ");
    port_print_number(failures);
    port_print(" stack ");
    port_print_number(stackBytes);
    port_print("\n");
    return failures;
}

/* Whether `text` begins with the word at `start`. */
static bool begins_with(const char *text, const char *start) {
    while (*start != 0 && *start != ' ' && *text == *start)
        text++, start++;
    return *start == 0 || *start == ' ';
}

int test_main(const char *arguments) {
    while (*arguments == ' ')
        arguments++;
    const bool bench = *arguments == 'b';
    while (bench && *arguments != ' ' && *arguments != 0)
        arguments++;
    const uint32_t count = bench ? 0 : next_number(&arguments);
    const uint32_t seed = next_number(&arguments);
    random_state r = {seed == 0 ? 1 : seed};
    port_print("seed ");
    port_print_number(r.x);
    port_print("\n");
    while (*arguments == ' ')
        arguments++;
    if (bench)
        return bench_networks(r.x, arguments) ? 0 : 1;
    uint32_t failures = test_largest_gap(count, &r) + test_tables(&r) + test_f45() + test_winograd() + test_signature();
    for (size_t i = 0; i < listed_kernels; i++)
        if ((!listed_kernel_at(i)->isReference || listed_kernel_at(i)->layoutId != 0) &&
            begins_with(listed_kernel_at(i)->name, arguments))
            failures += test_kernel(listed_kernel_at(i), count, &r);
    return failures == 0 ? 0 : 1;
}
