#pragma once
// Random: numbers that are the same for a seed on every machine, which the
// distributions of the standard library are not. Splitmix64 by Sebastiano Vigna
// (public domain, prng.di.unimi.it).

#include <cstdint>

namespace siptriage::bench {

// A well mixed number for each `value`; what is to be the same again later,
// such as a call's tags, is mixed from the call's seed and a number.
inline std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

inline std::uint64_t mix(std::uint64_t seed, std::uint64_t number) {
  return mix(seed ^ (number * 0xD1342543DE82EF95));
}

// `random` as a number from 0 to `limit` - 1.
inline std::uint32_t below(std::uint64_t random, std::uint32_t limit) {
  return static_cast<std::uint32_t>(((random >> 32) * limit) >> 32);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed)) {}

  std::uint64_t next() { return mix(state_++); }
  std::uint32_t below(std::uint32_t limit) {
    return bench::below(next(), limit);
  }
  bool chance(std::uint32_t per_mille) { return below(1000) < per_mille; }

 private:
  std::uint64_t state_;
};

}  // namespace siptriage::bench
