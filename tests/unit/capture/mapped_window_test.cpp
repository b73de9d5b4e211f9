#include "capture/mapped_window.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <string_view>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

#include "siptriage/capture/capture_reader.h"

#include "unit/capture/capture_octets.h"

namespace siptriage::mapped_window_test {
namespace {

using detail::MappedWindow;
using testing::TemporaryFile;

constexpr std::size_t kMebi = std::size_t{1} << 20;

// A file of zeros without blocks on disk, mapped.
class Mapping {
 public:
  explicit Mapping(std::size_t octets) : file_("x"), octets_(octets) {
    const int descriptor = ::open(file_.path().c_str(), O_RDWR);
    if (::ftruncate(descriptor, static_cast<off_t>(octets)) == 0) {
      place_ = ::mmap(nullptr, octets, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
    ::close(descriptor);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { ::munmap(place_, octets_); }

  [[nodiscard]] std::string_view octets() const {
    return {static_cast<const char*>(place_), octets_};
  }
  // True while the process has the page in which `offset` lies.
  [[nodiscard]] bool holds(std::size_t offset) const;

 private:
  TemporaryFile file_;
  std::size_t octets_;
  void* place_ = MAP_FAILED;
};

// /proc/self/pagemap: 8 octets a page, the upper bit is set for one present.
bool Mapping::holds(std::size_t offset) const {
  const auto page_octets = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t address =
      reinterpret_cast<std::size_t>(octets().data()) + offset;
  const int pages = ::open("/proc/self/pagemap", O_RDONLY);
  std::uint64_t entry = 0;
  const ssize_t got = ::pread(pages, &entry, sizeof(entry),
                              static_cast<off_t>(address / page_octets * 8));
  ::close(pages);
  return got == sizeof(entry) && (entry >> 63) != 0;
}

TEST(MappedWindow, GivesBackWhatIsFarBehindAndKeepsTheOctets) {
  const Mapping mapping(MappedWindow::kBehindOctets + 16 * kMebi);
  const char* const data = mapping.octets().data();
  MappedWindow window(mapping.octets());
  std::size_t sum = 0;
  for (std::size_t at = 0; at < mapping.octets().size(); at += kMebi) {
    sum += static_cast<unsigned char>(data[at]);
    window.move_to(data + at);
  }
  EXPECT_EQ(sum, std::size_t{'x'});
  EXPECT_FALSE(mapping.holds(0));
  EXPECT_FALSE(mapping.holds(10 * kMebi));
  EXPECT_TRUE(mapping.holds(20 * kMebi));
  EXPECT_EQ(data[0], 'x');
  EXPECT_TRUE(mapping.holds(0));
}

TEST(MappedWindow, BringsInWhatIsAheadAndNoMoreWhereTheSystemCan) {
  const Mapping mapping(64 * kMebi);
  MappedWindow window(mapping.octets());
  std::size_t steps = 0;
  while (window.populate_ahead()) ++steps;
  // The system may not know how.
  if (steps == 0) GTEST_SKIP() << "no MADV_POPULATE_READ here";
  EXPECT_TRUE(mapping.holds(0));
  EXPECT_TRUE(mapping.holds(MappedWindow::kAheadOctets));
  EXPECT_FALSE(mapping.holds(MappedWindow::kAheadOctets + 8 * kMebi));
  window.move_to(mapping.octets().data() + 50 * kMebi);
  while (window.populate_ahead()) ++steps;
  EXPECT_FALSE(mapping.holds(30 * kMebi));
  EXPECT_TRUE(mapping.holds(51 * kMebi));
  EXPECT_TRUE(mapping.holds(64 * kMebi - 1));
  EXPECT_FALSE(window.populate_ahead());
}

TEST(MappedWindow, ServesSeveralThreadsAtOnce) {
  const Mapping mapping(64 * kMebi);
  MappedWindow window(mapping.octets());
  const auto populate = [&] {
    for (int turn = 0; turn < 100; ++turn) window.populate_ahead();
  };
  std::array<std::thread, 3> threads;
  for (std::thread& thread : threads) thread = std::thread(populate);
  for (std::size_t at = 0; at < mapping.octets().size(); at += kMebi) {
    window.move_to(mapping.octets().data() + at);
  }
  for (std::thread& thread : threads) thread.join();
  while (window.populate_ahead()) {
  }
  EXPECT_FALSE(window.populate_ahead());
}

TEST(MappedWindow, DoesNothingWhereNothingIsMapped) {
  MappedWindow window{std::string_view()};
  window.move_to(nullptr);
  EXPECT_FALSE(window.populate_ahead());
}

TEST(CaptureReader, CanBeAskedToPopulateWhateverItReads) {
  const TemporaryFile file(testing::small_pcap());
  for (const bool map : {false, true}) {
    OctetStore store;
    Result<CaptureReader> reader =
        CaptureReader::open(file.path(), {.map_files = map}, store);
    ASSERT_TRUE(reader.has_value());
    while (reader->populate_ahead()) {
    }
    EXPECT_EQ(testing::read_all(std::move(reader)).frames.size(), 2U);
  }
}

}  // namespace
}  // namespace siptriage::mapped_window_test
