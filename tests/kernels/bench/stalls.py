"""Cycles that the core waits for memory, from the misses that plugin/memory.h counted. MODELS.md derives the costs; nothing here has been measured on a board.

Every miss holds the core until its line has come in whole and nothing overlaps: an upper estimate.
"""
WAIT_STATES = 7  # of the flash at 216 MHz and 3.3 V
FLASH_LINE = 1 + WAIT_STATES + 4  # one flash word of 256 bits is a line; 4 beats of the 64-bit AXI
RAM_LINE = 2 + 8  # through the bridge to the bus of SRAM1: 8 beats of 32 bits
ART_JUMP = WAIT_STATES
ART_SEQUENTIAL = WAIT_STATES - 4  # its prefetch began when the line before came; 32 bytes of code take 4 cycles or more


def data(m):
    return FLASH_LINE * m["flashLoads"] + RAM_LINE * (m["ramLoads"] + m["ramStores"] + m["writeBacks"])


PLACEMENTS = {
    "cyclesStall": lambda m: data(m) + ART_JUMP * m["artJumps"] + ART_SEQUENTIAL * m["artSequential"],
    "cyclesStallAxi": lambda m: data(m) + FLASH_LINE * m["instructionLoads"],
    "cyclesStallTcm": lambda m: FLASH_LINE * m["tcmFlashLoads"],
}


def stalls(memory):
    """{column: cycles} of a region's counts."""
    return {name: cost(memory) for name, cost in PLACEMENTS.items()}
