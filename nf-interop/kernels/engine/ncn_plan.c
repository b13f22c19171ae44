/* The arena plan: lives of buffers over the steps of all networks, then their places. MODEL-FORMAT.md, "Arena". */
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
    const ncn_type type = ncn_layer_output_type(l);
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
    const bool placed = p->bytes != 0 && p->place != UNPLACED;
    return placed && p->first <= b->last && b->first <= p->last && at < p->place + p->bytes && p->place < at + b->bytes;
}

/* Lowest offset at which the buffer meets none of the placed ones. Each pass moves it past one that it meets. */
static uint32_t lowest_place(const ncn_plan *plan, int count, const ncn_plan_buffer *b) {
    uint32_t at = 0;
    for (int i = 0; i < count; i++)
        if (meets(&plan->buffer[i], b, at)) {
            at = plan->buffer[i].place + plan->buffer[i].bytes;
            i = -1;
        }
    return at;
}

/* Highest such offset below a limit, which is at least b->bytes; UNPLACED if there is none. */
static uint32_t highest_place(const ncn_plan *plan, int count, const ncn_plan_buffer *b, uint32_t limit) {
    uint32_t at = limit - b->bytes;
    for (int i = 0; i < count; i++)
        if (meets(&plan->buffer[i], b, at)) {
            if (plan->buffer[i].place < b->bytes)
                return UNPLACED;
            at = plan->buffer[i].place - b->bytes;
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
        b->place = high ? highest_place(plan, count, b, limit) : lowest_place(plan, count, b);
        if (b->place != UNPLACED && b->place + b->bytes <= limit)
            continue;
        for (int k = 0; k <= i; k++)
            plan->buffer[k].place = UNPLACED;
        return false;
    }
    return true;
}

/* The largest buffer not placed yet, the earliest of equals; null when all are. */
static ncn_plan_buffer *largest_unplaced(ncn_plan *plan, int count) {
    ncn_plan_buffer *largest = 0;
    for (int i = 0; i < count; i++) {
        ncn_plan_buffer *b = &plan->buffer[i];
        if (b->bytes != 0 && b->place == UNPLACED && (largest == 0 || b->bytes > largest->bytes))
            largest = b;
    }
    return largest;
}

/* By falling size, each at its lowest place. Returns the highest end. */
static uint32_t place_by_size(ncn_plan *plan, int count) {
    uint32_t end = 0;
    for (ncn_plan_buffer *b = largest_unplaced(plan, count); b != 0; b = largest_unplaced(plan, count)) {
        b->place = lowest_place(plan, count, b);
        if (b->place + b->bytes > end)
            end = b->place + b->bytes;
    }
    return end;
}

/* All buffers and their lives, none placed: outputs and scratch by step, then the banks, which live always. */
static void find_lives(ncn_plan *plan, const ncn_header *header, const uint8_t *blob) {
    plan->steps = 0;
    for (int net = 0; net < NCN_NETS; net++) {
        plan->start[net] = plan->steps;
        plan->steps = (uint16_t)(plan->steps + header->layerCount[net]);
    }
    const uint16_t last = (uint16_t)(plan->steps - 1);
    for (int net = 0; net < NCN_NETS; net++) {
        for (int layer = 0; layer < header->layerCount[net]; layer++) {
            ncn_layer l;
            ncn_layer_at(&l, header, blob, net, layer);
            add_step(plan, &l, net, (uint16_t)(plan->start[net] + layer), last);
        }
    }
    if (header->stemLayers != 0)
        extend(plan, NCN_NET_BNN, header->stemLayers - 1, last);
    for (int bank = 0; bank < NCN_INPUT_BANKS; bank++)
        plan->buffer[2 * plan->steps + bank] = (ncn_plan_buffer){UNPLACED, ncn_plan_bank_bytes(header), 0, last};
}

/* In one region: the banks, then everything else. */
static void place_in_one(ncn_plan *plan, const ncn_header *header) {
    const int count = 2 * plan->steps;
    const uint32_t bankBytes = ncn_plan_bank_bytes(header);
    uint32_t end = most_live(plan, count);
    if (!place_at_both_ends(plan, count, end))
        end = place_by_size(plan, count);
    plan->activationBytes = end;
    for (int i = 0; i < count; i++)
        plan->buffer[i].place += NCN_INPUT_BANKS * bankBytes;
    for (int bank = 0; bank < NCN_INPUT_BANKS; bank++)
        plan->buffer[count + bank].place = (uint32_t)bank * bankBytes;
}

/* As the blob says. */
static void take_places(ncn_plan *plan, const ncn_header *header, const uint8_t *blob) {
    for (int net = 0; net < NCN_NETS; net++)
        for (int layer = 0; layer < header->layerCount[net]; layer++) {
            ncn_layer l;
            ncn_layer_at(&l, header, blob, net, layer);
            ncn_plan_buffer *b = &plan->buffer[2 * (plan->start[net] + layer)];
            b[0].place = l.outputPlace;
            b[1].place = l.scratchPlace;
        }
    for (int bank = 0; bank < NCN_INPUT_BANKS; bank++)
        plan->buffer[2 * plan->steps + bank].place = header->bankPlace[bank];
    plan->bytes[NCN_REGION_FAST] = header->fastBytes;
    plan->bytes[NCN_REGION_SRAM] = header->sramBytes;
}

static bool is_placed(const ncn_header *header) {
    return header->fastBytes != 0 || header->sramBytes != 0;
}

void ncn_plan_make(ncn_plan *plan, const ncn_header *header, const uint8_t *blob, const ncn_arena *arena) {
    find_lives(plan, header, blob);
    place_in_one(plan, header);
    const uint32_t fast = arena->region[NCN_REGION_FAST].bytes, sram = arena->region[NCN_REGION_SRAM].bytes;
    if (is_placed(header) && header->fastBytes <= fast && header->sramBytes <= sram) {
        take_places(plan, header, blob);
        return;
    }
    const uint32_t whole = NCN_INPUT_BANKS * ncn_plan_bank_bytes(header) + plan->activationBytes;
    const bool inFast = whole <= fast || fast > sram;
    plan->bytes[NCN_REGION_FAST] = inFast ? whole : 0;
    plan->bytes[NCN_REGION_SRAM] = inFast ? 0 : whole;
    for (int i = 0; i < ncn_plan_buffers(plan) && !inFast; i++)
        plan->buffer[i].place |= NCN_PLACE_IN_SRAM;
}

/* True if both live in one step and share bytes. */
static bool clash(const ncn_plan_buffer *a, const ncn_plan_buffer *b) {
    if (a->bytes == 0 || b->bytes == 0 || a->first > b->last || b->first > a->last)
        return false;
    return a->place < b->place + b->bytes && b->place < a->place + a->bytes;
}

static ncn_rule check_buffer(const ncn_plan *plan, int i) {
    const ncn_plan_buffer *b = &plan->buffer[i];
    if (b->place % NCN_BLOB_ALIGNMENT != 0 || (b->bytes == 0 && b->place != 0))
        return NCN_RULE_PLACE_ALIGNMENT;
    const uint32_t region = plan->bytes[ncn_place_region(b->place)];
    if (b->bytes > region || ncn_place_offset(b->place) > region - b->bytes)
        return NCN_RULE_PLACE_REGION;
    for (int k = 0; k < i; k++)
        if (clash(&plan->buffer[k], b))
            return NCN_RULE_PLACE_OVERLAP;
    return NCN_RULE_NONE;
}

/* Whether a blob that is not placed gives no places. */
static bool gives_none(const ncn_plan *plan) {
    for (int i = 0; i < ncn_plan_buffers(plan); i++)
        if (plan->buffer[i].place != 0)
            return false;
    return true;
}

ncn_rule ncn_plan_check(ncn_plan *plan, const ncn_header *header, const uint8_t *blob, int *step) {
    *step = -1;
    find_lives(plan, header, blob);
    take_places(plan, header, blob);
    if (!is_placed(header))
        return gives_none(plan) ? NCN_RULE_NONE : NCN_RULE_PLACE_ALIGNMENT;
    for (int region = 0; region < NCN_REGIONS; region++)
        if (plan->bytes[region] % NCN_BLOB_ALIGNMENT != 0 || plan->bytes[region] >= NCN_PLACE_IN_SRAM)
            return NCN_RULE_PLACE_ALIGNMENT;
    for (int i = 0; i < ncn_plan_buffers(plan); i++) {
        const ncn_rule rule = check_buffer(plan, i);
        if (rule != NCN_RULE_NONE) {
            *step = i < 2 * plan->steps ? i / 2 : -1;
            return rule;
        }
    }
    return NCN_RULE_NONE;
}

/* True if the byte at `at` of a region belongs to a buffer that lives in the step; then *end is that buffer's end. Else
 *end is the next such buffer's beginning, or as it was where there is none before it. */
static bool occupied(const ncn_plan *plan, uint16_t step, int region, uint32_t at, uint32_t *end) {
    for (int i = 0; i < ncn_plan_buffers(plan); i++) {
        const ncn_plan_buffer *b = &plan->buffer[i];
        const uint32_t from = ncn_place_offset(b->place);
        if (b->bytes == 0 || ncn_place_region(b->place) != region || step < b->first || step > b->last ||
            from + b->bytes <= at)
            continue;
        if (from <= at) {
            *end = from + b->bytes;
            return true;
        }
        if (from < *end)
            *end = from;
    }
    return false;
}

ncn_plan_gap ncn_plan_largest_gap(const ncn_plan *plan, uint16_t step, int region, uint32_t bytes) {
    ncn_plan_gap largest = {0, 0};
    uint32_t end;
    for (uint32_t at = 0; at < bytes; at = end) {
        end = bytes / NCN_BLOB_ALIGNMENT * NCN_BLOB_ALIGNMENT;
        if (at >= end)
            break;
        if (!occupied(plan, step, region, at, &end) && end - at > largest.bytes)
            largest = (ncn_plan_gap){at, end - at};
    }
    return largest;
}
