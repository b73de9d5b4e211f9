#pragma once
/// Bundle: some files as one, to be sent along, with a manifest of them.
///
///     Bundle bundle("siptriage 1.0");
///     bundle.note("where", "code == 503");
///     bundle.add("report.txt", "The triage report", text);
///     Result<std::string> zip = bundle.to_zip();
///
/// The same files give the same octets, whenever and wherever it is made:
/// times in the archive are fixed, files stand in the order in which they were
/// added, the manifest first. All of it is held in memory.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/base/result.h"

namespace siptriage {

inline constexpr std::string_view kManifestName = "manifest.json";

struct BundleFile {
  std::string name;   // without a folder
  std::string about;  // one phrase: what it is
  std::string octets;
};

class Bundle {
 public:
  /// Before the first one in a program that gives up its rights: what hashes
  /// wants a look at the system when it begins.
  static void prepare();

  /// `application` is who makes it.
  explicit Bundle(std::string application)
      : application_(std::move(application)) {}

  /// Something about how it was made, for the manifest. No name twice.
  void note(std::string name, std::string value) {
    notes_.emplace_back(std::move(name), std::move(value));
  }
  /// No name twice.
  void add(std::string name, std::string about, std::string octets) {
    files_.push_back({std::move(name), std::move(about), std::move(octets)});
  }

  /// The files in their order, without the manifest.
  [[nodiscard]] const std::vector<BundleFile>& files() const { return files_; }

  /// JSON: the application, the notes ("run"), of each file its name, what it
  /// is, its octets and their SHA-256. Errors: NoMemory.
  [[nodiscard]] Result<std::string> manifest() const;

  /// A ZIP archive of the manifest and the files. Errors: NoMemory.
  [[nodiscard]] Result<std::string> to_zip() const;

 private:
  std::string application_;
  std::vector<std::pair<std::string, std::string>> notes_;
  std::vector<BundleFile> files_;
};

}  // namespace siptriage
