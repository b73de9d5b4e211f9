#include "capture/input_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "capture/format.h"
#include "capture/input_stream.h"

namespace siptriage::detail {
namespace {

tl::unexpected<Error> open_error(const std::string& path, int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return fail(ErrorCode::NotFound,
                  "no such file: " + path + "; check the path");
    case EACCES:
    case EPERM:
      return fail(ErrorCode::PermissionDenied,
                  "no permission to read " + path +
                      "; change its mode, or run as its owner");
    case ENXIO:
      return fail(ErrorCode::NotAFile,
                  path + " is a socket; give a capture file or a pipe");
    default:
      return fail(ErrorCode::Io,
                  "cannot open " + path + ": " + system_words(error_number));
  }
}

// Standard input may be a file that was partly read already.
bool at_start(const FileDescriptor& file) {
  return ::lseek(file.number(), 0, SEEK_CUR) == 0;
}

int open_descriptor(const std::string& path, bool is_standard_input) {
  // A copy of standard input's descriptor, which is not ours to close.
  if (is_standard_input) return ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  int descriptor = -1;
  do {  // opening a FIFO waits for its writer
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

// True unless the magic number says otherwise; a pipe keeps its own until it
// is read.
bool may_be_compressed(const InputFile& input) {
  if (!input.is_regular) return true;
  std::array<char, kFormatOctets> front{};
  const ssize_t count =
      ::pread(input.file.number(), front.data(), front.size(), 0);
  if (count < 0) return true;
  return is_compressed(
      recognise({front.data(), static_cast<std::size_t>(count)}));
}

Result<LoadedFile> read_file(const FileDescriptor& file, std::size_t octets,
                             const std::string& name, OctetStore& store,
                             const StopFlag* stop) {
  // What is read between two looks at `stop`.
  constexpr std::size_t kPieceOctets = std::size_t{64} << 20;
  // Shared, because what the store keeps must be copyable.
  std::shared_ptr<char[]> memory(new (std::nothrow) char[octets]);
  if (memory == nullptr) {
    return fail(ErrorCode::NoMemory, "out of memory: no room for the " +
                                         std::to_string(octets) +
                                         " octets of " + name);
  }
  std::size_t filled = 0;
  while (filled < octets && !stop_requested(stop)) {
    const ssize_t count = ::pread(file.number(), memory.get() + filled,
                                  std::min(octets - filled, kPieceOctets),
                                  static_cast<off_t>(filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return fail(ErrorCode::Io,
                  "cannot read " + name + ": " + system_words(errno), filled);
    }
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  const std::string_view view(memory.get(), filled);
  store.adopt(view, [memory]() mutable { memory.reset(); });
  return LoadedFile{view, false};
}

}  // namespace

Result<InputFile> open_input(const std::string& path) {
  InputFile input;
  const bool is_standard_input = path == "-";
  input.name = is_standard_input ? "standard input" : path;
  input.file = FileDescriptor(open_descriptor(path, is_standard_input));
  if (!input.file.is_open()) return open_error(input.name, errno);
  struct stat status {};
  if (::fstat(input.file.number(), &status) != 0) {
    return open_error(input.name, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return fail(ErrorCode::NotAFile,
                input.name + " is a directory; name the captures in it");
  }
  input.is_regular = S_ISREG(status.st_mode) && at_start(input.file);
  if (input.is_regular) {
    input.octets = static_cast<std::uint64_t>(status.st_size);
  }
  if (may_be_compressed(input)) input.room = make_temporary_file(input.name);
  return input;
}

Result<LoadedFile> load_file(const FileDescriptor& file, std::uint64_t octets,
                             bool map, const std::string& name,
                             OctetStore& store, const StopFlag* stop) {
  if (octets > std::numeric_limits<std::size_t>::max() / 2) {
    return fail(ErrorCode::Io, name + " is too big for this machine's memory");
  }
  const auto size = static_cast<std::size_t>(octets);
  if (size == 0) return LoadedFile{};
  if (!map) return read_file(file, size, name, store, stop);
  void* const place =
      ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  // Some file systems cannot map.
  if (place == MAP_FAILED) return read_file(file, size, name, store, stop);
  ::madvise(place, size, MADV_SEQUENTIAL);
  const std::string_view view(static_cast<const char*>(place), size);
  store.adopt(view, [place, size] { ::munmap(place, size); });
  return LoadedFile{view, true};
}

std::uint64_t file_octets(const FileDescriptor& file, std::uint64_t otherwise) {
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return otherwise;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace siptriage::detail
