# Several files of a room are compiled as one, in all builds but Debug, which shows
# which file lacks an include of its own. What nearly all files include is parsed
# once, not once a file, in tests, and with clang everywhere. A compiler cache
# serves better without either.
set(siptriage_precompile_default ON)
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(siptriage_precompile_default OFF)
endif()
option(SIPTRIAGE_PRECOMPILE "Parse common headers once for all files"
  ${siptriage_precompile_default})

set(siptriage_common_headers
  <algorithm> <array> <fmt/format.h> <optional> <span> <string> <string_view>
  <tl/expected.hpp> <vector>)

# The first target that is given a kind makes what the others of it use.
function(siptriage_precompile target kind)
  if(NOT SIPTRIAGE_PRECOMPILE)
    return()
  endif()
  # Some libraries ask for it, and what shares headers must agree.
  target_compile_options(${target} PRIVATE -pthread)
  get_property(owner GLOBAL PROPERTY siptriage_precompiled_${kind})
  if(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
    return()
  endif()
  set_property(GLOBAL PROPERTY siptriage_precompiled_${kind} ${target})
  target_precompile_headers(${target} PRIVATE ${siptriage_common_headers} ${ARGN})
endfunction()

# Under a sanitizer most rooms are not optimised: that compiles twice as fast.
# siptriage_optimise_under_sanitizer(TARGET): what each octet or message goes
# through is, or its tests would take longer than that saves.
function(siptriage_optimise_under_sanitizer target)
  if(SIPTRIAGE_SANITIZE)
    target_compile_options(${target} PRIVATE -O1)
    set_target_properties(${target} PROPERTIES SIPTRIAGE_OPTIMISED ON)
  endif()
endfunction()

# siptriage_precompile_room(TARGET [AT_ONCE]): files alike in shape, down to the
# names of their tables, stay apart, and so does the implementation of toml++.
function(siptriage_precompile_room target)
  if(CMAKE_BUILD_TYPE STREQUAL Debug OR NOT SIPTRIAGE_PRECOMPILE)
    return()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What it takes the one file for a header, and sizes it supposes in strings
    # that are not there (gcc.gnu.org bugs 105329, 105651).
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage
      -Wno-stringop-overflow -Wno-stringop-overread)
  else()
    get_target_property(optimised ${target} SIPTRIAGE_OPTIMISED)
    if(optimised)
      siptriage_precompile(${target} optimised_room)
    else()
      siptriage_precompile(${target} room)
    endif()
  endif()
  set(at_once 8)
  if(ARGC GREATER 1)
    set(at_once ${ARGV1})
  endif()
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "_fields\\.cpp$|/toml\\.cpp$")
  set_source_files_properties(${sources} PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(${target} PROPERTIES
    UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${at_once})
endfunction()

# The code of tests runs once for each time it is compiled: that it compiles fast
# is what counts.
function(siptriage_test_options target)
  target_compile_options(${target} PRIVATE
    $<$<CONFIG:Release>:-O0;-U_FORTIFY_SOURCE>)
  siptriage_precompile(${target} test <gtest/gtest.h>)
  # Each file of tests has a namespace of its own.
  if(NOT CMAKE_BUILD_TYPE STREQUAL Debug AND SIPTRIAGE_PRECOMPILE)
    set_target_properties(${target} PROPERTIES
      UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
endfunction()
