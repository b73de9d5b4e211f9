#pragma once
// ZipArchive: a ZIP archive, made in memory by libzip.
//
//   ZipArchive archive;
//   archive.add("report.txt", text);
//   std::optional<std::string> octets = std::move(archive).finish();

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace siptriage::bundle {

class ZipArchive {
 public:
  ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;
  ~ZipArchive();

  // Lifetime: `octets` must live until finish().
  void add(const std::string& name, std::string_view octets);
  // Nothing where there was no memory for all of it.
  [[nodiscard]] std::optional<std::string> finish() &&;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace siptriage::bundle
