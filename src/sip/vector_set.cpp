#include "sip/vector_set.h"

#include <array>

namespace siptriage::sip::detail {

constinit std::atomic<VectorSet> chosen_vector_set{VectorSet::Undecided};

std::string_view to_string(VectorSet set) {
  switch (set) {
    case VectorSet::Undecided:
      return "undecided";
    case VectorSet::Plain:
      return "plain";
    case VectorSet::Sse2:
      return "sse2";
    case VectorSet::Avx2:
      return "avx2";
    case VectorSet::Avx512:
      return "avx512";
    case VectorSet::Neon:
      return "neon";
  }
  return "";
}

namespace {

bool is_usable(VectorSet set) {
#if defined(__x86_64__)
  if (set == VectorSet::Avx2) return __builtin_cpu_supports("avx2") != 0;
  if (set == VectorSet::Avx512) {
    return __builtin_cpu_supports("avx512bw") != 0;
  }
  return set == VectorSet::Sse2 || set == VectorSet::Plain;
#elif defined(__aarch64__)
  return set == VectorSet::Neon || set == VectorSet::Plain;
#else
  return set == VectorSet::Plain;
#endif
}

// From the plain one to the best.
constexpr std::array kInOrder = {VectorSet::Plain, VectorSet::Sse2,
                                 VectorSet::Avx2, VectorSet::Avx512,
                                 VectorSet::Neon};

}  // namespace

std::vector<VectorSet> usable_vector_sets() {
  std::vector<VectorSet> sets;
  for (const VectorSet set : kInOrder) {
    if (is_usable(set)) sets.push_back(set);
  }
  return sets;
}

VectorSet choose_vector_set() {
  VectorSet best = VectorSet::Plain;
  for (const VectorSet set : kInOrder) {
    if (is_usable(set)) best = set;
  }
  prescribe_vector_set(best);
  return best;
}

void prescribe_vector_set(VectorSet set) {
  chosen_vector_set.store(set, std::memory_order_relaxed);
}

}  // namespace siptriage::sip::detail
