/* Validator, whole file and header: MODEL-FORMAT.md, "Header". */
#include "ncn_check.h"
#include "ncn_crc32.h"
#include "ncn_mem.h"
#include "ncn_sha256.h"

enum { INPUT_MAX_SIDE = 1024, INPUT_MAX_VALUES = 65536, NO_TEMPERATURE = 65536, RADIX_INPUT = 7 };

/* Everything needed before a field may be believed: size, magic, versions, checksums. */
static ncn_rule check_file(const ncn_blob *blob) {
    const uint8_t *data = blob->data;
    if (blob->bytes < NCN_HEADER_BYTES)
        return NCN_RULE_TRUNCATED;
    ncn_header_read(blob->header, data);
    const uint32_t blobBytes = blob->header->blobBytes;
    if (ncn_u32(data + NCN_HEADER_MAGIC) != NCN_BLOB_MAGIC)
        return NCN_RULE_MAGIC;
    if (ncn_u16(data + NCN_HEADER_BLOB_ABI) != NCN_BLOB_ABI)
        return NCN_RULE_BLOB_ABI;
    if (ncn_u16(data + NCN_HEADER_HEADER_BYTES) != NCN_HEADER_BYTES)
        return NCN_RULE_HEADER_BYTES;
    if (blobBytes < NCN_BLOB_MIN_BYTES || blobBytes > NCN_BLOB_MAX_BYTES || blobBytes % NCN_BLOB_ALIGNMENT != 0)
        return NCN_RULE_BLOB_BYTES;
    if (blobBytes != blob->bytes)
        return NCN_RULE_FILE_BYTES;
    if (ncn_crc32(0, data + NCN_HEADER_SHA256, blobBytes - NCN_HEADER_SHA256) != blob->header->crc32)
        return NCN_RULE_CRC32;
    uint8_t digest[32];
    ncn_sha256_of(data + NCN_HEADER_KERNEL_ABI, blobBytes - NCN_HEADER_KERNEL_ABI, digest);
    if (!ncn_equal(digest, data + NCN_HEADER_SHA256, sizeof digest))
        return NCN_RULE_SHA256;
    const uint16_t kernelAbi = blob->header->kernelAbi;
    return kernelAbi >= 1 && kernelAbi <= NCN_KERNEL_ABI ? NCN_RULE_NONE : NCN_RULE_KERNEL_ABI;
}

static ncn_rule check_form(const ncn_header *h) {
    if (h->form < NCN_FORM_COOPNET || h->form > NCN_FORM_BCNET_FEATURES)
        return NCN_RULE_FORM;
    if (h->flags > NCN_MODEL_INT8_LOGITS)
        return NCN_RULE_FLAGS;
    if (h->flags == 0 && h->form != NCN_FORM_BCNET_FEATURES)
        return NCN_RULE_FLAGS;
    return h->classes >= 2 ? NCN_RULE_NONE : NCN_RULE_CLASSES;
}

static bool side_is_valid(uint16_t n) {
    return n >= 1 && n <= INPUT_MAX_SIDE;
}

static ncn_rule check_input(const ncn_header *h) {
    const ncn_shape in = h->input;
    if (!side_is_valid(in.h) || !side_is_valid(in.w) || !side_is_valid(in.c) || ncn_shape_size(in) > INPUT_MAX_VALUES)
        return NCN_RULE_INPUT_SHAPE;
    if (h->inputRadix != RADIX_INPUT)
        return NCN_RULE_INPUT_RADIX;
    if (h->preprocessing > NCN_PREPROCESSING_LOGMEL)
        return NCN_RULE_PREPROCESSING;
    const uint16_t *p = h->preprocessingParameters; /* pad: top, bottom, left, right */
    if (h->preprocessing == NCN_PREPROCESSING_PAD)
        return p[0] + p[1] < in.h && p[2] + p[3] < in.w ? NCN_RULE_NONE : NCN_RULE_PREPROCESSING_PARAMETERS;
    if (p[0] != 0 || p[1] != 0 || p[2] != 0 || p[3] != 0 || h->padValue != 0)
        return NCN_RULE_PREPROCESSING_PARAMETERS;
    return NCN_RULE_NONE;
}

/* Nets 0 and 1 are always there, net 2 in a BC-Net. */
static ncn_rule check_networks(const ncn_header *h, size_t blobBytes) {
    for (int net = 0; net < NCN_NETS; net++) {
        const uint32_t count = h->layerCount[net];
        const uint32_t offset = h->layerOffset[net];
        const bool glue = net == NCN_NET_GLUE;
        const bool present = !glue || h->form != NCN_FORM_COOPNET;
        const uint32_t temperature = h->temperature[net];
        const bool logits = present && (net != NCN_NET_INT8 || (h->flags & NCN_MODEL_INT8_LOGITS) != 0);
        if (logits ? temperature < 1u << 10 || temperature > 1u << 22 : temperature != NO_TEMPERATURE)
            return NCN_RULE_TEMPERATURE;
        if (glue ? count != (present ? NCN_GLUE_LAYERS : 0) : count < 1 || count > NCN_MAX_NET_LAYERS)
            return NCN_RULE_LAYER_COUNT;
        if (!present && offset != 0)
            return NCN_RULE_LAYER_TABLE;
        if (present && (offset % NCN_BLOB_ALIGNMENT != 0 || offset < NCN_HEADER_BYTES || offset > blobBytes ||
                        count * NCN_LAYER_BYTES > blobBytes - offset))
            return NCN_RULE_LAYER_TABLE;
    }
    return NCN_RULE_NONE;
}

/* Only net 1 of a CoopNet may have floats, and only a build that has their kernels runs it. */
static ncn_rule check_numbers(const ncn_header *h) {
    const uint8_t numbers = h->numbers[NCN_NET_INT8];
    if (h->numbers[NCN_NET_BNN] != NCN_NUMBERS_INT8 || h->numbers[NCN_NET_GLUE] != NCN_NUMBERS_INT8 ||
        numbers > NCN_NUMBERS_FLOAT32 || (numbers != NCN_NUMBERS_INT8 && h->form != NCN_FORM_COOPNET))
        return NCN_RULE_NUMBERS;
#ifndef NCN_FLOAT
    if (numbers != NCN_NUMBERS_INT8)
        return NCN_RULE_NO_FLOATS;
#endif
    return NCN_RULE_NONE;
}

/* Net 0 goes on behind its stem, and so does net 1, which reads int8. */
static ncn_rule check_stem(const ncn_header *h) {
    if (h->stemLayers == 0)
        return NCN_RULE_NONE;
    const bool whole = h->stemLayers < h->layerCount[NCN_NET_BNN];
    return whole && h->numbers[NCN_NET_INT8] == NCN_NUMBERS_INT8 ? NCN_RULE_NONE : NCN_RULE_STEM;
}

/* Letters, digits and hyphens, then zeros; the last byte always. */
static ncn_rule check_benchmark_id(const uint8_t *id) {
    int length = 0;
    while (length < NCN_BENCHMARK_ID_BYTES - 1 && id[length] != 0) {
        const uint8_t c = id[length++];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'))
            return NCN_RULE_BENCHMARK_ID;
    }
    const bool ends = ncn_all_zero(id + length, (size_t)(NCN_BENCHMARK_ID_BYTES - length));
    return ends ? NCN_RULE_NONE : NCN_RULE_BENCHMARK_ID;
}

ncn_rule ncn_check_header(const ncn_blob *blob) {
    const ncn_header *h = blob->header;
    ncn_rule rule = check_file(blob);
    if (rule == NCN_RULE_NONE)
        rule = check_form(h);
    if (rule == NCN_RULE_NONE)
        rule = check_input(h);
    if (rule == NCN_RULE_NONE)
        rule = check_networks(h, blob->bytes);
    if (rule != NCN_RULE_NONE)
        return rule;
    const size_t rest = h->kernelAbi < NCN_ABI_PLACES ? NCN_HEADER_FAST_BYTES : NCN_HEADER_ZERO_144;
    const bool numbers = h->kernelAbi >= NCN_ABI_NUMBERS || ncn_all_zero(h->numbers, sizeof h->numbers);
    const bool stem = h->kernelAbi >= NCN_ABI_STEM || h->stemLayers == 0;
    if (!numbers || !stem || !ncn_all_zero(blob->data + rest, NCN_HEADER_BYTES - rest))
        return NCN_RULE_HEADER_ZERO;
    rule = check_numbers(h);
    if (rule == NCN_RULE_NONE)
        rule = check_stem(h);
    return rule != NCN_RULE_NONE ? rule : check_benchmark_id(blob->data + NCN_HEADER_BENCHMARK_ID);
}
