#pragma once
// Pairs: which captures of a folder are checked by which file of expectations.
// busy.pcapng, busy.pcap.gz and the like go with busy.toml beside them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/result.h"

namespace siptriage::cli {

// A folder with more files of these kinds is refused.
inline constexpr std::size_t kMaxPairedFiles = 10'000;

struct Pairs {
  struct Pair {
    std::string capture;
    std::string expectations;
  };
  std::vector<Pair> pairs;  // by path, as the others
  std::vector<std::string> captures_alone;
  std::vector<std::string> expectations_alone;
};

// Its subfolders too, but not hidden ones; a siptriage.toml is a configuration.
// Errors: NotFound, Io, LimitReached.
[[nodiscard]] Result<Pairs> find_pairs(const std::string& folder);

// "trace" of "trace.pcapng.gz"; empty: no name of a capture.
[[nodiscard]] std::string_view stem_of_capture(std::string_view path);

}  // namespace siptriage::cli
