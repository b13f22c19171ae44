"""Loops whose cycles a turn follow by hand from rules.py, with the derivation: test_bench_models.py holds dual_issue.py to them.

[a + b] is a cycle in which a and b issue together. Every loop ends in `subs r12, r12, #1; bne 1b`, written s and b below: s + b pair, since a branch is
predicted and does not wait for flags; nothing pairs with b, which is taken.
"""
END = ("subs r12, r12, #1", "bne 1b")

# name, instructions before `subs`, cycles a turn, why
LOOPS = (
    ("independent additions pair", ("add r0, r0, #1", "add r1, r1, #1", "add r2, r2, #1", "add r3, r3, #1"), 3, "[a + a] [a + a] [s + b]"),
    ("a chain of additions does not", ("add r0, r0, #1",) * 4, 5, "each needs the one before: [a] [a] [a] [a + s] [b]"),
    ("logic pairs with logic", ("eor r0, r0, r4", "eor r1, r1, r4"), 2, "[e + e] [s + b]"),
    ("one inline shift a cycle", ("add r0, r4, r5, lsl #2", "add r1, r4, r5, lsl #3"), 3, "one shifter: [x] [y + s] [b]"),
    ("an inline shift pairs with a plain operand", ("add r0, r4, r5, lsl #2", "eor r1, r4, r5"), 2, "[x + e] [s + b]"),
    ("a shifted constant takes the shifter", ("add r0, r4, r5, lsl #2", "eor r1, r4, #0x1fc0"), 3, "[x] [e + s] [b]"),
    ("a constant of a repeated byte does not", ("add r0, r4, r5, lsl #2", "eor r1, r4, #0x1b1b1b1b"), 2, "[x + e] [s + b]"),
    ("a shift of a late result waits", ("eor r1, r4, r5", "add r0, r6, r1, lsl #1"), 4, "e in cycle 0, late: its result can be shifted from cycle 2: [e] [] [x + s] [b]"),
    ("a shift of an early result does not", ("add r1, r4, r5", "add r0, r6, r1, lsl #1"), 3, "a in cycle 0, early: [a] [x + s] [b]"),
    ("an addition after a late result is late too", ("eor r1, r4, r5", "add r1, r1, r6", "add r0, r7, r1, lsl #1"), 5,
     "e in 0; a in 1, but its operand comes late, so its result can be shifted from 3: [e] [a] [] [x + s] [b]"),
    ("an addition that issues second is late", ("eor r3, r4, r5", "add r1, r4, r5", "add r0, r6, r1, lsl #1"), 4,
     "e + a in 0, a in the late ALU, so its result can be shifted from 2: [e + a] [] [x + s] [b]"),
    ("a late result is used in the next cycle", ("eor r0, r0, r4", "eor r0, r0, r5"), 3, "[e] [e + s] [b]"),
    ("a late result is multiplied in the next cycle", ("eor r0, r4, r5", "smlad r1, r0, r5, r1"), 3, "[e] [m + s] [b]"),
    ("a late result is accumulated on in the next cycle", ("eor r0, r4, r5", "mla r1, r4, r5, r0"), 3, "[e] [m + s] [b]"),
    ("an early result is multiplied in the next cycle", ("add r0, r4, r5", "smlad r1, r0, r5, r1"), 3, "[a] [m + s] [b]"),
    ("an early result is accumulated on in the next cycle", ("add r0, r4, r5", "mla r1, r4, r5, r0"), 3, "[a] [m + s] [b]"),
    ("an early result goes beside an inline shift in the next cycle", ("add r0, r4, r5", "eor r1, r0, r6, lsl #1"), 3, "[a] [e + s] [b]"),
    ("two writes of a register do not pair", ("mov r0, r4", "mov r0, r5"), 3, "[v] [v + s] [b]"),
    ("one SIMD instruction a cycle", ("sxtb16 r0, r4", "sxtb16 r1, r5", "sxtb16 r2, r6"), 4, "[x] [x] [x + s] [b]"),
    ("SIMD pairs as the first of two only", ("eor r0, r4, r5", "sxtb16 r1, r4", "eor r2, r4, r5", "sxtb16 r3, r4"), 4, "[e] [x + e] [x + s] [b]"),
    ("an inserted field is consumed early", ("eor r1, r4, r5", "bfi r0, r1, #0, #8"), 4, "e late in 0, its result early from 2: [e] [] [f + s] [b]"),
    ("an extracted field is consumed early", ("eor r1, r4, r5", "ubfx r0, r1, #3, #4"), 4, "e late in 0, its result early from 2: [e] [] [u + s] [b]"),
    ("a bit field and an inline shift share the shifter", ("bfi r0, r4, #0, #8", "add r1, r4, r5, lsl #2"), 3, "[f] [x + s] [b]"),
    ("the other operand of an extended addition is not", ("eor r0, r4, r5", "uxtab16 r0, r0, r6"), 3, "r0 is consumed late, r6 is ready: [e] [u + s] [b]"),
    ("one multiplication a cycle", ("smlad r0, r4, r5, r0", "smlad r1, r4, r5, r1", "smlad r2, r4, r5, r2"), 4, "[m] [m] [m + s] [b]"),
    ("an accumulator can be used every cycle", ("smlad r0, r4, r5, r0",) * 3, 4, "[m] [m] [m + s] [b]"),
    ("a product is added two cycles later", ("mul r0, r4, r5", "add r1, r1, r0"), 4, "m in 0, its result from 2: [m] [] [a + s] [b]"),
    ("a product is multiplied two cycles later", ("smuad r0, r4, r5", "smlad r1, r0, r5, r1"), 4, "[m] [] [m + s] [b]"),
    ("a product is accumulated on in the next cycle", ("mul r0, r4, r5", "mla r1, r4, r5, r0"), 3, "[m] [m + s] [b]"),
    ("a product is shifted three cycles later", ("mul r0, r4, r5", "add r1, r6, r0, lsl #1"), 5, "[m] [] [] [a + s] [b]"),
    ("a product goes beside an inline shift two cycles later", ("mul r0, r4, r5", "eor r1, r0, r6, lsl #1"), 4, "[m] [] [e + s] [b]"),
    ("a loaded word is added in the next cycle", ("ldr r0, [r8]", "add r1, r1, r0"), 3, "[l] [a + s] [b]"),
    ("a loaded word is multiplied two cycles later", ("ldr r0, [r8]", "smlad r1, r0, r5, r1"), 4, "[l] [] [m + s] [b]"),
    ("a loaded word is accumulated on in the next cycle", ("ldr r0, [r8]", "mla r1, r4, r5, r0"), 3, "[l] [m + s] [b]"),
    ("a loaded word is shifted two cycles later", ("ldr r0, [r8]", "eor r1, r1, r0, lsl #3"), 4, "[l] [] [e + s] [b]"),
    ("an inline shift makes the other operand wait too", ("ldr r0, [r8]", "eor r1, r0, r4, lsl #3"), 4, "r0 is consumed late, but by an instruction that consumes r4 early: [l] [] [e + s] [b]"),
    ("a loaded byte is added two cycles later", ("ldrb r0, [r8]", "add r1, r1, r0"), 4, "[l] [] [a + s] [b]"),
    ("a loaded byte is multiplied three cycles later", ("ldrb r0, [r8]", "smlabb r1, r0, r5, r1"), 5, "[l] [] [] [m + s] [b]"),
    ("a loaded byte is shifted three cycles later", ("ldrb r0, [r8]", "eor r1, r6, r0, lsl #1"), 5, "[l] [] [] [e + s] [b]"),
    ("a loaded byte goes beside an inline shift two cycles later", ("ldrb r0, [r8]", "eor r1, r0, r6, lsl #1"), 4, "[l] [] [e + s] [b]"),
    ("a loaded byte is accumulated on in the next cycle", ("ldrb r0, [r8]", "mla r1, r4, r5, r0"), 3, "[l] [m + s] [b]"),
    ("a loaded address is used two cycles later", ("ldr r0, [r8]", "ldr r1, [r0]"), 4, "[l] [] [l + s] [b]"),
    ("loads pair in different banks", ("ldr r0, [r8]", "ldr r1, [r8, #4]", "ldr r2, [r8, #8]", "ldr r3, [r8, #12]"), 3, "[l + l] [l + l] [s + b]"),
    ("loads do not pair in one bank", ("ldr r0, [r8]", "ldr r1, [r8, #8]"), 3, "[l] [l + s] [b]"),
    ("loads by unrelated registers do not pair", ("ldr r0, [r8]", "ldr r1, [r9]"), 3, "[l] [l + s] [b], unless a trace shows the banks to differ"),
    ("a load pairs with a multiplication", ("smlad r0, r4, r5, r0", "ldr r6, [r8]", "smlad r1, r4, r5, r1", "ldr r7, [r8, #4]"), 3, "[m + l] [m + l] [s + b]"),
    ("a base that a load moves is free in the next cycle", ("ldr r0, [r8], #4", "ldr r1, [r8], #4"), 3, "[l] [l + s] [b]"),
    ("a load of two registers is alone", ("eor r4, r5, r6", "ldrd r0, r1, [r8]", "eor r7, r5, r6"), 4, "[e] [d] [e + s] [b]"),
    ("a load of many takes half its registers", ("ldmia r8, {r0-r6}",), 5, "ceil(7 / 2) = 4: [d d d d] [s + b]"),
    ("what a load of many brought is multiplied two cycles after its end", ("ldmia r8, {r0-r3}", "smlad r4, r3, r5, r4"), 5, "[d d] [] [m + s] [b]: r3 comes with cycle 1, so from 3"),
    ("one store a cycle", ("str r0, [r8]", "str r1, [r8, #4]"), 3, "[t] [t + s] [b]"),
    ("a store pairs with a load", ("ldr r0, [r8]", "str r4, [r9]"), 2, "[l + t] [s + b]"),
    ("a store takes the result of its own cycle", ("add r0, r4, r5", "str r0, [r9]"), 2, "[a + t] [s + b]"),
    ("a store does not pair with a multiplication", ("smlad r0, r4, r5, r0", "str r6, [r9]"), 3, "[m] [t + s] [b]"),
    ("a product is stored in the next cycle", ("mul r0, r4, r5", "str r0, [r9]"), 3, "[m] [t + s] [b]"),
    ("movw and movt pair on one register", ("movw r0, #1", "movt r0, #2"), 2, "[w + t] [s + b]"),
    ("a carry is consumed in the next cycle", ("adds r0, r0, r4", "adc r1, r1, r5"), 3, "[a] [c + s] [b]"),
    ("a condition takes a slot, as an instruction not executed does", ("cmp r0, r1", "it lt", "addlt r2, r2, #1"), 3, "[c + i] [a + s] [b]"),
    ("a division is alone", ("udiv r0, r4, r5",), 8, "7 + [s + b]"),
)

# The inner loop of a direct int8 convolution, 4 channels x 2 pixels, words in two banks: 8 multiplications bound it.
#   [l x0 + l x1], [l w0], then each w is loaded beside a multiplication, two before it is used.
DIRECT = ("ldr r0, [r8]", "ldr r1, [r8, #4]", "ldr r2, [r9]", "ldr r3, [r9, #4]", "smlad r4, r2, r0, r4", "ldr r14, [r9, #8]", "smlad r5, r2, r1, r5", "ldr r2, [r9, #12]",
          "smlad r6, r3, r0, r6", "smlad r7, r3, r1, r7", "smlad r10, r14, r0, r10", "smlad r11, r14, r1, r11", "smlad r4, r2, r0, r4", "smlad r5, r2, r1, r5")
LOOPS += (("4 channels x 2 pixels", DIRECT, 12, "[l + l] [l + l], w0 from cycle 3: [] [m + l] [m + l] 5 x [m] [m + s] [b]"),)
