# What all Cortex-M toolchain files share: bare metal, no C library, sections that the linker can drop.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_C_FLAGS_INIT "${NCN_CPU_FLAGS} -mthumb -ffreestanding -ffunction-sections -fdata-sections")
set(CMAKE_C_FLAGS_RELEASE_INIT "-funroll-loops")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostdlib -Wl,--gc-sections")
