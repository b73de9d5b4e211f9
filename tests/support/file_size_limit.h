#pragma once
// No room on the disk, as programs see it.

#include <csignal>
#include <sys/resource.h>

#include <gtest/gtest.h>

namespace siptriage::testing {

/// No file may grow past `octets` while this lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t octets)
      : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{octets, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace siptriage::testing
