#pragma once
// VectorSet: which vector instructions this processor has. Functions that have
// a body for each ask at every call, which is a load and a foreseen branch:
//
//     switch (vector_set()) {
//       case VectorSet::Avx2: return find_with_avx2(...);

#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

namespace siptriage::sip::detail {

enum class VectorSet : std::uint8_t {
  Undecided,  // never given by vector_set()
  Plain,      // none: the twin that all others are held to
  Sse2,
  Avx2,
  Avx512,  // with byte and word instructions
  Neon,
};

[[nodiscard]] std::string_view to_string(VectorSet set);

// Constant-initialised, so that it may be asked before main(). Whoever comes
// first looks what the processor has; that others do so too is harmless.
[[gnu::visibility("hidden")]] extern constinit std::atomic<VectorSet>
    chosen_vector_set;
VectorSet choose_vector_set();

[[nodiscard]] inline VectorSet vector_set() {
  const VectorSet set = chosen_vector_set.load(std::memory_order_relaxed);
  return set == VectorSet::Undecided ? choose_vector_set() : set;
}

// For tests: all that this processor has, the best last, and a way to prescribe
// one.
[[nodiscard]] std::vector<VectorSet> usable_vector_sets();
void prescribe_vector_set(VectorSet set);

}  // namespace siptriage::sip::detail
