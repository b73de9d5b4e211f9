// An analysis that is asked to stop: at the edge of a batch, between the two
// passes, and where it waits for a pipe.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/report/report.h"

#include "support/program.h"
#include "tools/build_capture.h"

namespace siptriage::interruption_test {
namespace {

using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

constexpr std::size_t kFileHeaderOctets = 24;
constexpr std::size_t kRecordHeaderOctets = 16;
// Enough for progress to be told.
constexpr std::size_t kFrames = 100'000;

// A classic pcap of `frames` frames: a call of ours again and again, with
// frames that are nothing in between.
std::string capture_of(std::size_t frames) {
  const std::string sample =
      read_file(SIPTRIAGE_SOURCE_DIR "/samples/cancelled/cancelled.pcap");
  std::string nothing(kRecordHeaderOctets + 14, '\0');
  nothing[8] = nothing[12] = 14;
  std::string capture = sample.substr(0, kFileHeaderOctets);
  std::size_t next = kFileHeaderOctets;
  for (std::size_t i = 0; i < frames; ++i) {
    if (i % 50 != 0) {
      capture += nothing;
      continue;
    }
    std::uint32_t length = 0;
    std::memcpy(&length, sample.data() + next + 8, sizeof(length));
    capture += sample.substr(next, kRecordHeaderOctets + length);
    next += kRecordHeaderOctets + length;
    if (next == sample.size()) next = kFileHeaderOctets;
  }
  return capture;
}

// A flow script of calls that break rules and fail.
std::string calls_that_fail(int count) {
  std::string script =
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.1:5060\n\n";
  const auto event = [&script](const std::string& way,
                               const std::string& start_line,
                               const std::string& call) {
    script += "@+0.01 " + way + " udp\n" + start_line +
              "\nVia: SIP/2.0/UDP ${alice};branch=z9hG4bK" + call +
              "\nFrom: <sip:alice@example.com>;tag=a\n"
              "To: <sip:bob@example.com>;tag=b\nCall-ID: " +
              call + "\nCSeq: 1 INVITE\nContent-Length: auto\n\n";
  };
  for (int i = 0; i < count; ++i) {
    event("alice -> bob", "INVITE sip:bob@example.com SIP/2.0",
          std::to_string(i));
    event("bob -> alice", "SIP/2.0 405 Method Not Allowed", std::to_string(i));
  }
  return script;
}

struct Reports {
  std::string text;
  std::string json;
};

Reports reports_of(const Triage& triage) {
  Workers one(1);
  StringSink text;
  StringSink json;
  EXPECT_TRUE(write_text(triage, {}, text));
  EXPECT_TRUE(write_json(triage, one, json));
  return {text.text(), json.text()};
}

// What an interrupted run must come to: the same as for a capture that ends
// there, but for the words that say so.
void expect_as_of_cut_capture(const Triage& partial, const std::string& whole) {
  EXPECT_TRUE(partial.coverage.interrupted);
  const std::string cut = capture_of(partial.coverage.frames);
  ASSERT_LT(cut.size(), whole.size());
  ASSERT_EQ(cut, whole.substr(0, cut.size()));
  Workers one(1);
  Result<Triage> expected = triage_memory(cut, one);
  ASSERT_TRUE(expected);
  EXPECT_GT(expected->message_count, 1000U);
  expected->coverage.interrupted = true;
  expected->coverage.files[0].octets = whole.size();
  const Reports a = reports_of(partial);
  const Reports b = reports_of(*expected);
  EXPECT_TRUE(a.text == b.text);
  EXPECT_TRUE(a.json == b.json);
  EXPECT_NE(a.text.find("Partial"), std::string::npos);
  EXPECT_NE(a.json.find("\"interrupted\":true"), std::string::npos);
}

// Stops as soon as progress tells of so many frames.
class StopAt {
 public:
  StopAt(std::uint64_t least_frames, bool keep) {
    options_.capture.stop = &stop_;
    options_.keep_interrupted = keep;
    options_.progress = [this, least_frames](std::uint64_t frames) {
      if (frames >= least_frames) stop_.request();
    };
  }
  [[nodiscard]] const AnalyzeOptions& options() const { return options_; }

 private:
  StopFlag stop_;
  AnalyzeOptions options_;
};

TEST(Interruption, KeepsWhatWasReadUntilThen) {
  const std::string whole = capture_of(200'000);
  std::uint64_t frames = 0;
  for (const unsigned threads : {1U, 2U, 8U}) {
    const StopAt stop(1, true);
    Workers workers(threads);
    const Result<Triage> partial =
        triage_memory(whole, workers, stop.options());
    ASSERT_TRUE(partial);
    expect_as_of_cut_capture(*partial, whole);
    if (frames == 0) frames = partial->coverage.frames;
    EXPECT_EQ(partial->coverage.frames, frames) << threads << " threads";
  }
  const StopAt stop(1, true);
  Result<Analysis> analysis = analyze_memory(whole, stop.options());
  ASSERT_TRUE(analysis);
  expect_as_of_cut_capture(summarize(std::move(*analysis)), whole);
}

TEST(Interruption, GivesNothingUnlessThatIsWanted) {
  const std::string whole = capture_of(200'000);
  for (const unsigned threads : {1U, 2U}) {
    const StopAt stop(1, false);
    Workers workers(threads);
    const Result<Triage> done = triage_memory(whole, workers, stop.options());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::Interrupted);
  }
  const StopAt stop(1, false);
  const Result<Analysis> analysis = analyze_memory(whole, stop.options());
  ASSERT_FALSE(analysis);
  EXPECT_EQ(analysis.error().code, ErrorCode::Interrupted);
}

// The end of reading is told as well, and then it is too late to leave out
// frames, but not to end.
TEST(Interruption, LeavesWholeWhatWasReadToTheEnd) {
  const std::string whole = capture_of(kFrames);
  for (const unsigned threads : {1U, 2U}) {
    Workers workers(threads);
    const StopAt stop(kFrames, true);
    const Result<Triage> expected = triage_memory(whole, workers);
    const Result<Triage> kept = triage_memory(whole, workers, stop.options());
    ASSERT_TRUE(expected && kept);
    EXPECT_FALSE(kept->coverage.interrupted);
    EXPECT_TRUE(reports_of(*kept).json == reports_of(*expected).json);
  }
}

TEST(Interruption, EndsTheSecondPassToo) {
  const std::string whole = capture_of(kFrames);
  Workers workers(2);
  const StopAt stop(kFrames, false);
  const Result<Triage> done = triage_memory(whole, workers, stop.options());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::Interrupted);
}

// A FIFO that never ends, because its reader could write as well.
class EndlessFifo {
 public:
  explicit EndlessFifo(const std::string& octets) : path_(folder_ / "fifo") {
    EXPECT_EQ(::mkfifo(path_.c_str(), 0600), 0);
    file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    EXPECT_EQ(::write(file_, octets.data(), octets.size()),
              static_cast<ssize_t>(octets.size()));
  }
  EndlessFifo(const EndlessFifo&) = delete;
  EndlessFifo& operator=(const EndlessFifo&) = delete;
  ~EndlessFifo() { ::close(file_); }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool is_drained() const {
    int waiting = 0;
    return ::ioctl(file_, FIONREAD, &waiting) == 0 && waiting == 0;
  }

 private:
  TemporaryFolder folder_;
  std::string path_;
  int file_ = -1;
};

// Stops whoever reads `fifo` once all of it was taken.
Result<Triage> triage_until_drained(const EndlessFifo& fifo, Workers& workers) {
  StopFlag stop;
  AnalyzeOptions options;
  options.capture.stop = &stop;
  options.keep_interrupted = true;
  std::thread stopper([&] {
    while (!fifo.is_drained()) std::this_thread::yield();
    stop.request();
  });
  Result<Triage> done = triage({fifo.path()}, workers, options);
  stopper.join();
  return done;
}

TEST(Interruption, ReachesWhoWaitsForAPipe) {
  const std::string octets = capture_of(100);
  for (const unsigned threads : {1U, 3U}) {
    // The front of another record follows, which is no damage here.
    const EndlessFifo fifo(octets + octets.substr(kFileHeaderOctets, 20));
    Workers workers(threads);
    const Result<Triage> done = triage_until_drained(fifo, workers);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(done->coverage.interrupted);
    EXPECT_EQ(done->coverage.files[0].damage, "");
    EXPECT_LE(done->coverage.frames, 100U);
  }
}

TEST(Interruption, ReachesWhoWaitsForAFront) {
  for (const std::string& front : {
           std::string("\xd4\xc3"),          // of pcap
           std::string("\x1f\x8b\x08\0", 4)  // of gzip
       }) {
    const EndlessFifo fifo(front);
    Workers workers(1);
    const Result<Triage> done = triage_until_drained(fifo, workers);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::Interrupted)
        << done.error().message;
  }
}

// The first pass is over when the end of reading is told.
TEST(Shrinking, IsToldWhenItHappensBeforeTheSecondPass) {
  guard_mapped_files();
  const std::string octets = capture_of(kFrames);
  for (const unsigned threads : {1U, 2U}) {
    const TemporaryFolder folder;
    const std::string path = folder / "trace.pcap";
    write_file(path, octets);
    AnalyzeOptions options;
    options.progress = [&path](std::uint64_t frames) {
      if (frames == kFrames) std::filesystem::resize_file(path, 5000);
    };
    Workers workers(threads);
    const Result<Triage> done = triage({path}, workers, options);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->coverage.frames, kFrames);
    EXPECT_TRUE(done->coverage.files[0].shrank);
    EXPECT_EQ(done->coverage.files[0].damage,
              "the file shrank while it was read");
    EXPECT_TRUE(mapped_file_was_truncated());
  }
}

// A report reads calls once more. Zeros where a file was cut came to other
// numbers of calls and findings than were counted, and those of the second
// reading were looked for in vain, past the end.
TEST(Shrinking, LeavesCallsAndFindingsEmptyInTheReport) {
  const auto failing = testing::build_capture(calls_that_fail(300));
  ASSERT_TRUE(failing);
  for (const std::string& whole : {*failing, capture_of(20'000)}) {
    for (const std::size_t kept : {whole.size() / 2, std::size_t{1000}}) {
      std::string octets = whole;
      Workers workers(2);
      const Result<Triage> done = triage_memory(octets, workers);
      ASSERT_TRUE(done);
      std::fill(octets.begin() + static_cast<std::ptrdiff_t>(kept),
                octets.end(), '\0');
      StringSink sink;
      TextOptions all;
      all.max_groups = 1000;
      EXPECT_TRUE(write_text(*done, all, sink));
      EXPECT_TRUE(write_json(*done, workers, sink));
      EXPECT_TRUE(write_messages_ndjson(*done, {}, sink));
      EXPECT_TRUE(write_messages_text(*done, {}, sink));
    }
  }
}

TEST(Shrinking, IsNotToldOfAFileThatGrows) {
  const std::string octets = capture_of(kFrames);
  const TemporaryFolder folder;
  const std::string path = folder / "trace.pcap";
  write_file(path, octets);
  AnalyzeOptions options;
  options.progress = [&](std::uint64_t) {
    std::filesystem::resize_file(path, octets.size() + 1000);
  };
  Workers workers(2);
  const Result<Triage> done = triage({path}, workers, options);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_FALSE(done->coverage.files[0].shrank);
  EXPECT_EQ(done->coverage.files[0].damage, "");
}

}  // namespace
}  // namespace siptriage::interruption_test
