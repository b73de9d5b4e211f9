#include "cli/small_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

namespace siptriage::cli {

Result<std::string> read_small_file(const std::string& path,
                                    std::string_view what,
                                    std::uintmax_t most_octets) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return fail(ErrorCode::NotFound,
                fmt::format("there is no {} {}", what, path));
  }
  if (!fs::is_regular_file(status)) {
    return fail(ErrorCode::NotAFile,
                fmt::format("the {} {} is no file", what, path));
  }
  if (fs::file_size(path, error) > most_octets || error) {
    return fail(ErrorCode::LimitReached,
                fmt::format("the {} {} is longer than {} octets", what, path,
                            most_octets));
  }
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)),
                   std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return fail(ErrorCode::Io,
                fmt::format("the {} {} cannot be read", what, path));
  }
  return text;
}

}  // namespace siptriage::cli
