/* See test_gap.h. */
#include "test_gap.h"

#include "ncn_plan.h"
#include "port.h"

enum { STEPS = 5, BUFFERS = 2 * STEPS + NCN_INPUT_BANKS, UNITS = 40, UNIT_BYTES = 32 };

/* Buffers may overlap where their lives do not; here they may anyhow, which a gap must avoid just as well. */
static void random_plan(ncn_plan *plan, random_state *r) {
    plan->steps = STEPS;
    for (int i = 0; i < BUFFERS; i++) {
        const int32_t first = random_in(r, 0, STEPS - 1);
        plan->buffer[i] = (ncn_plan_buffer){
            .place =
                (uint32_t)(UNIT_BYTES * random_in(r, 0, UNITS - 8)) | (random_chance(r, 2) ? NCN_PLACE_IN_SRAM : 0),
            .bytes = (uint32_t)(UNIT_BYTES * random_in(r, 0, 8)),
            .first = (uint16_t)first,
            .last = (uint16_t)random_in(r, first, STEPS - 1),
        };
    }
}

static ncn_plan_gap expected_gap(const ncn_plan *plan, uint16_t step, int region, uint32_t bytes) {
    bool occupied[UNITS] = {false};
    ncn_plan_gap largest = {0, 0};
    for (int i = 0; i < BUFFERS; i++) {
        const ncn_plan_buffer *b = &plan->buffer[i];
        if (step >= b->first && step <= b->last && ncn_place_region(b->place) == region)
            for (uint32_t u = 0; u < b->bytes / UNIT_BYTES; u++)
                occupied[ncn_place_offset(b->place) / UNIT_BYTES + u] = true;
    }
    uint32_t run = 0;
    for (uint32_t u = 0; u < bytes / UNIT_BYTES; u++) {
        run = occupied[u] ? 0 : run + 1;
        if (run * UNIT_BYTES > largest.bytes)
            largest = (ncn_plan_gap){(u + 1 - run) * UNIT_BYTES, run * UNIT_BYTES};
    }
    return largest;
}

uint32_t test_largest_gap(uint32_t count, random_state *r) {
    uint32_t failures = 0;
    for (uint32_t i = 0; i < count; i++) {
        ncn_plan *plan = port_allocate(PORT_SOURCE, sizeof *plan);
        random_plan(plan, r);
        const uint32_t bytes = (uint32_t)random_in(r, 0, UNITS * UNIT_BYTES);
        const uint16_t step = (uint16_t)random_in(r, 0, STEPS - 1);
        const int region = random_chance(r, 2) ? NCN_REGION_FAST : NCN_REGION_SRAM;
        const ncn_plan_gap a = expected_gap(plan, step, region, bytes);
        const ncn_plan_gap b = ncn_plan_largest_gap(plan, step, region, bytes);
        failures += a.bytes != b.bytes || (a.bytes > 0 && a.offset != b.offset);
        port_release();
    }
    port_print_result("ncn_plan_largest_gap", "cases", count, failures);
    return failures;
}
