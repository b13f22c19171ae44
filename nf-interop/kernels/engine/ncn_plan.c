/* The arena plan: lives of buffers over the steps of all networks, then their places. MODEL-FORMAT.md, "Arena plan". */
#include "ncn_plan.h"
#include "ncn_kernels.h"

#define UNPLACED 0xFFFFFFFFu

static uint32_t round_up(uint64_t bytes) {
    return (uint32_t)((bytes + NCN_BLOB_ALIGNMENT - 1) / NCN_BLOB_ALIGNMENT * NCN_BLOB_ALIGNMENT);
}

uint32_t ncn_plan_bank_bytes(const ncn_header *header) {
    return round_up(ncn_shape_size(header->input));
}

/* The output of layer `source` of a net is still needed in this step. */
static void extend(ncn_plan *plan, int net, int source, uint16_t step) {
    if (source == NCN_SOURCE_INPUT)
        return;
    ncn_plan_buffer *b = &plan->buffer[2 * (plan->start[net] + source)];
    if (b->last < step)
        b->last = step;
}

/* Output and scratch of one step, and the lives of what it reads. */
static void add_step(ncn_plan *plan, const ncn_layer *l, int net, uint16_t step, uint16_t lastStep) {
    const ncn_type type = ncn_op_output_type(l->op);
    const uint16_t last = type == NCN_TYPE_INT32 ? lastStep : step;
    const ncn_plan_buffer output = {UNPLACED, round_up(ncn_map_bytes(l->out, type)), step, last};
    const ncn_plan_buffer scratch = {UNPLACED, round_up(ncn_kernel_scratch_bytes(l)), step, step};
    plan->buffer[2 * step] = output;
    plan->buffer[2 * step + 1] = scratch;
    if (l->op == NCN_OP_CONCAT) {
        extend(plan, NCN_NET_BNN, l->source0, lastStep);
        extend(plan, NCN_NET_INT8, l->source1, lastStep);
        return;
    }
    extend(plan, net, l->source0, step);
    extend(plan, net, l->source1, step);
}

/* True if p is placed, lives when b does, and b at that offset would meet it. */
static bool meets(const ncn_plan_buffer *p, const ncn_plan_buffer *b, uint32_t at) {
    const bool placed = p->bytes != 0 && p->offset != UNPLACED;
    return placed && p->first <= b->last && b->first <= p->last && at < p->offset + p->bytes &&
           p->offset < at + b->bytes;
}

/* Lowest offset at which the buffer meets none of the placed ones. Each pass moves it past one that it meets. */
static uint32_t lowest_place(const ncn_plan *plan, int count, const ncn_plan_buffer *b) {
    uint32_t at = 0;
    for (int i = 0; i < count; i++)
        if (meets(&plan->buffer[i], b, at)) {
            at = plan->buffer[i].offset + plan->buffer[i].bytes;
            i = -1;
        }
    return at;
}

/* Highest such offset below a limit, which is at least b->bytes; UNPLACED if there is none. */
static uint32_t highest_place(const ncn_plan *plan, int count, const ncn_plan_buffer *b, uint32_t limit) {
    uint32_t at = limit - b->bytes;
    for (int i = 0; i < count; i++)
        if (meets(&plan->buffer[i], b, at)) {
            if (plan->buffer[i].offset < b->bytes)
                return UNPLACED;
            at = plan->buffer[i].offset - b->bytes;
            i = -1;
        }
    return at;
}

/* The most bytes that live in one step. */
static uint32_t most_live(const ncn_plan *plan, int count) {
    uint32_t most = 0;
    for (uint16_t step = 0; 2 * step < count; step++) {
        uint32_t live = 0;
        for (int i = 0; i < count; i++)
            if (plan->buffer[i].first <= step && step <= plan->buffer[i].last)
                live += plan->buffer[i].bytes;
        if (live > most)
            most = live;
    }
    return most;
}

/* In the order of steps, outputs by turns at the lowest and the highest place below the limit, scratch at the lowest.
   False, with nothing placed, if one finds no place there. */
static bool place_at_both_ends(ncn_plan *plan, int count, uint32_t limit) {
    for (int i = 0; i < count; i++) {
        ncn_plan_buffer *b = &plan->buffer[i];
        if (b->bytes == 0)
            continue;
        const bool high = i % 4 == 2; /* the output of an odd step */
        b->offset = high ? highest_place(plan, count, b, limit) : lowest_place(plan, count, b);
        if (b->offset != UNPLACED && b->offset + b->bytes <= limit)
            continue;
        for (int k = 0; k <= i; k++)
            plan->buffer[k].offset = UNPLACED;
        return false;
    }
    return true;
}

/* The largest buffer not placed yet, the earliest of equals; null when all are. */
static ncn_plan_buffer *largest_unplaced(ncn_plan *plan, int count) {
    ncn_plan_buffer *largest = 0;
    for (int i = 0; i < count; i++) {
        ncn_plan_buffer *b = &plan->buffer[i];
        if (b->bytes != 0 && b->offset == UNPLACED && (largest == 0 || b->bytes > largest->bytes))
            largest = b;
    }
    return largest;
}

/* By falling size, each at its lowest place; the plan grows to hold it. */
static void place_by_size(ncn_plan *plan, int count) {
    for (ncn_plan_buffer *b = largest_unplaced(plan, count); b != 0; b = largest_unplaced(plan, count)) {
        b->offset = lowest_place(plan, count, b);
        if (b->offset + b->bytes > plan->bytes)
            plan->bytes = b->offset + b->bytes;
    }
}

void ncn_plan_make(ncn_plan *plan, const ncn_header *header, const uint8_t *blob) {
    uint16_t steps = 0;
    for (int net = 0; net < NCN_NETS; net++) {
        plan->start[net] = steps;
        steps = (uint16_t)(steps + header->layerCount[net]);
    }
    for (int net = 0; net < NCN_NETS; net++) {
        for (int layer = 0; layer < header->layerCount[net]; layer++) {
            ncn_layer l;
            ncn_layer_at(&l, header, blob, net, layer);
            add_step(plan, &l, net, (uint16_t)(plan->start[net] + layer), (uint16_t)(steps - 1));
        }
    }
    const int count = 2 * steps;
    plan->bytes = most_live(plan, count);
    if (!place_at_both_ends(plan, count, plan->bytes))
        place_by_size(plan, count);
}

/* True if the byte at `at` belongs to a buffer that lives in the step; then *end is that buffer's end. Else *end is the
   next such buffer's beginning, or as it was where there is none before it. */
static bool occupied(const ncn_plan *plan, int buffers, uint16_t step, uint32_t at, uint32_t *end) {
    for (int i = 0; i < buffers; i++) {
        const ncn_plan_buffer *b = &plan->buffer[i];
        if (b->bytes == 0 || step < b->first || step > b->last || b->offset + b->bytes <= at)
            continue;
        if (b->offset <= at) {
            *end = b->offset + b->bytes;
            return true;
        }
        if (b->offset < *end)
            *end = b->offset;
    }
    return false;
}

ncn_plan_gap ncn_plan_largest_gap(const ncn_plan *plan, int buffers, uint16_t step, uint32_t bytes) {
    ncn_plan_gap largest = {0, 0};
    uint32_t end;
    for (uint32_t at = 0; at < bytes; at = end) {
        end = bytes / NCN_BLOB_ALIGNMENT * NCN_BLOB_ALIGNMENT;
        if (at >= end)
            break;
        if (!occupied(plan, buffers, step, at, &end) && end - at > largest.bytes)
            largest = (ncn_plan_gap){at, end - at};
    }
    return largest;
}
