# siptriage_options: the warnings, hardening and sanitizers every target of
# this project is built with. Never exported.
add_library(siptriage_options INTERFACE)

# Warnings are errors on the compilers that CI runs; a newer one may warn of
# what these do not, and shall still build.
set(warnings_are_errors "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION
   VERSION_LESS 13)
  set(warnings_are_errors -Werror)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION
       VERSION_LESS 15)
  set(warnings_are_errors -Werror)
endif()
target_compile_options(siptriage_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wimplicit-fallthrough ${warnings_are_errors})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees overlaps in std::string's operator+ that are not there
  # (gcc.gnu.org bug 105651).
  target_compile_options(siptriage_options INTERFACE -Wno-restrict)
endif()
include(Hardening)
if(SIPTRIAGE_SANITIZE)
  target_compile_options(siptriage_options INTERFACE
    -fsanitize=${SIPTRIAGE_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(siptriage_options INTERFACE
    -fsanitize=${SIPTRIAGE_SANITIZE})
endif()
if(SIPTRIAGE_FUZZERS)
  # Coverage for libFuzzer in every room, its main() in the fuzzers alone.
  target_compile_options(siptriage_options INTERFACE
    -fsanitize=fuzzer-no-link)
endif()

# RapidJSON adds to null pointers where its buffers are empty; targets that
# include it link this, behind siptriage_options, which leaves that one check
# out.
add_library(siptriage_rapidjson INTERFACE)
target_include_directories(siptriage_rapidjson SYSTEM INTERFACE
  ${RAPIDJSON_INCLUDE_DIRS})
if(SIPTRIAGE_SANITIZE MATCHES "undefined")
  target_compile_options(siptriage_rapidjson INTERFACE
    -fno-sanitize=pointer-overflow)
endif()
