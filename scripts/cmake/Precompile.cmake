# Builds with sanitizers parse the headers that nearly all files include once,
# not once a file. Others do not, so that what is released shows which file
# lacks an include of its own. A compiler cache serves better without.
set(siptriage_precompile_default OFF)
if(SIPTRIAGE_SANITIZE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(siptriage_precompile_default ON)
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

function(siptriage_precompile_room target)
  siptriage_precompile(${target} room)
endfunction()

function(siptriage_precompile_test target)
  siptriage_precompile(${target} test <gtest/gtest.h>)
endfunction()
