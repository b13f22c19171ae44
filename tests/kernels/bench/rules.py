"""The rules by which dual_issue.py times the Cortex-M7: a table of instruction classes and one of pairs. Every row names its
source:

    J  jnk0le, "random/pipeline cycle test/doc/cortex_m7.md" (GitHub), DWT measurements on an STM32H743
    Q  quinapalus.com/cm7cycles.html, SysTick measurements on an STM32H730
    A  a. zonenberg's notes on dual issue, measured on STM32H7
    L  LLVM's ARMScheduleM7.td, written by Arm

MODELS.md says what the numbers mean and what is left out.
"""
from typing import NamedTuple


# When a result can be consumed, in cycles after the issue of the instruction that makes it, by kind of consumption (J: "early
# and late ALU"):
#   late          by the late ALU (EX2): most operands
#   early         by the early ALU, the shifter or an address (EX1)
#   multiplicand  by a multiplication
#   accumulator   by the addition of a multiply-accumulate (EX3)
#   mixed         by the late ALU in an instruction that also has an early operand
# Data to be stored is consumed a cycle later than `late`, so even in the cycle that computes it (J: "can store any result in
# same cycle").
class Result(NamedTuple):
    late: int
    early: int
    multiplicand: int
    accumulator: int
    mixed: int


EARLY_ALU = Result(1, 1, 1, 1, 1)
LATE_ALU = Result(1, 2, 1, 1, 1)  # J, L: an address or a shift waits one cycle more for the late ALU
MULTIPLIER = Result(
    2, 3, 2, 1, 2
)  # J: "1 additional cycle of result latency"; "can be chained on accumulator dependency each cycle"
WORD_LOAD = Result(1, 2, 2, 1, 2)  # J: late ALU next cycle, early ALU in the second, multiplications not from the previous cycle
NARROW_LOAD = Result(
    2, 3, 3, 1, 2
)  # J: second cycle, third in the early ALU; an accumulator takes a byte load's result next cycle
FROM_FLOAT = Result(2, 3, 2, 1, 2)  # J: "1 cycle of result latency into late ALU and 0 cycles to MAC accumulate"
TO_FLOAT = Result(3, 3, 3, 3, 3)  # J
FLOAT_LOAD = Result(2, 2, 2, 3, 2)  # J: "1 cycle of result latency", to an accumulation 3 (VFMA)
FLOAT_RESULT = Result(3, 3, 3, 3, 3)  # J, L
FLOAT_CHAIN = Result(6, 6, 6, 3, 6)  # J: VMLA; VFMA's multiplicands 5. L: latency of WriteFPMAC32
FLOAT_SLOW = Result(16, 16, 16, 16, 16)  # L: latency of WriteFPDIV32 and WriteFPSQRT32
SLOW = Result(1, 2, 2, 1, 2)  # after the last of the cycles that the instruction takes alone


class Class(NamedTuple):
    name: str
    mnemonics: str  # without condition, S and width suffix
    result: Result
    units: frozenset = frozenset()  # two instructions that share one do not pair
    early: str = "shifted"  # operands consumed early: shifted (the inline shifted one), all, last, address
    early_alu: str = ""  # may run in the early ALU, from which slot: older, either
    older_only: bool = False  # pairs only as the first of two
    alone: int = 0  # pairs with nothing and takes so many cycles; -1: half its registers, rounded up
    source: str = ""


def units(text):
    return frozenset(text.split())


CLASSES = (
    Class(
        "add",
        "add sub addw subw adr",
        EARLY_ALU,
        early_alu="older",
        source="J: add, sub enter the early ALU from the older slot only",
    ),
    Class("move", "mov movw movt", EARLY_ALU, early_alu="older", source="J"),
    Class("shift", "lsl lsr asr ror", EARLY_ALU, early_alu="either", source="J"),
    Class("logic", "and orr eor bic orn mvn rsb neg adc sbc rrx", LATE_ALU, source="J, Q: pairs freely"),
    Class("compare", "cmp cmn tst teq", LATE_ALU, source="J: flags are set late"),
    Class(
        "simd",
        "sadd8 uadd8 ssub8 usub8 qadd8 uqadd8 qsub8 uqsub8 shadd8 uhadd8 sadd16 uadd16 ssub16 usub16 qadd16 uqadd16 qsub16 "
        "uqsub16 shadd16 uhadd16 "
        "sasx uasx ssax usax qasx uqasx qsax uqsax shasx uhasx shsax uhsax qadd qsub qdadd qdsub sel ssat usat ssat16 usat16 "
        "usad8 usada8 clz sxtb uxtb sxth uxth sxtb16 uxtb16",
        LATE_ALU,
        units("simd"),
        older_only=True,
        source="J, A: one a cycle, in the older slot",
    ),
    Class(
        "extract", "ubfx sbfx rbit rev rev16 revsh", LATE_ALU, units("simd shifter"), early="all", older_only=True, source="J, A"
    ),
    Class("clear", "bfc", LATE_ALU, units("simd shifter"), older_only=True, source="J, A"),
    Class(
        "insert",
        "bfi pkhbt sxtab uxtab sxtah uxtah sxtab16 uxtab16",
        LATE_ALU,
        units("simd shifter"),
        early="last",
        older_only=True,
        source="J, A",
    ),
    Class("pack", "pkhtb", LATE_ALU, units("simd shifter"), early="all", older_only=True, source="J"),
    Class(
        "multiply",
        "mul smulbb smulbt smultb smultt smulwb smulwt smuad smuadx smusd smusdx smull umull smmul smmulr",
        MULTIPLIER,
        units("multiplier"),
        source="J, Q: one a cycle",
    ),
    Class(
        "accumulate",
        "mla mls smlabb smlabt smlatb smlatt smlawb smlawt smlad smladx smlsd smlsdx smmla smmlar smmls smmlsr smlal umlal "
        "umaal smlald smlaldx smlsld smlsldx "
        "smlalbb smlalbt smlaltb smlaltt",
        MULTIPLIER,
        units("multiplier"),
        source="J, Q: one a cycle",
    ),
    Class("load", "ldr ldrt", WORD_LOAD, early="address", source="J; two pair in different banks only"),
    Class("narrow load", "ldrb ldrh ldrsb ldrsh", NARROW_LOAD, early="address", source="J; two pair in different banks only"),
    Class("prefetch", "pld", LATE_ALU, early="address", source="J"),
    Class(
        "store",
        "str strb strh",
        LATE_ALU,
        units("multiplier"),
        early="address",
        source="J: not with a store, not with a multiplication",
    ),
    Class(
        "load many",
        "ldrd ldm ldmia ldmdb pop vpop vldm vldmia vldmdb",
        SLOW,
        early="address",
        alone=-1,
        source="J: alone, ceil(n/2) cycles",
    ),
    Class(
        "store many",
        "strd stm stmia stmdb push vpush vstm vstmia vstmdb",
        SLOW,
        early="address",
        alone=-1,
        source="J: alone, ceil(n/2) cycles",
    ),
    Class("divide", "sdiv udiv", SLOW, alone=7, source="L: alone, 7 cycles; the core takes 2 to 12 by the operands"),
    Class(
        "branch",
        "b bl bx blx cbz cbnz",
        LATE_ALU,
        source="J: predicted; a branch not taken pairs with what follows, one taken does not",
    ),
    Class("table branch", "tbb tbh", SLOW, early="address", alone=2, source="assumption: a load and a branch"),
    Class("it", "it", LATE_ALU, source="J: takes a slot"),
    Class("nop", "nop", LATE_ALU, source="J: takes a slot"),
    Class("float move", "vmov", TO_FLOAT, units("float"), source="J"),
    Class("float addition", "vadd vsub", FLOAT_RESULT, units("float"), source="J, L: one a cycle; see AFTER_ACCUMULATE"),
    Class(
        "float arithmetic",
        "vmul vnmul vabs vneg vcvt vcvtr vcmp vcmpe vrinta vrintm vrintn vrintp vrintz vrintr vrintx vmaxnm vminnm "
        "vseleq vselge vselgt vselvs",
        FLOAT_RESULT,
        units("float"),
        source="J, L: one a cycle",
    ),
    Class(
        "float accumulate",
        "vmla vmls vfma vfms vnmla vnmls vfnma vfnms",
        FLOAT_CHAIN,
        units("float"),
        source="J: one a cycle; not with FLOAT_TRANSFERS; see AFTER_ACCUMULATE",
    ),
    Class(
        "float divide",
        "vdiv vsqrt",
        FLOAT_SLOW,
        units("float"),
        source="L: what follows does not wait unless it needs the result",
    ),
    Class("float flags", "vmrs vmsr", LATE_ALU, units("float"), source="L"),
    Class("float load", "vldr", FLOAT_LOAD, early="address", source="J: pairs, but see FLOAT_TRANSFERS"),
    Class("float store", "vstr", LATE_ALU, units("float multiplier"), early="address", source="J"),
    Class("system", "mrs msr dsb dmb isb cpsid cpsie bkpt svc wfi wfe sev udf", SLOW, alone=3, source="L: alone"),
)

# J: "result of early alu can be forwarded to late alu in 0 cycles": the second of a pair may be one of these and consume late
# what the first made early.
AFTER_EARLY_ALU = ("add", "move", "logic", "compare")

# J: "multiply accumulate instructions cannot be dual issued with vldr, vstr or any vmov", and in the 3 cycles after one these
# cannot be the second of a pair, and a float addition, VLDM and VSTM do not execute at all.
FLOAT_TRANSFERS = ("float load", "float store", "float move")
AFTER_ACCUMULATE = 4

BY_MNEMONIC = {mnemonic: c for c in CLASSES for mnemonic in c.mnemonics.split()}

UNALIGNED_CYCLES = 3  # J: "+3 as older op, +4 as younger"; a load that the trace shows to be unaligned
MISPREDICTED_CYCLES = 8  # J: 8; 6 where the flags are three cycles old
CONDITIONS = ("eq", "ne", "cs", "hs", "cc", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le")
