# What makes a mistake of ours harder to use: checked copies and stacks, a
# program at an address that nobody knows, tables that are read-only once it
# runs. tests/house/hardening_test.cpp looks for it in the built program.
include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)
include(CheckPIESupported)

# A program under AddressSanitizer that lies where it was linked starts faster: it
# has a pointer for each place that may be wrong.
if(SIPTRIAGE_SANITIZE MATCHES address)
  target_link_options(siptriage_options INTERFACE -no-pie)
else()
  # With CMAKE_POSITION_INDEPENDENT_CODE: -fPIE and -pie for programs.
  check_pie_supported(LANGUAGES CXX)
endif()

# Sanitizers check more, and do not go together with fortified functions.
if(SIPTRIAGE_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug")
  return()
endif()

# Level 3 also knows sizes that are only known at run time (GCC 12).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND
   CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
  set(fortify_level 3)
else()
  set(fortify_level 2)
endif()
target_compile_options(siptriage_options INTERFACE
  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${fortify_level})

foreach(flag IN ITEMS -fstack-protector-strong -fstack-clash-protection
    -fcf-protection)
  string(MAKE_C_IDENTIFIER "compiler${flag}" known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    target_compile_options(siptriage_options INTERFACE ${flag})
  endif()
endforeach()
foreach(flag IN ITEMS -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
    -Wl,-z,separate-code)
  string(MAKE_C_IDENTIFIER "linker${flag}" known)
  check_linker_flag(CXX ${flag} ${known})
  if(${known})
    target_link_options(siptriage_options INTERFACE ${flag})
  endif()
endforeach()
