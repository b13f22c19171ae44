"""Loops whose cycles a turn follow by hand from timings.py, for the Cortex-M4 and the Cortex-M3 (None: it has no such
instruction): test_bench_single.py holds single_issue.py to them.

Every loop ends in `subs r12, r12, #1` (1) and `bne 1b` (1, and 1 to fetch its target, which is aligned to a word), so 3.
"""
END = ("subs r12, r12, #1", "bne 1b")

# name, instructions before `subs`, cycles a turn on the M4, on the M3, why
LOOPS = (
    ("nothing", (), 3, 3, "s 1, b 1 + 1"),
    ("additions", ("add r0, r0, #1",) * 4, 7, 7, "4 x 1; results are used at once"),
    ("a chain of logic and shifts", ("eor r0, r0, r4", "lsl r0, r0, #1", "add r0, r0, r1, lsl #2"), 6, 6, "3 x 1"),
    ("a load", ("ldr r0, [r1]",), 5, 5, "2"),
    ("loads in a row overlap", ("ldr r0, [r1]", "ldr r2, [r1, #4]", "ldrb r3, [r1, #9]"), 7, 7, "2 + 1 + 1"),
    ("loads apart do not", ("ldr r0, [r1]", "add r4, r4, #1", "ldr r2, [r1, #4]"), 8, 8, "2 + 1 + 2"),
    ("an address from the load before waits", ("ldr r0, [r1]", "ldr r2, [r0]"), 7, 7, "2 + 2"),
    ("an address from an addition waits", ("add r1, r4, #4", "ldr r0, [r1]"), 7, 7, "1 + (1 + 2)"),
    ("a load that updates its base is on its own", ("ldr r0, [r1], #0", "ldr r2, [r4], #0"), 7, 7, "2 + 2"),
    ("a store by a register", ("str r0, [r1, r2]",), 5, 5, "2"),
    ("it overlaps a load before it", ("ldr r0, [r1, r2]", "str r0, [r3, r2]"), 6, 6, "2 + 1"),
    ("a store", ("str r0, [r1]",), 4, 4, "1: it goes to the write buffer"),
    ("a load after a store", ("str r0, [r1]", "ldr r2, [r1, #4]"), 6, 6, "1 + 2"),
    ("several loaded at once", ("ldmia r1, {r2, r3, r4, r5}",), 8, 8, "1 + 4"),
    ("a pair loaded", ("ldrd r2, r3, [r1]",), 6, 6, "1 + 2"),
    ("a multiplication", ("mul r0, r1, r2",), 4, 4, "1"),
    ("multiply and accumulate", ("mla r0, r1, r2, r0",), 4, 5, "1 on the M4, 2 on the M3"),
    ("two 16-bit products at once", ("smlad r0, r1, r2, r0",) * 2, 5, None, "2 x 1, the second adds to the first's result"),
    ("a long product", ("smull r0, r1, r2, r3",), 4, 7, "1 on the M4; 3 to 5 on the M3, taken as 4"),
    ("a long accumulation", ("umlal r0, r1, r2, r3",), 4, 9, "1 on the M4; 4 to 7 on the M3, taken as 6"),
    ("a division", ("sdiv r0, r1, r2",), 10, 10, "2 to 12, taken as 7"),
    ("bytes widened", ("sxtb16 r0, r1", "sxtb16 r2, r1, ror #8"), 5, None, "2 x 1"),
    ("a bit field", ("ubfx r0, r1, #3, #4", "bfi r2, r0, #0, #8"), 5, 5, "2 x 1"),
    ("a floating-point sum", ("vadd.f32 s0, s1, s2", "add r0, r0, #1"), 5, None, "1 + 1"),
    ("its result used at once", ("vadd.f32 s0, s1, s2", "vmul.f32 s3, s0, s1", "add r0, r0, #1"), 7, None, "1 + (1 + 1) + 1"),
    ("fused multiply-add", ("vfma.f32 s0, s1, s2", "add r0, r0, #1"), 7, None, "3 + 1"),
    ("a chain of them", ("vfma.f32 s0, s1, s2", "vfma.f32 s0, s3, s4", "add r0, r0, #1"), 11, None, "3 + (3 + 1) + 1"),
    ("a floating-point division", ("vdiv.f32 s0, s1, s2", "add r0, r0, #1"), 18, None, "14 + 1"),
    ("a floating-point load and store", ("vldr s0, [r1]", "vstr s0, [r1, #4]"), 7, None, "2 + 2"),
)
