#include "support/zip_members.h"

#include <zip.h>

namespace siptriage::testing {

std::map<std::string, std::string> zip_members(const std::string& archive) {
  std::map<std::string, std::string> members;
  zip_source_t* const source =
      zip_source_buffer_create(archive.data(), archive.size(), 0, nullptr);
  zip_t* const zip =
      zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  if (zip == nullptr) {
    zip_source_free(source);
    return members;
  }
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t status;
    zip_file_t* const file = zip_fopen_index(zip, index, 0);
    if (file == nullptr || zip_stat_index(zip, index, 0, &status) != 0) break;
    std::string octets(status.size, '\0');
    const zip_int64_t count = zip_fread(file, octets.data(), octets.size());
    zip_fclose(file);
    // Read to its end: its checksum was compared.
    if (count != static_cast<zip_int64_t>(octets.size())) break;
    members[status.name] = std::move(octets);
  }
  zip_discard(zip);
  return members;
}

}  // namespace siptriage::testing
