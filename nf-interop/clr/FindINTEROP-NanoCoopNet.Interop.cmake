# nanoCLR's build looks for this module when NF_INTEROP_ASSEMBLIES names NanoCoopNet.Interop: glue, port, native services,
# kernels. Copy it to CMake/Modules of nf-interpreter. The sources stay where they are: NANOCOOPNET_SOURCE_DIR names the clone of
# nanoCoopNet; without it they are expected in InteropAssemblies/NanoCoopNet.Interop (a copy of, or a link to, the folder
# nf-interop).
if(NANOCOOPNET_SOURCE_DIR)
    set(NCN_ROOT ${NANOCOOPNET_SOURCE_DIR}/nf-interop)
else()
    set(NCN_ROOT ${CMAKE_SOURCE_DIR}/InteropAssemblies/NanoCoopNet.Interop)
endif()

if(NOT EXISTS ${NCN_ROOT}/clr/NanoCoopNet_Interop.cpp)
    message(FATAL_ERROR "nanoCoopNet is not at ${NCN_ROOT}: set NANOCOOPNET_SOURCE_DIR to its clone")
endif()

file(GLOB NCN_KERNEL_SOURCES CONFIGURE_DEPENDS
    ${NCN_ROOT}/kernels/engine/*.c ${NCN_ROOT}/kernels/layouts/*.c ${NCN_ROOT}/kernels/reference/*.c ${NCN_ROOT}/kernels/m7/*.c
    ${NCN_ROOT}/kernels/sound/*.c)
file(GLOB NCN_SERVICE_SOURCES CONFIGURE_DEPENDS ${NCN_ROOT}/native/*.c)
file(GLOB NCN_GLUE_SOURCES CONFIGURE_DEPENDS ${NCN_ROOT}/clr/*.cpp)

# The Cortex-M7 kernels, as in kernels/CMakeLists.txt.
set(NCN_DEFINITIONS NCN_KERNELS_M7)
if(NOT NCN_HOT_SECTION)
    set(NCN_HOT_SECTION .ram4_init.ncn) # ChibiOS copies it to the STM32F767's ITCM
endif()
option(NCN_FLOAT "Build the kernels of mixed and float32 networks" ON)
if(NCN_FLOAT)
    list(APPEND NCN_DEFINITIONS NCN_FLOAT)
else()
    list(FILTER NCN_KERNEL_SOURCES EXCLUDE REGEX "ncn_(m7_|s8_)?f32[^/]*$")
endif()
list(APPEND NCN_DEFINITIONS "NCN_HOT_SECTION=\"${NCN_HOT_SECTION}\"")
foreach(NCN_NUMBER NCN_FAST_ARENA_BYTES NCN_ARENA_BYTES) # ncn_port_nanoclr.h has the defaults
    if(DEFINED ${NCN_NUMBER})
        list(APPEND NCN_DEFINITIONS "${NCN_NUMBER}=${${NCN_NUMBER}}")
    endif()
endforeach()
foreach(NCN_SECTION NCN_FAST_ARENA_SECTION NCN_ARENA_SECTION)
    if(DEFINED ${NCN_SECTION})
        list(APPEND NCN_DEFINITIONS "${NCN_SECTION}=\"${${NCN_SECTION}}\"")
    endif()
endforeach()
# Firmware that takes models of one signer: native/SECURITY.md.
set(NCN_KEY "" CACHE STRING "Public key, 64 hexadecimal digits: only models signed with it are taken; empty: any model is")
set(NCN_PORT_DEFINITIONS "")
if(NCN_KEY)
    string(LENGTH "${NCN_KEY}" NCN_KEY_DIGITS)
    if(NOT NCN_KEY_DIGITS EQUAL 64 OR NOT NCN_KEY MATCHES "^[0-9a-fA-F]+$")
        message(FATAL_ERROR "NCN_KEY is not 64 hexadecimal digits; nanocoop sign --new-key prints them")
    endif()
    string(REGEX REPLACE "(..)" "0x\\1," NCN_KEY_BYTES ${NCN_KEY})
    list(APPEND NCN_DEFINITIONS NCN_KEYED)
    list(APPEND NCN_PORT_DEFINITIONS "NCN_KEY=${NCN_KEY_BYTES}")
endif()
set_source_files_properties(${NCN_KERNEL_SOURCES} ${NCN_SERVICE_SOURCES} ${NCN_GLUE_SOURCES} PROPERTIES
    COMPILE_DEFINITIONS "${NCN_DEFINITIONS}")

# Speed where the cycles go, whatever the rest of nanoCLR is optimised for; and no link-time optimisation, which would apply
# nanoCLR's -Os.
set_source_files_properties(${NCN_KERNEL_SOURCES} PROPERTIES COMPILE_OPTIONS
    "-O3;-funroll-loops;-fno-lto;-ffp-contract=off") # a product is rounded before it is added, NUMERICS.md eq. (20)

# What Abi reports, so that a measurement names the native code that it measured: 28 bits over all sources.
file(GLOB_RECURSE NCN_HASHED CONFIGURE_DEPENDS
    ${NCN_ROOT}/clr/*.cpp ${NCN_ROOT}/native/*.[ch] ${NCN_ROOT}/kernels/*.c ${NCN_ROOT}/kernels/*.h ${NCN_ROOT}/kernels/*.def)
set(NCN_HASHES "")
foreach(NCN_SOURCE ${NCN_HASHED})
    file(SHA256 ${NCN_SOURCE} NCN_HASH)
    string(APPEND NCN_HASHES ${NCN_HASH})
endforeach()
string(SHA256 NCN_HASH "${NCN_HASHES}")
string(SUBSTRING ${NCN_HASH} 0 7 NCN_HASH)
set_source_files_properties(${NCN_ROOT}/clr/ncn_port_nanoclr.cpp PROPERTIES
    COMPILE_DEFINITIONS "${NCN_DEFINITIONS};${NCN_PORT_DEFINITIONS};NCN_BUILD_HASH=0x${NCN_HASH}")

set(NanoCoopNet.Interop_INCLUDE_DIRS
    ${NCN_ROOT}/clr
    ${NCN_ROOT}/native
    ${NCN_ROOT}/kernels/include
    ${NCN_ROOT}/kernels/internal
    ${NCN_ROOT}/kernels/engine
    ${NCN_ROOT}/kernels/layouts
    ${NCN_ROOT}/kernels/reference
    ${NCN_ROOT}/kernels/m7
    ${CMAKE_SOURCE_DIR}/src/CLR/Core
    ${CMAKE_SOURCE_DIR}/src/CLR/Include
    ${CMAKE_SOURCE_DIR}/src/HAL/Include
    ${CMAKE_SOURCE_DIR}/src/PAL/Include)
set(NanoCoopNet.Interop_SOURCES ${NCN_GLUE_SOURCES} ${NCN_SERVICE_SOURCES} ${NCN_KERNEL_SOURCES})

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-NanoCoopNet.Interop DEFAULT_MSG
    NanoCoopNet.Interop_INCLUDE_DIRS NanoCoopNet.Interop_SOURCES)
