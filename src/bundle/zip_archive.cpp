#include "bundle/zip_archive.h"

#include <cstdint>
#include <zip.h>

namespace siptriage::bundle {
namespace {

// 1980-01-01 00:00, where the time of ZIP begins.
constexpr std::uint16_t kNoTime = 0;
constexpr std::uint16_t kNoDate = 1 << 5 | 1;
// A regular file that all may read, as Unix has it.
constexpr std::uint32_t kMode = std::uint32_t{0100644} << 16;

std::optional<std::string> read_all(zip_source_t* source) {
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_source_stat(source, &status) != 0 ||
      (status.valid & ZIP_STAT_SIZE) == 0 || zip_source_open(source) != 0) {
    return std::nullopt;
  }
  std::string octets(status.size, '\0');
  const zip_int64_t count =
      zip_source_read(source, octets.data(), octets.size());
  zip_source_close(source);
  if (count != static_cast<zip_int64_t>(octets.size())) return std::nullopt;
  return octets;
}

}  // namespace

struct ZipArchive::Parts {
  zip_source_t* source = nullptr;  // what the archive is written into
  zip_t* archive = nullptr;
  bool failed = false;
};

ZipArchive::ZipArchive() : parts_(std::make_unique<Parts>()) {
  zip_error_t error;
  zip_error_init(&error);
  parts_->source = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (parts_->source != nullptr) {
    zip_source_keep(parts_->source);  // to be read when the archive is closed
    parts_->archive =
        zip_open_from_source(parts_->source, ZIP_TRUNCATE, &error);
    if (parts_->archive == nullptr) zip_source_free(parts_->source);
  }
  parts_->failed = parts_->archive == nullptr;
  zip_error_fini(&error);
}

ZipArchive::~ZipArchive() {
  if (parts_->archive != nullptr) zip_discard(parts_->archive);
  if (parts_->source != nullptr) zip_source_free(parts_->source);
}

void ZipArchive::add(const std::string& name, std::string_view octets) {
  if (parts_->failed) return;
  zip_t* const archive = parts_->archive;
  zip_source_t* const file =
      zip_source_buffer(archive, octets.data(), octets.size(), 0);
  const zip_int64_t index =
      file == nullptr
          ? -1
          : zip_file_add(archive, name.c_str(), file, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    if (file != nullptr) zip_source_free(file);
    parts_->failed = true;
    return;
  }
  const auto at = static_cast<zip_uint64_t>(index);
  parts_->failed =
      zip_file_set_dostime(archive, at, kNoTime, kNoDate, 0) != 0 ||
      zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, kMode) !=
          0 ||
      zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 0) != 0;
}

std::optional<std::string> ZipArchive::finish() && {
  if (parts_->failed || zip_close(parts_->archive) != 0) return std::nullopt;
  parts_->archive = nullptr;
  return read_all(parts_->source);
}

}  // namespace siptriage::bundle
