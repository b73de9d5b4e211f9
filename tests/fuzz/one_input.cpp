// libFuzzer's way in.

#include <cstddef>
#include <cstdint>

#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  siptriage::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
