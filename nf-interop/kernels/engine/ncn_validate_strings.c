/* Validator, string table: NUL-terminated UTF-8, model name first, then a name a class. */
#include "ncn_check.h"

/* Length of the UTF-8 sequence at p (RFC 3629: no overlong form, no surrogate, at most U+10FFFF), or 0 if there is
   none in n bytes. */
static uint32_t utf8_length(const uint8_t *p, uint32_t n) {
    const uint8_t lead = p[0];
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    const uint32_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (n < length)
        return 0;
    for (uint32_t i = 1; i < length; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    if ((lead == 0xE0 && p[1] < 0xA0) || (lead == 0xED && p[1] > 0x9F) || (lead == 0xF0 && p[1] < 0x90) ||
        (lead == 0xF4 && p[1] > 0x8F))
        return 0;
    return length;
}

static bool is_utf8(const uint8_t *p, uint32_t n) {
    while (n > 0) {
        const uint32_t length = utf8_length(p, n);
        if (length == 0)
            return false;
        p += length;
        n -= length;
    }
    return true;
}

ncn_rule ncn_check_strings(const ncn_blob *blob) {
    const ncn_tensor table = blob->header->strings;
    if (table.offset % NCN_BLOB_ALIGNMENT != 0 || table.offset < NCN_HEADER_BYTES || table.offset > blob->bytes ||
        table.bytes > blob->bytes - table.offset)
        return NCN_RULE_STRING_TABLE;
    const uint8_t *p = blob->data + table.offset;
    uint32_t left = table.bytes;
    for (int i = 0; i < blob->header->classes + 1; i++) {
        uint32_t length = 0;
        while (length < left && p[length] != 0)
            length++;
        if (length == left)
            return NCN_RULE_STRING_COUNT; /* no terminator */
        if (length == 0 || length > NCN_MAX_STRING_BYTES)
            return NCN_RULE_STRING_LENGTH;
        if (!is_utf8(p, length))
            return NCN_RULE_STRING_UTF8;
        p += length + 1;
        left -= length + 1;
    }
    return left == 0 ? NCN_RULE_NONE : NCN_RULE_STRING_COUNT;
}
