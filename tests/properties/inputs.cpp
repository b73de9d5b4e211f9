#include "properties/inputs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "bench/make_capture/make_capture.h"
#include "support/program.h"

namespace siptriage::testing {
namespace {

struct Size {
  std::string_view kind;
  std::uint64_t calls;  // or packets of media
};
constexpr Size kSizes[] = {
    {"sip-heavy", 40},      {"media-heavy", 3000}, {"tcp", 40},
    {"short-calls", 30},    {"long-calls", 1},     {"register-storm", 30},
    {"same-hash", 30},      {"many-headers", 1},   {"giant-dialog", 10},
    {"never-answered", 30}, {"deep-forks", 1},     {"small-segments", 4},
    {"fragments", 30},
};

// As long as the program, with the captures made so far.
class Folder {
 public:
  const std::string& capture_of(const Size& size) {
    const auto [place, is_new] = made_.try_emplace(size.kind);
    if (!is_new) return place->second;
    place->second = folder_ / (std::string(size.kind) + ".pcap");
    bench::CaptureRequest request;
    request.kind = bench::find_kind(size.kind);
    request.output = place->second;
    (size.kind == "media-heavy" ? request.packets : request.calls) = size.calls;
    if (!bench::make_capture(request)) {
      throw std::runtime_error("cannot make " + place->second);
    }
    return place->second;
  }

 private:
  TemporaryFolder folder_;
  std::map<std::string_view, std::string> made_;
};

Folder& folder() {
  static Folder the_folder;
  return the_folder;
}

}  // namespace

std::vector<std::string> sample_captures() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           SIPTRIAGE_SOURCE_DIR "/samples")) {
    const std::string extension = entry.path().extension();
    if (extension == ".pcap" || extension == ".pcapng") {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

const std::string& generated_capture(std::string_view kind) {
  for (const Size& size : kSizes) {
    if (size.kind == kind) return folder().capture_of(size);
  }
  throw std::runtime_error("no such kind");
}

const std::vector<std::string>& generated_captures() {
  static const std::vector<std::string> paths = [] {
    std::vector<std::string> made;
    for (const Size& size : kSizes) made.push_back(folder().capture_of(size));
    return made;
  }();
  return paths;
}

std::vector<std::string> all_captures() {
  std::vector<std::string> paths = sample_captures();
  paths.insert(paths.end(), generated_captures().begin(),
               generated_captures().end());
  return paths;
}

int rounds(int wanted) {
#ifdef SIPTRIAGE_FEW_ROUNDS
  return wanted / 2;
#else
  return wanted;
#endif
}

}  // namespace siptriage::testing
