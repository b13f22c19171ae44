/* QEMU plugin: what a kernel call executes. Between the first and the second execution of the instruction at `toggle`,
   the third and the fourth, and so on (a region each), it counts, exactly:

       insn ADDRESS COUNT                              every instruction
       edge FROM TO COUNT                              FROM the last instruction of a translated block, TO the first of
   the next one access ADDRESS COUNT UNALIGNED OTHERBANK        loads and stores; OTHERBANK: directly after a load or
   store of the preceding instruction, in the other bank (bit 2 of the address) memory NAME COUNT misses of the modelled
   memories (memory.h)

   and writes it to the file `out`. Arguments: out=FILE, toggle=ADDRESS, and memory.h's. Built and run by ../counts.py.
 */
#include "memory.h"
#include "qemu_plugin.h"

#include <stdio.h>
#include <stdlib.h>

__attribute__((visibility("default"))) int qemu_plugin_version = QEMU_PLUGIN_VERSION;
__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
                                                               char **argv);

enum { EDGE_BUCKETS = 1 << 16, PAGE_BYTES = 4096, PAGES = 1 << 20 };

typedef struct site { /* of an instruction */
    uint64_t executed, accesses, unaligned, otherBank;
} site;

typedef struct edge {
    uint32_t from, to;
    uint64_t count;
    struct edge *next;
} edge;

typedef struct block { /* a translated block */
    uint32_t first, last, end;
    edge *usual; /* the edge last taken to it */
    uint64_t executed;
    uint32_t count, *addresses; /* its instructions */
    struct block *next;
} block;

static site *pages[PAGES]; /* [address / PAGE_BYTES][address % PAGE_BYTES / 2]; null where no code was translated */
static uint32_t toggle;
static edge *edges[EDGE_BUCKETS];
static block *blocks;
static FILE *out;
static unsigned region;
static bool counting;
static uint32_t lastInstruction;            /* of the block before */
static uint32_t lastAccessEnd, lastAddress; /* end of the instruction that accessed memory last, and where */

static void fail(const char *text) {
    fprintf(stderr, "counts: %s\n", text);
    exit(1);
}

static site *site_of(uint32_t address) {
    site **page = &pages[address / PAGE_BYTES];
    if (*page == NULL)
        *page = calloc(PAGE_BYTES / 2, sizeof **page);
    return *page + address % PAGE_BYTES / 2;
}

static edge *edge_of(uint32_t from, uint32_t to) {
    edge **at = &edges[(from * 2654435761u ^ to * 40503u) >> 7 & (EDGE_BUCKETS - 1)];
    for (edge *e = *at; e != NULL; e = e->next)
        if (e->from == from && e->to == to)
            return e;
    edge *e = malloc(sizeof *e);
    *e = (edge){from, to, 0, *at};
    return *at = e;
}

static void clear(void) {
    for (uint32_t page = 0; page < PAGES; page++)
        if (pages[page] != NULL)
            memset(pages[page], 0, PAGE_BYTES / 2 * sizeof *pages[page]);
    for (unsigned i = 0; i < EDGE_BUCKETS; i++)
        for (edge *e = edges[i]; e != NULL; e = e->next)
            e->count = 0;
    for (block *b = blocks; b != NULL; b = b->next)
        b->executed = 0;
    memory_clear();
}

static void write_page(uint32_t page) {
    for (uint32_t i = 0; i < PAGE_BYTES / 2; i++) {
        const site *s = pages[page] + i;
        const uint32_t address = page * PAGE_BYTES + 2 * i;
        if (s->executed > 0)
            fprintf(out, "insn %x %llu\n", address, (unsigned long long)s->executed);
        if (s->accesses > 0)
            fprintf(out, "access %x %llu %llu %llu\n", address, (unsigned long long)s->accesses,
                    (unsigned long long)s->unaligned, (unsigned long long)s->otherBank);
    }
}

static void write_region(void) {
    fprintf(out, "region %u\n", region++);
    for (const block *b = blocks; b != NULL; b = b->next)
        for (uint32_t i = 0; i < b->count; i++)
            site_of(b->addresses[i])->executed += b->executed;
    for (uint32_t page = 0; page < PAGES; page++)
        if (pages[page] != NULL)
            write_page(page);
    for (unsigned i = 0; i < EDGE_BUCKETS; i++)
        for (const edge *e = edges[i]; e != NULL; e = e->next)
            if (e->count > 0)
                fprintf(out, "edge %x %x %llu\n", e->from, e->to, (unsigned long long)e->count);
    memory_write(out);
    fflush(out);
}

static void at_toggle(unsigned cpu, void *data) {
    (void)cpu, (void)data;
    counting = !counting;
    if (counting)
        clear();
    else
        write_region();
}

static void at_block(unsigned cpu, void *data) {
    (void)cpu;
    block *b = data;
    if (counting) {
        if (b->usual == NULL || b->usual->from != lastInstruction)
            b->usual = edge_of(lastInstruction, b->first);
        b->usual->count++;
        b->executed++;
        memory_fetch(b->first, b->end);
    }
    lastInstruction = b->last;
}

static void at_access(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address64, void *data) {
    (void)cpu;
    if (!counting)
        return;
    const uint32_t instruction = (uint32_t)(uintptr_t)data & ~1u, address = (uint32_t)address64;
    site *s = site_of(instruction);
    s->accesses++;
    s->unaligned += (address & ((1u << qemu_plugin_mem_size_shift(info)) - 1)) != 0;
    s->otherBank += lastAccessEnd == instruction && ((address ^ lastAddress) & 4) != 0;
    lastAccessEnd = instruction + ((uintptr_t)data & 1 ? 4 : 2);
    lastAddress = address;
    memory_access(address, qemu_plugin_mem_is_store(info));
}

static void at_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
    (void)id;
    const size_t n = qemu_plugin_tb_n_insns(tb);
    struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(tb, n - 1);
    block *b = malloc(sizeof *b);
    *b = (block){.first = (uint32_t)qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0)),
                 .last = (uint32_t)qemu_plugin_insn_vaddr(last)};
    b->end = b->last + (uint32_t)qemu_plugin_insn_size(last);
    if (boardCount != 0) { /* long runs: counted by block, which is several times as fast */
        b->count = (uint32_t)n;
        b->addresses = malloc(n * sizeof *b->addresses);
        b->next = blocks;
        blocks = b;
    }
    qemu_plugin_register_vcpu_tb_exec_cb(tb, at_block, QEMU_PLUGIN_CB_NO_REGS, b);
    for (size_t i = 0; i < n; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        const uint32_t address = (uint32_t)qemu_plugin_insn_vaddr(insn);
        if (address == toggle)
            qemu_plugin_register_vcpu_insn_exec_cb(insn, at_toggle, QEMU_PLUGIN_CB_NO_REGS, NULL);
        if (boardCount != 0)
            b->addresses[i] = address;
        else
            qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &site_of(address)->executed,
                                                       1);
        const uintptr_t where =
            address | (qemu_plugin_insn_size(insn) == 4 ? 1u : 0u); /* instructions are at even addresses */
        qemu_plugin_register_vcpu_mem_cb(insn, at_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, (void *)where);
    }
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (value == NULL)
            fail("an argument without =");
        *value++ = 0;
        if (strcmp(argv[i], "out") == 0)
            out = fopen(value, "w");
        else if (strcmp(argv[i], "toggle") == 0)
            toggle = (uint32_t)strtoul(value, NULL, 0);
        else if (!memory_argument(argv[i], value))
            fail("an argument that it does not know");
    }
    if (out == NULL)
        fail("out=FILE is missing");
    memory_begin();
    qemu_plugin_register_vcpu_tb_trans_cb(id, at_translation);
    return 0;
}
