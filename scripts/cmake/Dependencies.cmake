# Everything comes from the system's package manager; scripts/install-packages
# lists the Debian names.
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(tl-expected REQUIRED)
find_package(RapidJSON REQUIRED)
pkg_check_modules(libpcap REQUIRED IMPORTED_TARGET libpcap)
pkg_check_modules(libzstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(liblz4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)

# For the sandbox of the program; Linux alone has what it wraps.
if(SIPTRIAGE_SANDBOX AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  pkg_check_modules(libseccomp IMPORTED_TARGET libseccomp)
endif()

# toml++ and CLI11 are headers only, and not every distribution ships CMake
# files for them.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)

if(SIPTRIAGE_TESTS)
  find_package(GTest REQUIRED)
endif()
if(SIPTRIAGE_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
