/* The arena plan: lives of buffers over the steps of all networks, then the largest first at the lowest place that is
   free for its whole life. MODEL-FORMAT.md, "Arena plan". */
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

/* Lowest offset at which the buffer meets none of the placed ones that live when it does. Each pass moves it past one
   that it meets. */
static uint32_t lowest_place(const ncn_plan *plan, int count, const ncn_plan_buffer *b) {
    uint32_t at = 0;
    for (int i = 0; i < count; i++) {
        const ncn_plan_buffer *p = &plan->buffer[i];
        const bool placed = p->bytes != 0 && p->offset != UNPLACED;
        if (placed && p->first <= b->last && b->first <= p->last && at < p->offset + p->bytes &&
            p->offset < at + b->bytes) {
            at = p->offset + p->bytes;
            i = -1;
        }
    }
    return at;
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
    plan->bytes = 0;
    for (ncn_plan_buffer *b = largest_unplaced(plan, count); b != 0; b = largest_unplaced(plan, count)) {
        b->offset = lowest_place(plan, count, b);
        if (b->offset + b->bytes > plan->bytes)
            plan->bytes = b->offset + b->bytes;
    }
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
