#include "cli/output_file.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "cli/stop_signals.h"

namespace siptriage::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxLinks = 40;    // as the system has it
constexpr int kMaxNames = 1000;  // tried for the hidden file

std::string words(int error_number) {
  return std::generic_category().message(error_number);
}

tl::unexpected<Error> cannot_write(const std::string& name, int error_number) {
  const ErrorCode code = error_number == ENOENT   ? ErrorCode::NotFound
                         : error_number == EACCES ? ErrorCode::PermissionDenied
                         : error_number == EISDIR ? ErrorCode::NotAFile
                                                  : ErrorCode::Io;
  return fail(code, "cannot write to " + name + ": " + words(error_number));
}

// What is there under a name, links followed; nothing when there is nothing.
std::optional<struct stat> status_of(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

// The path that `path` comes to through symbolic links, also one of a file
// that is not there yet. Empty when they lead nowhere.
fs::path follow_links(fs::path path) {
  std::error_code error;
  for (int i = 0; i < kMaxLinks; ++i) {
    if (!fs::is_symlink(fs::symlink_status(path, error))) return path;
    const fs::path target = fs::read_symlink(path, error);
    if (error) return {};
    path = path.parent_path() / target;  // an absolute one replaces it all
  }
  return {};
}

// Waits for the reader of a FIFO.
int open_as_it_is(const std::string& path) {
  for (;;) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (file >= 0 || errno != EINTR || stop_flag().requested()) return file;
  }
}

// As the file had that is replaced. Where its owner cannot be kept, its group
// gets no more than everybody.
void take_over_mode(int file, const struct stat& old) {
  mode_t mode = old.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
  struct stat ours = {};
  const bool is_same = ::fstat(file, &ours) == 0 && ours.st_uid == old.st_uid &&
                       ours.st_gid == old.st_gid;
  if (!is_same && ::fchown(file, old.st_uid, old.st_gid) != 0) {
    mode &= ~static_cast<mode_t>(S_IRWXG) | (mode & S_IRWXO) << 3;
  }
  static_cast<void>(::fchmod(file, mode));
}

// A new file in `directory`; `name` is what it is called then. -1: errno.
int make_hidden_file(int directory, std::string& name) {
  constexpr mode_t kAsUmaskHasIt = 0666;
  for (int i = 0; i < kMaxNames; ++i) {
    name = ".siptriage-" + std::to_string(::getpid()) + "-" +
           std::to_string(i) + ".tmp";
    const int file =
        ::openat(directory, name.c_str(),
                 O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kAsUmaskHasIt);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

}  // namespace

OutputFile::OutputFile(OutputFile&& other) noexcept
    : name_(std::move(other.name_)),
      file_(std::exchange(other.file_, -1)),
      directory_(std::exchange(other.directory_, -1)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      error_(other.error_),
      is_cut_(other.is_cut_),
      has_octets_(other.has_octets_),
      along_(std::move(other.along_)) {
  if (!temporary_.empty()) remove_on_signal(directory_, temporary_.c_str());
}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) {
    remove_on_signal(directory_, nullptr);
    ::unlinkat(directory_, temporary_.c_str(), 0);
  }
  if (file_ >= 0 && file_ != STDOUT_FILENO) ::close(file_);
  if (directory_ >= 0) ::close(directory_);
}

Result<OutputFile> OutputFile::open(const std::string& path) {
  if (path == "-") return OutputFile("standard output", STDOUT_FILENO);
  const fs::path target = follow_links(path);
  if (target.empty()) return cannot_write(path, ELOOP);
  const std::optional<struct stat> old = status_of(path);
  if (old && S_ISDIR(old->st_mode)) return cannot_write(path, EISDIR);
  if (old && !S_ISREG(old->st_mode)) {
    const int file = open_as_it_is(path);
    if (file < 0 && stop_flag().requested()) {
      return fail(ErrorCode::Interrupted, "interrupted");
    }
    if (file < 0) return cannot_write(path, errno);
    return OutputFile(path, file);
  }
  // Renaming over it would not ask whether we may.
  if (old && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) {
    return cannot_write(path, errno);
  }
  Result<OutputFile> output = open_beside(target.string(), path);
  if (output && old) take_over_mode(output->file_, *old);
  return output;
}

Result<OutputFile> OutputFile::open_beside(const std::string& path,
                                           std::string name) {
  const fs::path target(path);
  if (!target.has_filename()) return cannot_write(name, EISDIR);
  const std::string folder =
      target.has_parent_path() ? target.parent_path().string() : ".";
  OutputFile output(std::move(name), -1);
  output.directory_ = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (output.directory_ < 0) return cannot_write(output.name_, errno);
  output.target_ = target.filename().string();
  std::string hidden;
  output.file_ = make_hidden_file(output.directory_, hidden);
  if (output.file_ < 0) {
    const int error = errno;
    return fail(error == EACCES ? ErrorCode::PermissionDenied : ErrorCode::Io,
                "cannot write to " + output.name_ + ": no new file in " +
                    folder + ": " + words(error));
  }
  output.temporary_ = std::move(hidden);
  remove_on_signal(output.directory_, output.temporary_.c_str());
  return output;
}

std::vector<int> OutputFile::directories() const {
  std::vector<int> all = {directory_};
  for (const OutputFile& other : along_) all.push_back(other.directory_);
  return all;
}

bool OutputFile::fail_with(int error_number) {
  if (error_ == 0) error_ = error_number;
  return false;
}

bool OutputFile::write(std::string_view octets) {
  if (error_ != 0) return false;
  has_octets_ |= !octets.empty();
  while (!octets.empty()) {
    const ssize_t written = ::write(file_, octets.data(), octets.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_with(errno);
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool OutputFile::commit() {
  if (error_ != 0) return false;
  for (OutputFile& other : along_) {
    if (!other.commit()) return fail_with(other.error());
  }
  if (temporary_.empty()) return true;
  // Before the name: a crash must not leave an empty file under it.
  if (::fsync(file_) != 0 && errno != EINVAL) return fail_with(errno);
  // Some file systems find out only now that there is no room.
  if (::close(std::exchange(file_, -1)) != 0) return fail_with(errno);
  if (::renameat(directory_, temporary_.c_str(), directory_, target_.c_str()) !=
      0) {
    return fail_with(errno);
  }
  remove_on_signal(directory_, nullptr);
  temporary_.clear();
  return true;
}

const CaptureInput* find_overwritten(const std::string& path,
                                     const std::vector<CaptureInput>& inputs) {
  struct stat output = {};
  const int known = path == "-" ? ::fstat(STDOUT_FILENO, &output)
                                : ::stat(path.c_str(), &output);
  if (known != 0 || !S_ISREG(output.st_mode)) return nullptr;
  for (const CaptureInput& input : inputs) {
    struct stat status = {};
    if (::fstat(input.descriptor(), &status) == 0 &&
        status.st_dev == output.st_dev && status.st_ino == output.st_ino) {
      return &input;
    }
  }
  return nullptr;
}

}  // namespace siptriage::cli
