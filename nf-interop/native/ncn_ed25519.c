/* Verification of Ed25519; ncn_ed25519.h. The field's p is 2^255 - 19. An element is 8 words, least first, of any value
   below 2^256; 2^256 = 38 modulo p, so a carry out of the top goes back in 38 times. */
#include "ncn_ed25519.h"

#include "ncn_mem.h"
#include "ncn_model.h"
#include "ncn_sha512.h"

enum { WORDS = 8, TOP_CARRY = 38, SCALAR_BITS = 253 };

typedef struct {
    uint32_t w[WORDS];
} field;

/* A point (x/z, y/z) of the curve -x^2 + y^2 = 1 + d x^2 y^2, with t = xy/z. */
typedef struct {
    field x, y, z, t;
} point;

static const uint32_t prime[WORDS] = {0xffffffed, 0xffffffff, 0xffffffff, 0xffffffff,
                                      0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff};
/* Order of the base point. */
static const uint32_t order[WORDS] = {0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0, 0, 0, 0x10000000};
static const field zero = {{0}};
static const field one = {{1}};
static const field curve_d = {
    {0x135978a3, 0x75eb4dca, 0x4141d8ab, 0x00700a4d, 0x7779e898, 0x8cc74079, 0x2b6ffe73, 0x52036cee}};
static const field root_of_minus_one = {
    {0x4a0ea0b0, 0xc4ee1b27, 0xad2fe478, 0x2f431806, 0x3dfbd7a7, 0x2b4d0099, 0x4fc1df0b, 0x2b832480}};
static const point base_point = {
    {{0x8f25d51a, 0xc9562d60, 0x9525a7b2, 0x692cc760, 0xfdd6dc5c, 0xc0a4e231, 0xcd6e53fe, 0x216936d3}},
    {{0x66666658, 0x66666666, 0x66666666, 0x66666666, 0x66666666, 0x66666666, 0x66666666, 0x66666666}},
    {{1}},
    {{0xa5b7dda3, 0x6dde8ab3, 0x775152f5, 0x20f09f80, 0x64abe37d, 0x66ea4e8e, 0xd78b7665, 0x67875f0f}}};

static void take_carry(field *r, uint64_t carry) {
    while (carry != 0) {
        carry *= TOP_CARRY;
        for (int i = 0; i < WORDS; i++) {
            carry += r->w[i];
            r->w[i] = (uint32_t)carry;
            carry >>= 32;
        }
    }
}

static void add(field *r, const field *a, const field *b) {
    uint64_t sum = 0;
    for (int i = 0; i < WORDS; i++) {
        sum += (uint64_t)a->w[i] + b->w[i];
        r->w[i] = (uint32_t)sum;
        sum >>= 32;
    }
    take_carry(r, sum);
}

/* r = a - m - borrow, where m has `words` words; returns whether it went below 0. */
static uint32_t borrow_from(uint32_t r[WORDS], const uint32_t a[WORDS], const uint32_t *m, int words) {
    uint32_t borrow = 0;
    for (int i = 0; i < WORDS; i++) {
        const uint64_t difference = (uint64_t)a[i] - (i < words ? m[i] : 0) - borrow;
        r[i] = (uint32_t)difference;
        borrow = (uint32_t)(difference >> 63);
    }
    return borrow;
}

static void subtract(field *r, const field *a, const field *b) {
    static const uint32_t wrapped = TOP_CARRY;
    uint32_t borrow = borrow_from(r->w, a->w, b->w, WORDS);
    while (borrow != 0)
        borrow = borrow_from(r->w, r->w, &wrapped, 1);
}

static void multiply(field *r, const field *a, const field *b) {
    uint32_t product[2 * WORDS] = {0};
    for (int i = 0; i < WORDS; i++) {
        uint64_t sum = 0;
        for (int k = 0; k < WORDS; k++) {
            sum += (uint64_t)a->w[i] * b->w[k] + product[i + k];
            product[i + k] = (uint32_t)sum;
            sum >>= 32;
        }
        product[i + WORDS] = (uint32_t)sum;
    }
    uint64_t sum = 0;
    for (int i = 0; i < WORDS; i++) {
        sum += (uint64_t)product[i + WORDS] * TOP_CARRY + product[i];
        r->w[i] = (uint32_t)sum;
        sum >>= 32;
    }
    take_carry(r, sum);
}

/* a less m, if that is not below 0; returns whether it was so. */
static bool take_off(uint32_t a[WORDS], const uint32_t m[WORDS]) {
    uint32_t less[WORDS];
    if (borrow_from(less, a, m, WORDS) != 0)
        return false;
    ncn_copy(a, less, sizeof less);
    return true;
}

/* The value below p; 2^256 is more than twice p. */
static void reduce(field *a) {
    while (take_off(a->w, prime)) {
    }
}

static bool is_zero(const field *a) {
    field value = *a;
    reduce(&value);
    return ncn_all_zero(value.w, sizeof value.w);
}

static bool equal(const field *a, const field *b) {
    field difference;
    subtract(&difference, a, b);
    return is_zero(&difference);
}

/* a to the power of 2^bits - 256 + low: an exponent of ones above its low byte. */
static void power(field *r, const field *a, int bits, uint32_t low) {
    field result = one;
    for (int i = bits - 1; i >= 0; i--) {
        multiply(&result, &result, &result);
        if (i >= 8 || (low >> i & 1) != 0)
            multiply(&result, &result, a);
    }
    *r = result;
}

/* The same formula for all pairs of points, equal ones too. */
static void add_points(point *r, const point *p, const point *q) {
    field a, b, c, d, e;
    subtract(&a, &p->y, &p->x);
    subtract(&e, &q->y, &q->x);
    multiply(&a, &a, &e);
    add(&b, &p->y, &p->x);
    add(&e, &q->y, &q->x);
    multiply(&b, &b, &e);
    multiply(&c, &p->t, &q->t);
    multiply(&c, &c, &curve_d);
    add(&c, &c, &c);
    multiply(&d, &p->z, &q->z);
    add(&d, &d, &d);
    subtract(&e, &b, &a);
    add(&b, &b, &a);
    subtract(&a, &d, &c);
    add(&d, &d, &c);
    multiply(&r->x, &e, &a);
    multiply(&r->y, &d, &b);
    multiply(&r->z, &a, &d);
    multiply(&r->t, &e, &b);
}

static void read_words(uint32_t w[WORDS], const uint8_t *bytes) {
    for (int i = 0; i < WORDS; i++)
        w[i] = ncn_u32(bytes + 4 * i);
}

/* The point that 32 bytes stand for: y below p, the top bit is x's lowest; false: none, or it is written otherwise. */
static bool decode(point *p, const uint8_t bytes[NCN_KEY_BYTES]) {
    field u, v, t, check;
    const uint32_t odd = bytes[NCN_KEY_BYTES - 1] >> 7;
    read_words(p->y.w, bytes);
    p->y.w[WORDS - 1] &= 0x7fffffff;
    t = p->y;
    if (take_off(t.w, prime))
        return false;
    p->z = one;
    multiply(&t, &p->y, &p->y);
    subtract(&u, &t, &one);
    multiply(&v, &t, &curve_d);
    add(&v, &v, &one);
    multiply(&t, &v, &v);
    multiply(&t, &t, &v); /* v^3 */
    multiply(&p->x, &u, &t);
    multiply(&t, &t, &p->x);
    multiply(&t, &t, &v); /* u v^7 */
    power(&t, &t, 252, 0xfd);
    multiply(&p->x, &p->x, &t);
    multiply(&check, &p->x, &p->x);
    multiply(&check, &check, &v);
    if (!equal(&check, &u)) {
        add(&check, &check, &u);
        if (!is_zero(&check))
            return false;
        multiply(&p->x, &p->x, &root_of_minus_one);
    }
    reduce(&p->x);
    if (odd != 0 && is_zero(&p->x))
        return false;
    if ((p->x.w[0] & 1) != odd)
        subtract(&p->x, &zero, &p->x);
    multiply(&p->t, &p->x, &p->y);
    return true;
}

static void encode(uint8_t bytes[NCN_KEY_BYTES], const point *p) {
    field x, y, inverse;
    power(&inverse, &p->z, 255, 0xeb);
    multiply(&x, &p->x, &inverse);
    multiply(&y, &p->y, &inverse);
    reduce(&x);
    reduce(&y);
    y.w[WORDS - 1] |= x.w[0] << 31;
    for (int i = 0; i < NCN_KEY_BYTES; i++)
        bytes[i] = (uint8_t)(y.w[i / 4] >> 8 * (i % 4));
}

/* True for the eight points whose eightfold is the neutral one. */
static bool is_of_small_order(const point *p) {
    point eightfold = *p;
    for (int i = 0; i < 3; i++)
        add_points(&eightfold, &eightfold, &eightfold);
    return is_zero(&eightfold.x);
}

/* A hash modulo the order of the base point. */
static void scalar_of(uint32_t r[WORDS], const uint8_t hash[NCN_SHA512_BYTES]) {
    ncn_fill(r, 0, WORDS * sizeof *r);
    for (int bit = 8 * NCN_SHA512_BYTES - 1; bit >= 0; bit--) {
        for (int i = WORDS - 1; i > 0; i--)
            r[i] = r[i] << 1 | r[i - 1] >> 31;
        r[0] = r[0] << 1 | ((uint32_t)hash[bit / 8] >> (bit % 8) & 1u);
        (void)take_off(r, order);
    }
}

static uint32_t bit_of(const uint32_t scalar[WORDS], int bit) {
    return scalar[bit / 32] >> (bit % 32) & 1u;
}

bool ncn_ed25519_verify(const uint8_t key[NCN_KEY_BYTES], const void *message, size_t n,
                        const uint8_t signature[NCN_ED25519_BYTES]) {
    const uint8_t *half = signature + NCN_KEY_BYTES;
    uint32_t s[WORDS], k[WORDS], above[WORDS];
    point minusKey, both;
    read_words(s, half);
    ncn_copy(above, s, sizeof s);
    if (take_off(above, order) || !decode(&minusKey, key) || is_of_small_order(&minusKey))
        return false;
    {
        ncn_sha512 sha;
        uint8_t hash[NCN_SHA512_BYTES];
        ncn_sha512_init(&sha);
        ncn_sha512_update(&sha, signature, NCN_KEY_BYTES);
        ncn_sha512_update(&sha, key, NCN_KEY_BYTES);
        ncn_sha512_update(&sha, message, n);
        ncn_sha512_final(&sha, hash);
        scalar_of(k, hash);
    }
    subtract(&minusKey.x, &zero, &minusKey.x);
    subtract(&minusKey.t, &zero, &minusKey.t);
    add_points(&both, &base_point, &minusKey);
    const point *terms[] = {NULL, &base_point, &minusKey, &both};
    point sum = {zero, one, one, zero};
    for (int bit = SCALAR_BITS - 1; bit >= 0; bit--) { /* s times the base point less k times the key */
        add_points(&sum, &sum, &sum);
        const point *term = terms[bit_of(s, bit) + 2 * bit_of(k, bit)];
        if (term)
            add_points(&sum, &sum, term);
    }
    uint8_t bytes[NCN_KEY_BYTES];
    encode(bytes, &sum);
    return !is_of_small_order(&sum) && ncn_equal(bytes, signature, NCN_KEY_BYTES);
}
