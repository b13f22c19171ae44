# Changes nanoFramework's community target ST_NUCLEO144_F767ZI for this project; ../README.md says why, edit by edit.
#   cmake -DTARGET=<nf-interpreter>/targets-community/ChibiOS/ST_NUCLEO144_F767ZI -P boards/NUCLEO_F767ZI/overlay/apply.cmake
# Written for the target of 2026-06-09 (commit f28df874); where a line is no longer as it was, nothing is changed and the line is
# named.
cmake_minimum_required(VERSION 3.21)
if(NOT IS_DIRECTORY "${TARGET}")
    message(FATAL_ERROR "-DTARGET=<folder of ST_NUCLEO144_F767ZI> is missing or no folder: '${TARGET}'")
endif()

set(EDITS 0)
set(PENDING "")

# Plans the replacement of a regular expression; a file that holds DONE already is left as it is.
function(plan file done old new)
    file(READ ${TARGET}/${file} text)
    if(text MATCHES "${done}")
        message(STATUS "${file}: done already")
        return()
    endif()
    if(NOT text MATCHES "${old}")
        message(FATAL_ERROR "${file}: no line matches '${old}'; make the edit by hand (boards/NUCLEO_F767ZI/README.md)")
    endif()
    math(EXPR n "${EDITS} + 1")
    set(EDITS ${n} PARENT_SCOPE)
    set(EDIT_${n} "${file}" PARENT_SCOPE)
    set(OLD_${n} "${old}" PARENT_SCOPE)
    set(NEW_${n} "${new}" PARENT_SCOPE)
endfunction()

# Flash: assemblies keep 0x08100000, models get 0x08140000 ... 0x081FFFFF.
foreach(variant "" "-DEBUG")
    plan(common/Device_BlockStorage${variant}.c "BLOCKTYPE_STORAGE_A"
        "BlockRange_BLOCKTYPE_DEPLOYMENT *, *3, *6 *}"
        "BlockRange_BLOCKTYPE_DEPLOYMENT,   3, 3 },\n    { BlockRange_BLOCKTYPE_STORAGE_A ,   4, 6 }")
    plan(nanoCLR/STM32F76xx_CLR${variant}.ld "org = 0x08100000, len = 256k"
        "org = 0x08100000, len = 1024k"
        "org = 0x08100000, len = 256k")
endforeach()

# RAM: C heap 64 KiB instead of 236 KiB; the arena is a section of its own.
plan(CMakeLists.txt "__crt_heap_size__=0x10000" "__crt_heap_size__=0x3B000" "__crt_heap_size__=0x10000")

# Cache: no uncached window in SRAM1; nothing is placed there on purpose.
plan(nanoCLR/mcuconf.h "STM32_NOCACHE_ENABLE +FALSE" "STM32_NOCACHE_ENABLE +TRUE" "STM32_NOCACHE_ENABLE                FALSE")

# nanoCLR of July 2026 does not compile without a random number source; this target names none.
plan(nanoCLR/halconf_nf.h "HAL_NF_USE_RNG" "#define HALCONF_NF_H" "#define HALCONF_NF_H\n\n#define HAL_NF_USE_RNG TRUE")

foreach(n RANGE 1 ${EDITS})
    if(EDITS GREATER 0)
        file(READ ${TARGET}/${EDIT_${n}} text)
        string(REGEX REPLACE "${OLD_${n}}" "${NEW_${n}}" text "${text}")
        file(WRITE ${TARGET}/${EDIT_${n}} "${text}")
        message(STATUS "${EDIT_${n}}: changed")
    endif()
endforeach()
