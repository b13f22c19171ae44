# As in the STM32L4 and F4, with their FPU. Same DSP instructions as the M7, one issue a cycle: the __m7 kernels must compile
# and be right for this core.
set(NCN_CPU_FLAGS "-mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard")
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
