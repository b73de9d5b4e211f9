#include "cli/bundle_folder.h"

#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "siptriage/bundle/bundle.h"

#include "cli/small_file.h"

namespace siptriage::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostManifestOctets = std::uintmax_t{1} << 20;

// Others have files of that name, too.
bool is_our_manifest(const fs::path& path) {
  const Result<std::string> manifest =
      read_small_file(path.string(), "manifest", kMostManifestOctets);
  return manifest &&
         manifest->find("\"made_by\":\"siptriage ") != std::string::npos;
}

Result<void> prepare_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directory(folder, error);
  const bool is_empty = !error && fs::is_empty(folder, error);
  if (error) {
    return fail(ErrorCode::Io, fmt::format("cannot write to {}: {}",
                                           folder.string(), error.message()));
  }
  if (is_empty || is_our_manifest(folder / kManifestName)) return {};
  return fail(
      ErrorCode::BadConfiguration,
      fmt::format("{} has files in it that are no bundle's (it has no "
                  "{} of siptriage); name an empty folder, or a new one",
                  folder.string(), kManifestName));
}

Result<OutputFile> open_file(const fs::path& path,
                             const std::vector<CaptureInput>& captures) {
  if (find_overwritten(path.string(), captures) == nullptr) {
    return OutputFile::open(path.string());
  }
  return fail(ErrorCode::BadConfiguration,
              fmt::format("the bundle would overwrite the capture {}; name "
                          "another folder",
                          path.string()));
}

}  // namespace

bool names_folder(const std::string& path) {
  std::error_code error;
  return path != "-" && (path.ends_with('/') || fs::is_directory(path, error));
}

Result<OutputFile> open_bundle_folder(
    const std::string& path, const std::vector<std::string>& names,
    const std::vector<CaptureInput>& captures) {
  const fs::path folder(path);
  const Result<void> ready = prepare_folder(folder);
  if (!ready) return tl::unexpected<Error>(ready.error());
  Result<OutputFile> manifest = open_file(folder / kManifestName, captures);
  for (const std::string& name : names) {
    if (!manifest) break;
    Result<OutputFile> file = open_file(folder / name, captures);
    if (!file) return file;
    manifest->take_along(*std::move(file));
  }
  return manifest;
}

}  // namespace siptriage::cli
