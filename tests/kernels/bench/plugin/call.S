/* Calls a function of a foreign image, once, between two marks (../elf.py). QEMU's Cortex-M7 machine has memory at two
   fixed places; its A profile runs the same Thumb-2 instructions and has an MMU, so memory lies wherever the image wants
   it: TABLE is a table of sections, which elf.py fills. Semihosting ends the run: 0, or 1 after a text about what went
   wrong. TABLE, STACK, FUNCTION and ARGUMENT0 ... 3 come with the command line. */
    .syntax unified
    .arm
    .text
    .global _start, mark
_start:
    ldr   r0, =vectors
    mcr   p15, 0, r0, c12, c0, 0    /* VBAR */
    ldr   r0, =TABLE
    mcr   p15, 0, r0, c2, c0, 0     /* TTBR0 */
    mov   r0, #0
    mcr   p15, 0, r0, c2, c0, 2     /* TTBCR: TTBR0 alone */
    mvn   r0, #0
    mcr   p15, 0, r0, c3, c0, 0     /* DACR: permissions are not looked at */
    mrc   p15, 0, r0, c1, c0, 2
    orr   r0, r0, #0xF00000
    mcr   p15, 0, r0, c1, c0, 2     /* CPACR: floating point */
    isb
    mov   r0, #0x40000000
    vmsr  fpexc, r0
    mrc   p15, 0, r0, c1, c0, 0
    orr   r0, r0, #1                /* SCTLR: MMU on, */
    bic   r0, r0, #2                /* unaligned accesses allowed */
    mcr   p15, 0, r0, c1, c0, 0
    isb
    ldr   sp, =STACK
    bl    mark
    ldr   r0, =ARGUMENT0
    ldr   r1, =ARGUMENT1
    ldr   r2, =ARGUMENT2
    ldr   r3, =ARGUMENT3
    ldr   r12, =FUNCTION
    blx   r12
    bl    mark
    ldr   r1, =0x20026              /* ADP_Stopped_ApplicationExit */
    b     end
mark:
    bx    lr

    .balign 32
vectors:
    b     .
    b     undefined
    b     supervisor
    b     prefetch
    b     data
    b     .
    b     .
    b     .

undefined:
    adr   r5, undefinedText
    sub   r4, lr, #2
    b     say
supervisor:
    adr   r5, supervisorText
    sub   r4, lr, #2
    b     say
prefetch:
    adr   r5, codeText
    mrc   p15, 0, r4, c6, c0, 2     /* IFAR */
    b     say
data:
    adr   r5, dataText
    mrc   p15, 0, r4, c6, c0, 0     /* DFAR */
say:
    mov   r0, #4                    /* SYS_WRITE0 */
    mov   r1, r5
    svc   0x123456
    ldr   r1, =digits
    mov   r2, #8
1:
    lsr   r3, r4, #28
    lsl   r4, r4, #4
    cmp   r3, #10
    addlt r3, r3, #'0'
    addge r3, r3, #'a' - 10
    strb  r3, [r1], #1
    subs  r2, r2, #1
    bne   1b
    mov   r0, #4
    ldr   r1, =digits
    svc   0x123456
    ldr   r1, =0x20023              /* ADP_Stopped_RunTimeErrorUnknown */
end:
    mov   r0, #0x18                 /* SYS_EXIT */
    svc   0x123456
    b     .

undefinedText:  .asciz "an instruction that no Cortex-M has, or only one with a floating-point unit for doubles, at 0x"
    .balign 4
supervisorText: .asciz "a supervisor call, which needs the image's operating system, at 0x"
    .balign 4
codeText:       .asciz "a call to code that the file does not hold, at 0x"
    .balign 4
dataText:       .asciz "no memory (--ram FROM-TO adds some) at 0x"
    .balign 4
    .ltorg
digits:         .space 12
