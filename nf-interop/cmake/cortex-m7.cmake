# The STM32F767's core: double-precision FPU, hard-float ABI as nanoCLR has it.
set(NCN_CPU_FLAGS "-mcpu=cortex-m7 -mfpu=fpv5-d16 -mfloat-abi=hard")
set(CMAKE_SYSTEM_PROCESSOR cortex-m7)
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
