"""Cycles that the core waits for memory, from the misses that plugin/memory.h counted. MODELS.md derives the costs.

Every miss holds the core until its line has come in whole and nothing overlaps: an upper estimate, of which clock.py takes a
part.
"""
WAIT_STATES = 7  # of the flash at 216 MHz and 3.3 V
FLASH_LINE = 1 + WAIT_STATES + 4  # one flash word of 256 bits is a line; 4 beats of the 64-bit AXI
RAM_LINE = 2 + 8  # through the bridge to the bus of SRAM1: 8 beats of 32 bits
ART_JUMP = WAIT_STATES
ART_SEQUENTIAL = WAIT_STATES - 4  # its prefetch began when the line before came; 32 bytes of code take 4 cycles or more
PLACEMENTS = 8  # bit 0: the source lies in SRAM1, not in DTCM; bit 1: the result; bit 2: scratch and workspace


def waiting(m):
    """[cycles of each placement] of a region's counts."""
    code = ART_JUMP * m["artJumps"] + ART_SEQUENTIAL * m["artSequential"]
    return [code + FLASH_LINE * m[f"flashLines{p}"] + RAM_LINE * m[f"ramLines{p}"] for p in range(PLACEMENTS)]
