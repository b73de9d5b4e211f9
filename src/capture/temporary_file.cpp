#include "capture/temporary_file.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <stdlib.h>
#include <system_error>
#include <unistd.h>

#include "capture/input_stream.h"

namespace siptriage::detail {
namespace {

FileDescriptor make_nameless(const std::filesystem::path& directory) {
#ifdef O_TMPFILE
  constexpr mode_t kOwnerOnly = 0600;
  FileDescriptor file(::open(
      directory.c_str(), O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, kOwnerOnly));
  if (file.is_open()) return file;
#endif
  // Not every file system has that.
  std::string pattern = (directory / "siptriage-XXXXXX").string();
  FileDescriptor named(::mkostemp(pattern.data(), O_CLOEXEC));
  if (named.is_open()) ::unlink(pattern.c_str());
  return named;
}

}  // namespace

Result<TemporaryFile> make_temporary_file(const std::string& name) {
  std::error_code error;
  const std::filesystem::path path =
      std::filesystem::temp_directory_path(error);
  if (error) {
    return fail(ErrorCode::Io, "no directory to decompress " + name +
                                   " into: " + error.message() +
                                   "; set TMPDIR to one");
  }
  FileDescriptor file = make_nameless(path);
  if (!file.is_open()) {
    return fail(ErrorCode::Io, "cannot decompress " + name + " into " +
                                   path.string() + ": " + system_words(errno) +
                                   "; set TMPDIR to a directory with room");
  }
  return TemporaryFile{std::move(file), path.string()};
}

}  // namespace siptriage::detail
