# The reference kernels must compile and be right for this core.
set(NCN_CPU_FLAGS "-mcpu=cortex-m3")
set(CMAKE_SYSTEM_PROCESSOR cortex-m3)
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
