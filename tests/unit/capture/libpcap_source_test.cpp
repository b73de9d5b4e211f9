// Pipes and standard input: libpcap reads those, or a decompressor in front.
#include <array>
#include <atomic>
#include <chrono>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>
#include <zlib.h>

#include "capture/file_descriptor.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::libpcap_source_test {
namespace {

using detail::FileDescriptor;
using testing::kNanoMagic;
using testing::Outcome;
using testing::pcap_file;
using testing::PcapngFile;
using testing::read_path;
using testing::small_pcap;
using testing::small_pcapng;
using testing::TemporaryFile;

// Writes `octets` into a FIFO from another thread, `piece` octets at a time.
class Fifo {
 public:
  Fifo(std::string octets, std::size_t piece)
      : place_(""), path_(place_.directory() + "/fifo") {
    EXPECT_EQ(::mkfifo(path_.c_str(), 0600), 0);
    writer_ = std::thread([this, octets = std::move(octets), piece] {
      const FileDescriptor file(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
      for (std::size_t at = 0; at < octets.size(); at += piece) {
        const std::string_view part =
            std::string_view(octets).substr(at, piece);
        if (::write(file.number(), part.data(), part.size()) < 0) break;
      }
    });
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  ~Fifo() { writer_.join(); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  TemporaryFile place_;
  std::string path_;
  std::thread writer_;
};

// Puts another file in the place of standard input.
class StandardInput {
 public:
  explicit StandardInput(const std::string& path, off_t offset = 0)
      : before_(::dup(STDIN_FILENO)) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    ::lseek(file.number(), offset, SEEK_SET);
    ::dup2(file.number(), STDIN_FILENO);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() { ::dup2(before_.number(), STDIN_FILENO); }

 private:
  FileDescriptor before_;
};

class IgnoreBrokenPipes : public ::testing::Environment {
 public:
  void SetUp() override { ::signal(SIGPIPE, SIG_IGN); }
};
[[maybe_unused]] const auto* const kIgnoreBrokenPipes =
    ::testing::AddGlobalTestEnvironment(new IgnoreBrokenPipes);

TEST(Pipe, GivesTheFramesOfEachFormatInPiecesOfAnySize) {
  const std::string nano = pcap_file({.magic = kNanoMagic, .link_type = 12},
                                     {{1, 2, "a", 0}, {3, 4, "bc", 9}});
  for (const std::size_t piece : {1U, 7U, 4096U}) {
    {
      const Fifo fifo(small_pcap(), piece);
      const Outcome outcome = read_path(fifo.path());
      ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
      EXPECT_EQ(outcome.coverage.format, "pcap");
      EXPECT_EQ(outcome.coverage.octets, small_pcap().size());
      EXPECT_EQ(outcome.coverage.interfaces.at(0).frames, 2U);
      EXPECT_EQ(outcome.frames[0].octets, "first");
      EXPECT_EQ(outcome.frames[1].octets, "second one");
      EXPECT_TRUE(outcome.frames[1].frame.transient);
    }
    {
      const Fifo fifo(small_pcapng(), piece);
      const Outcome outcome = read_path(fifo.path());
      ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
      EXPECT_EQ(outcome.coverage.format, "pcapng");
      EXPECT_EQ(nanoseconds_of(outcome.frames[1].frame.timestamp),
                11'000'006'000);
    }
    const Fifo fifo(nano, piece);
    const Outcome outcome = read_path(fifo.path());
    ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
    EXPECT_EQ(outcome.frames[1].frame.link_type, LinkType::RawIp);
    EXPECT_EQ(nanoseconds_of(outcome.frames[1].frame.timestamp), 3'000'000'004);
    EXPECT_EQ(outcome.frames[1].frame.original_length_octets, 9U);
  }
}

TEST(Pipe, KeepsTheFramesOfABatchTogether) {
  std::vector<testing::PcapRecord> records;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    records.push_back(
        {.seconds = i,
         .octets = std::string(std::size_t{i} * 10, static_cast<char>(i))});
  }
  const Fifo fifo(pcap_file({}, records), 65536);
  const Outcome outcome = read_path(fifo.path());
  ASSERT_EQ(outcome.frames.size(), 1000U);
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_TRUE(outcome.frames[i].octets == records[i].octets) << i;
    EXPECT_EQ(outcome.frames[i].frame.id.number, i + 1);
  }
}

TEST(Pipe, IsDecompressedFirst) {
  uLongf size = 1024;
  std::string compressed(size, '\0');
  const std::string whole = small_pcap();
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
                         Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string in = whole;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);

  const Fifo fifo(compressed, 5);
  const Outcome outcome = read_path(fifo.path());
  ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
  EXPECT_EQ(outcome.coverage.format, "pcap in gzip");
  EXPECT_EQ(outcome.coverage.octets, compressed.size());
  EXPECT_FALSE(outcome.frames[0].frame.transient) << "mapped after all";
}

TEST(Pipe, EndsAtDamageWithTheWordsOfLibpcap) {
  const std::string whole = small_pcap();
  const Fifo fifo(whole.substr(0, whole.size() - 3), 4096);
  const Outcome outcome = read_path(fifo.path());
  EXPECT_EQ(outcome.frames.size(), 1U);
  EXPECT_NE(outcome.coverage.damage.find("truncated dump file"),
            std::string::npos)
      << outcome.coverage.damage;
  EXPECT_EQ(outcome.coverage.damage_offset_octets, 24U + 16 + 5);
}

TEST(Pipe, HandsOutWhatComesBeforeTheLinkTypeChanges) {
  PcapngFile file;
  file.section(ByteOrder::Little).interface(1).enhanced(0, 1, "before");
  file.interface(101).enhanced(1, 1, "after");
  const Fifo fifo(file.done(), 4096);
  const Outcome outcome = read_path(fifo.path());
  ASSERT_EQ(outcome.frames.size(), 1U);
  EXPECT_EQ(outcome.frames[0].octets, "before");
  EXPECT_NE(outcome.coverage.damage.find("different from the type"),
            std::string::npos)
      << outcome.coverage.damage;
}

TEST(Pipe, SaysWhatIsWrongWithItsFront) {
  struct Row {
    std::string octets;
    ErrorCode code;
  };
  const Row rows[] = {
      {"", ErrorCode::Empty},
      {"INVITE sip:a@b SIP/2.0", ErrorCode::NotACapture},
      {small_pcap().substr(0, 23), ErrorCode::Damaged},
      {pcap_file({.major = 1}, {}), ErrorCode::Unsupported},
      {pcap_file({.major = 2, .minor = 9}, {}), ErrorCode::Unsupported},
      {PcapngFile().section(ByteOrder::Big, {}, 2, 0).done(),
       ErrorCode::Unsupported},
      {small_pcapng().substr(0, 28), ErrorCode::Damaged},  // no interface
  };
  for (const Row& row : rows) {
    const Fifo fifo(row.octets, 4096);
    const Outcome outcome = read_path(fifo.path());
    EXPECT_EQ(outcome.error.code, row.code) << outcome.error.message;
    EXPECT_TRUE(outcome.error.message.starts_with(fifo.path()));
  }
}

TEST(Pipe, ReadsTimesAfter2038AsFilesDo) {
  const Fifo fifo(pcap_file({}, {{0xFFFFFFFF, 1, "a", 0}}), 4096);
  const Outcome outcome = read_path(fifo.path());
  ASSERT_EQ(outcome.frames.size(), 1U);
  EXPECT_EQ(nanoseconds_of(outcome.frames[0].frame.timestamp),
            4'294'967'295'000'001'000);
}

extern "C" void do_nothing(int) {}

TEST(Pipe, IsNotCutByInterruptingSignals) {
  struct sigaction action {};
  action.sa_handler = do_nothing;  // without SA_RESTART
  struct sigaction before {};
  ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
  std::vector<testing::PcapRecord> records(40, {.octets = "some octets"});
  std::atomic<bool> done = false;
  const pthread_t reader = ::pthread_self();
  std::thread interrupter([&] {
    while (!done) {
      ::pthread_kill(reader, SIGUSR1);
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
  });
  {
    const Fifo fifo(pcap_file({}, records), 1);
    const Outcome outcome = read_path(fifo.path());
    done = true;
    interrupter.join();
    EXPECT_EQ(outcome.frames.size(), 40U) << outcome.error.message;
    EXPECT_EQ(outcome.coverage.damage, "");
  }
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST(StandardInput, IsMappedWhereItIsAFile) {
  const TemporaryFile file(small_pcap());
  const StandardInput input(file.path());
  const Outcome outcome = read_path("-");
  ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
  EXPECT_FALSE(outcome.frames[0].frame.transient);
  EXPECT_EQ(outcome.coverage.path, "standard input");
}

TEST(StandardInput, IsReadFromWhereItStands) {
  const TemporaryFile file("skipped" + small_pcap());
  const StandardInput input(file.path(), 7);
  const Outcome outcome = read_path("-");
  ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
  EXPECT_TRUE(outcome.frames[0].frame.transient);
}

TEST(StandardInput, MayBeAPipe) {
  const Fifo fifo(small_pcap(), 10);
  const StandardInput input(fifo.path());
  const Outcome outcome = read_path("-");
  EXPECT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
}

}  // namespace
}  // namespace siptriage::libpcap_source_test
