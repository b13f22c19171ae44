# Same DSP instructions as the M7, one issue a cycle: the __m7 kernels must compile and be right for this core.
set(NCN_CPU_FLAGS "-mcpu=cortex-m4")
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
