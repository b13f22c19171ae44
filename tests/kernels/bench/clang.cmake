# The cortex-m7 preset with clang instead of gcc, for bench.py --compiler clang: the firmware is gcc's, this is for comparison.
# gcc links, since it has libgcc.
set(NCN_CPU_FLAGS "--target=thumbv7em-none-eabihf -meabi gnu -mcpu=cortex-m7 -mfpu=fpv5-d16 -mfloat-abi=hard")
set(CMAKE_SYSTEM_PROCESSOR cortex-m7)
include(${CMAKE_CURRENT_LIST_DIR}/../../../nf-interop/cmake/arm-none-eabi.cmake)
set(CMAKE_C_COMPILER clang-19)
set(NCN_GCC_CPU_FLAGS "-mcpu=cortex-m7 -mfpu=fpv5-d16 -mfloat-abi=hard -mthumb")
set(CMAKE_C_LINK_EXECUTABLE
    "arm-none-eabi-gcc ${NCN_GCC_CPU_FLAGS} <CMAKE_C_LINK_FLAGS> <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
# clang 19's arm_acle.h gives __uxtab16 signed parameters, where ACLE and gcc have unsigned ones: a warning, no error.
set(CMAKE_C_COMPILE_OBJECT "<CMAKE_C_COMPILER> <DEFINES> <INCLUDES> <FLAGS> -Wno-error -o <OBJECT> -c <SOURCE>")
