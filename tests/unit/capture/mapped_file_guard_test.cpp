#include "siptriage/capture/mapped_file_guard.h"

#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace siptriage::mapped_file_guard_test {
namespace {

TEST(MappedFileGuard, ReadsZerosWhereATruncatedFileWas) {
  std::string path = "/tmp/siptriage-guard-XXXXXX";
  const int file = mkstemp(path.data());
  ASSERT_GE(file, 0);
  unlink(path.c_str());
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::string octets(2 * page, 'x');
  ASSERT_EQ(write(file, octets.data(), octets.size()),
            static_cast<ssize_t>(octets.size()));
  void* mapped = mmap(nullptr, 2 * page, PROT_READ, MAP_PRIVATE, file, 0);
  ASSERT_NE(mapped, MAP_FAILED);
  guard_mapped_files();
  EXPECT_FALSE(mapped_file_was_truncated());
  ASSERT_EQ(ftruncate(file, static_cast<off_t>(page)), 0);
  const volatile char* text = static_cast<const char*>(mapped);
  EXPECT_EQ(text[0], 'x');
  EXPECT_EQ(text[page], '\0');
  EXPECT_TRUE(mapped_file_was_truncated());
  munmap(mapped, 2 * page);
  close(file);
}

}  // namespace
}  // namespace siptriage::mapped_file_guard_test
