/* Where hot code and fast data lie, for cores with tightly coupled memory. Default: nothing is placed, functions stay
   in .text and objects in .bss, which every linker script has.

   NCN_HOT        before functions that hold inner loops. -DNCN_HOT_SECTION=".itcm" (CMake: -DNCN_HOT_SECTION=.itcm)
                  puts them into that section.
   NCN_FAST_DATA  before memory that kernels work in, such as an arena. -DNCN_FAST_DATA_SECTION=".dtcm" likewise;
                  start-up code need not clear that section, the engine clears what it uses.

   A linker script gives the sections their memory; KERNELS.md, "Placement", has the lines for mps2-an500, the
   STM32F767 and ChibiOS. */
#ifndef NCN_SECTION_H
#define NCN_SECTION_H

#ifdef NCN_HOT_SECTION
#define NCN_HOT __attribute__((section(NCN_HOT_SECTION)))
#else
#define NCN_HOT
#endif

#ifdef NCN_FAST_DATA_SECTION
#define NCN_FAST_DATA __attribute__((section(NCN_FAST_DATA_SECTION)))
#else
#define NCN_FAST_DATA
#endif

#endif
