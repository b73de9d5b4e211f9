#include "cli/check_pairs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/config_file.h"

namespace siptriage::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormats[] = {".pcap", ".pcapng", ".cap"};
constexpr std::string_view kCompressions[] = {".gz", ".zst", ".lz4"};
constexpr std::string_view kToml = ".toml";

bool is_hidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.');
}

// The regular files below `folder`, by path.
Result<std::vector<std::string>> files_below(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> files;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
      continue;
    }
    std::error_code unknown;
    if (!entry->is_regular_file(unknown)) continue;
    const std::string path = entry->path().generic_string();
    if (stem_of_capture(path).empty() && !path.ends_with(kToml)) continue;
    if (files.size() == kMaxPairedFiles) {
      return fail(ErrorCode::LimitReached,
                  fmt::format("{} has more than {} captures and files of "
                              "expectations; check its subfolders one by one",
                              folder, kMaxPairedFiles));
    }
    files.push_back(path);
  }
  if (error) {
    return fail(ErrorCode::Io, fmt::format("the folder {} cannot be read: {}",
                                           folder, error.message()));
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::string_view stem_of_capture(std::string_view path) {
  for (const std::string_view ending : kCompressions) {
    if (!path.ends_with(ending)) continue;
    path.remove_suffix(ending.size());
    break;
  }
  for (const std::string_view ending : kFormats) {
    if (path.ends_with(ending)) {
      path.remove_suffix(ending.size());
      return path;
    }
  }
  return {};
}

Result<Pairs> find_pairs(const std::string& folder) {
  const auto files = files_below(folder);
  if (!files) return tl::unexpected<Error>(files.error());
  // By what is before ".toml": whether a capture goes with it.
  std::map<std::string, bool, std::less<>> expectations;
  for (const std::string& file : *files) {
    if (!file.ends_with(kToml) || fs::path(file).filename() == kConfigName) {
      continue;
    }
    expectations.emplace(file.substr(0, file.size() - kToml.size()), false);
  }
  Pairs found;
  for (const std::string& file : *files) {
    const std::string_view stem = stem_of_capture(file);
    if (stem.empty()) continue;
    const auto pair = expectations.find(stem);
    if (pair == expectations.end()) {
      found.captures_alone.push_back(file);
      continue;
    }
    pair->second = true;
    found.pairs.push_back({file, pair->first + std::string(kToml)});
  }
  for (const auto& [stem, is_paired] : expectations) {
    if (!is_paired) {
      found.expectations_alone.push_back(stem + std::string(kToml));
    }
  }
  return found;
}

}  // namespace siptriage::cli
