/* Where things lie in the emulated machine (qemu-system-arm -M mps2-an500; an386, an385). MACHINE.md describes the
 * shared part; boards/virtual/M7Layout.cs holds the same numbers for the PC's side and a test compares the two. */
#ifndef M7_MEMORY_H
#define M7_MEMORY_H

/* 16 MiB of RAM that QEMU maps from a file which the PC maps too. */
#ifndef M7_SHARED_BASE
#define M7_SHARED_BASE 0x60000000u
#endif

/* The model store: what the STM32F767's upper flash sectors are on the board. Read-only to the emulated core (MPU). */
#define M7_FLASH_BASE (M7_SHARED_BASE + 0x00000000u)
#define M7_FLASH_MAX_BYTES 0x00400000u

/* One request at a time: mailbox.h. */
#define M7_MAILBOX_BASE (M7_SHARED_BASE + 0x00800000u)

/* What the PC tells the image before it starts it (arena, flash geometry), and what the image reports back. */
#define M7_SYSTEM_BASE (M7_SHARED_BASE + 0x00900000u)

/* Stack of the engine's calls: the size of a nanoFramework CLR thread's stack, on which native methods run. */
#define M7_CALL_STACK_BYTES 4096u

#endif
