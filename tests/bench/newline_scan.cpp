// siptriage_newline_scan: the yardstick for reading text at all. Counts the
// line ends of a mapped file, with AVX2 where the processor has it.
//
//     siptriage_newline_scan FILE [--threads N]
//
// Prints the count. Each thread takes one contiguous part.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#define SIPTRIAGE_HAS_AVX2_PATH 1
#else
#define SIPTRIAGE_HAS_AVX2_PATH 0
#endif

namespace siptriage::bench {
namespace {

std::uint64_t count_plainly(std::string_view octets) {
  return static_cast<std::uint64_t>(
      std::count(octets.begin(), octets.end(), '\n'));
}

#if SIPTRIAGE_HAS_AVX2_PATH
constexpr std::size_t kVectorOctets = sizeof(__m256i);
// Each octet of the accumulator grows by at most one a round.
constexpr std::size_t kMaxRounds = 255;

__attribute__((target("avx2"))) std::uint64_t count_with_avx2(
    std::string_view octets) {
  const __m256i newlines = _mm256_set1_epi8('\n');
  __m256i sums = _mm256_setzero_si256();
  while (octets.size() >= kVectorOctets) {
    const std::size_t rounds =
        std::min(octets.size() / kVectorOctets, kMaxRounds);
    __m256i counts = _mm256_setzero_si256();
    for (std::size_t i = 0; i < rounds; ++i) {
      __m256i vector;
      std::memcpy(&vector, octets.data() + i * kVectorOctets, kVectorOctets);
      // Equal octets compare as -1.
      counts = _mm256_sub_epi8(counts, _mm256_cmpeq_epi8(vector, newlines));
    }
    sums =
        _mm256_add_epi64(sums, _mm256_sad_epu8(counts, _mm256_setzero_si256()));
    octets.remove_prefix(rounds * kVectorOctets);
  }
  alignas(kVectorOctets) std::uint64_t parts[4];
  std::memcpy(parts, &sums, sizeof sums);
  return parts[0] + parts[1] + parts[2] + parts[3] + count_plainly(octets);
}
#endif

std::uint64_t count_newlines(std::string_view octets) {
#if SIPTRIAGE_HAS_AVX2_PATH
  if (__builtin_cpu_supports("avx2")) return count_with_avx2(octets);
#endif
  return count_plainly(octets);
}

std::uint64_t count_with_threads(std::string_view octets, std::size_t threads) {
  std::vector<std::uint64_t> counts(threads);
  std::vector<std::thread> others;
  const std::size_t part = octets.size() / threads;
  for (std::size_t i = 0; i < threads; ++i) {
    const std::size_t length = i + 1 == threads ? std::string_view::npos : part;
    const std::string_view mine = octets.substr(i * part, length);
    others.emplace_back(
        [&counts, i, mine] { counts[i] = count_newlines(mine); });
  }
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < threads; ++i) {
    others[i].join();
    sum += counts[i];
  }
  return sum;
}

int scan(const std::string& path, std::size_t threads) {
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
    std::fprintf(stderr, "siptriage_newline_scan: cannot open %s: %s\n",
                 path.c_str(), std::strerror(errno));
    return 1;
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  ::close(descriptor);
  if (mapped == MAP_FAILED) {
    std::fprintf(stderr, "siptriage_newline_scan: cannot map %s: %s\n",
                 path.c_str(), std::strerror(errno));
    return 1;
  }
  const std::string_view octets(static_cast<const char*>(mapped), size);
  const std::uint64_t count = threads == 1
                                  ? count_newlines(octets)
                                  : count_with_threads(octets, threads);
  ::munmap(mapped, size);
  std::printf("%llu\n", static_cast<unsigned long long>(count));
  return 0;
}

int usage() {
  std::fprintf(stderr, "usage: siptriage_newline_scan FILE [--threads N]\n");
  return 2;
}

}  // namespace
}  // namespace siptriage::bench

int main(int argc, char** argv) {
  using namespace siptriage::bench;
  std::size_t threads = 1;
  if (argc == 4 && std::string_view(argv[2]) == "--threads") {
    threads = std::strtoul(argv[3], nullptr, 10);
  } else if (argc != 2) {
    return usage();
  }
  if (threads == 0 || threads > 1024) return usage();
  try {
    return scan(argv[1], threads);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "siptriage_newline_scan: %s\n", error.what());
    return 1;
  }
}
