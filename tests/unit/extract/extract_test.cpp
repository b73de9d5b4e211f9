#include "siptriage/extract/extract.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::extract_test {
namespace {

// Captures of two callers at one server; the calls of carol go well.
constexpr std::string_view kHosts =
    "capture pcap\n"
    "link ethernet\n"
    "start 2026-03-02T09:15:00Z\n"
    "host alice 192.0.2.10:5060\n"
    "host carol 192.0.2.30:5060\n"
    "host bob 192.0.2.20:5060\n"
    "host phone 192.0.2.10:40000\n"
    "host gateway 192.0.2.20:50000\n\n";

std::string capture_of(std::string_view events) {
  auto built =
      testing::build_capture(std::string(kHosts) + std::string(events));
  EXPECT_TRUE(built) << (built ? "" : built.error().message);
  return built ? *std::move(built) : std::string();
}

// What was extracted: its octets, and numbers of frames of the original.
struct Extracted {
  std::string octets;
  std::vector<std::uint32_t> frames;
};

std::vector<CaptureReader> readers_of(const std::string& octets) {
  std::vector<CaptureReader> readers;
  Result<CaptureReader> reader = CaptureReader::from_memory("it", octets);
  EXPECT_TRUE(reader) << (reader ? "" : reader.error().message);
  if (reader) readers.push_back(std::move(*reader));
  return readers;
}

std::vector<Frame> frames_of(const std::string& octets) {
  std::vector<Frame> frames;
  std::vector<Frame> batch(kFrameBatch);
  for (CaptureReader& reader : readers_of(octets)) {
    while (const std::size_t count = reader.next_batch(batch)) {
      frames.insert(frames.end(), batch.begin(),
                    batch.begin() + static_cast<std::ptrdiff_t>(count));
    }
    EXPECT_EQ(reader.coverage().damage, "");
  }
  return frames;
}

Extracted extract_calls(const std::string& capture,
                        const std::vector<CallId>& calls,
                        ExtractOptions options = {}) {
  Workers workers(1);
  const Result<Triage> done = triage_memory(capture, workers);
  EXPECT_TRUE(done) << (done ? "" : done.error().message);
  const Result<Extract> found = Extract::find(*done, calls, std::move(options));
  EXPECT_TRUE(found) << (found ? "" : found.error().message);
  StringSink sink;
  EXPECT_TRUE(found->write(sink));
  Extracted extracted{sink.text(), {}};
  const std::vector<Frame> original = frames_of(capture);
  auto next = original.begin();
  for (const Frame& frame : frames_of(extracted.octets)) {
    next = std::find_if(next, original.end(), [&](const Frame& other) {
      return other.octets == frame.octets && other.timestamp == frame.timestamp;
    });
    EXPECT_NE(next, original.end()) << "a frame that was not in the capture";
    if (next == original.end()) break;
    extracted.frames.push_back(next->id.number);
    ++next;
  }
  EXPECT_EQ(extracted.frames.size(), found->frames());
  return extracted;
}

using Numbers = std::vector<std::uint32_t>;

TEST(Extract, TakesTheFramesOfOneCallAlone) {
  const std::string capture = capture_of(
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
      "@+0.1 carol -> bob udp\nOPTIONS sip:bob@example.com\n"
      "Call-ID: other@example.com\n\n"
      "@+0.1 bob -> carol udp\n200 OK to OPTIONS\n\n"
      "@+0.1 bob -> alice udp\n486 Busy Here to INVITE\n\n");
  EXPECT_EQ(extract_calls(capture, {CallId(0)}).frames, (Numbers{1, 4}));
  EXPECT_EQ(extract_calls(capture, {CallId(1)}).frames, (Numbers{2, 3}));
}

TEST(Extract, ChoosesWhatFailed) {
  const std::string capture = capture_of(
      "@0 carol -> bob udp\nOPTIONS sip:bob@example.com\n"
      "Call-ID: other@example.com\n\n"
      "@+0.1 bob -> carol udp\n200 OK\n\n"
      "@+0.1 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
      "@+0.1 bob -> alice udp\n503 Service Unavailable\n\n");
  Workers workers(1);
  const Result<Triage> done = triage_memory(capture, workers);
  EXPECT_EQ(failed_calls(*done), std::vector<CallId>{CallId(1)});
}

TEST(Extract, TakesAllFragmentsOfADatagram) {
  const std::string capture = capture_of(
      "mtu 400\n"
      "@0 alice -> bob udp order reversed\nINVITE sip:bob@example.com\n"
      "Subject: " +
      std::string(900, 'x') +
      "\n\n"
      "@+0.1 carol -> bob udp\nOPTIONS sip:bob@example.com\n"
      "Call-ID: other@example.com\nSubject: " +
      std::string(500, 'y') +
      "\n\n"
      "@+0.1 bob -> alice udp\n486 Busy Here to INVITE\n\n");
  const Numbers frames = extract_calls(capture, {CallId(0)}).frames;
  const std::size_t all = frames_of(capture).size();
  ASSERT_GE(frames.size(), 4U);
  EXPECT_EQ(frames.front(), 1U);
  EXPECT_EQ(frames.back(), all);
  EXPECT_LT(frames.size(), all);
  Workers workers(1);
  const std::string extract = extract_calls(capture, {CallId(0)}).octets;
  const Result<Triage> again = triage_memory(extract, workers);
  EXPECT_EQ(again->coverage.of(SkipReason::FragmentIncomplete), 0U);
  EXPECT_EQ(again->coverage.sip_messages, 2U);
}

// The connection is opened (3), the INVITE comes in three segments, out of
// order and one of them twice; then each is acknowledged.
const std::string kOverTcp =
    "@0 alice -> bob tcp segments 100,100,rest order 1,3,2,2\n"
    "INVITE sip:bob@example.com\n\n"
    "@+0.1 bob -> alice tcp\n486 Busy Here\n\n"
    "@+0.1 alice -> bob tcp close\n\n";

bool holds_segment_of(const std::string& octets, std::string_view text) {
  const std::vector<Frame> frames = frames_of(octets);
  return std::any_of(frames.begin(), frames.end(), [&](const Frame& frame) {
    return frame.octets.find(text) != std::string_view::npos;
  });
}

TEST(Extract, TakesAllSegmentsOfAMessage) {
  const std::string capture = capture_of(kOverTcp);
  const Extracted only = extract_calls(capture, {CallId(0)});
  const Extracted all = extract_calls(capture, {CallId(0)}, {.tcp = true});
  EXPECT_LT(only.frames.size(), all.frames.size());
  EXPECT_EQ(all.frames.front(), 1U);   // SYN
  EXPECT_EQ(only.frames.front(), 4U);  // the first segment
  EXPECT_TRUE(holds_segment_of(only.octets, "INVITE sip:bob"));
  EXPECT_TRUE(holds_segment_of(only.octets, "486 Busy Here"));
  Workers workers(1);
  for (const Extracted* extracted : {&only, &all}) {
    const Result<Triage> again = triage_memory(extracted->octets, workers);
    EXPECT_EQ(again->coverage.sip_messages, 2U);
  }
}

TEST(Extract, LeavesOtherConnectionsAlone) {
  const std::string capture =
      capture_of(kOverTcp +
                 "@+0.1 carol -> bob tcp\nOPTIONS sip:bob@example.com\n"
                 "Call-ID: other@example.com\n\n"
                 "@+0.1 bob -> carol tcp\n200 OK\n\n");
  const Extracted other = extract_calls(capture, {CallId(1)}, {.tcp = true});
  EXPECT_FALSE(holds_segment_of(other.octets, "INVITE"));
  for (const std::uint32_t frame : other.frames) EXPECT_GT(frame, 8U);
}

// What is left of the message before would be garbage in front of it.
TEST(Extract, TakesTheMessageBeforeInTheSameSegment) {
  const std::string capture = capture_of(
      "@0 alice -> bob tcp segments 100,rest\nOPTIONS sip:bob@example.com\n"
      "Call-ID: other@example.com\n\n"
      "@+0 alice -> bob tcp joined\nINVITE sip:bob@example.com\n"
      "Call-ID: this@example.com\n\n"
      "@+0.1 bob -> alice tcp\n486 Busy Here to INVITE\n\n");
  const Extracted extracted = extract_calls(capture, {CallId(1)});
  EXPECT_EQ(extracted.frames.front(), 4U);
  Workers workers(1);
  const Result<Triage> again = triage_memory(extracted.octets, workers);
  EXPECT_EQ(again->calls.size(), 2U);
}

TEST(Extract, TakesIcmpErrorsAboutTheCall) {
  const std::string capture = capture_of(
      "@0 carol -> bob udp dies port\nOPTIONS sip:bob@example.com\n"
      "Call-ID: other@example.com\n\n"
      "@+1 alice -> bob udp dies port\nINVITE sip:bob@example.com\n\n");
  EXPECT_EQ(extract_calls(capture, {CallId(0)}).frames, (Numbers{1, 2}));
  EXPECT_EQ(extract_calls(capture, {CallId(1)}).frames, (Numbers{3, 4}));
}

const std::string kWithMedia =
    "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
    "v=0\no=- 1 1 IN IP4 192.0.2.10\ns=-\nc=IN IP4 192.0.2.10\nt=0 0\n"
    "m=audio 40000 RTP/AVP 0\n\n"
    "@+0.1 bob -> alice udp\n200 OK\n\n"
    "@+0.1 alice -> bob udp\nACK\n\n"
    "@+0.1 gateway -> phone udp hex\n"
    "80 00 00 01 00 00 00 a0 11 22 33 44 d5 d5 d5 d5\n\n"
    "@+0.1 gateway -> carol udp hex\n"
    "80 00 00 01 00 00 00 a0 11 22 33 44 d5 d5 d5 d5\n\n"
    "@+1 alice -> bob udp\nBYE\n\n"
    "@+0.1 bob -> alice udp\n200 OK\n\n"
    "@+60 gateway -> phone udp hex\n"
    "80 00 00 02 00 00 01 40 11 22 33 44 d5 d5 d5 d5\n\n";

TEST(Extract, TakesMediaOfTheCallWhenAskedTo) {
  const std::string capture = capture_of(kWithMedia);
  EXPECT_EQ(extract_calls(capture, {CallId(0)}).frames,
            (Numbers{1, 2, 3, 6, 7}));
  EXPECT_EQ(extract_calls(capture, {CallId(0)}, {.media = true}).frames,
            (Numbers{1, 2, 3, 4, 6, 7}));
}

TEST(Extract, PutsFindingsBesideTheirFrames) {
  const std::string capture = capture_of(
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
      "@+0.1 bob -> alice udp\n405 Method Not Allowed\n\n");
  const std::string comment = "siptriage: 405 without Allow";
  EXPECT_NE(extract_calls(capture, {CallId(0)}).octets.find(comment),
            std::string::npos);
  EXPECT_EQ(extract_calls(capture, {CallId(0)}, {.comments = false})
                .octets.find("siptriage: "),
            std::string::npos);
}

// What is on the wire must not reach a viewer as anything but text.
TEST(Extract, EscapesWhatTheWireSaidInComments) {
  const std::string capture = capture_of(
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
      "@+0.1 bob -> alice udp\n503 Gone \x1b[31m\xff\xe2\x80\xaeover\n\n");
  const Extracted extracted = extract_calls(capture, {CallId(0)});
  const std::size_t comment = extracted.octets.find("siptriage: ");
  ASSERT_NE(comment, std::string::npos);
  std::string_view text = std::string_view(extracted.octets).substr(comment);
  text = text.substr(0, text.find('\0'));
  EXPECT_EQ(text.find('\x1b'), std::string_view::npos) << text;
  EXPECT_EQ(text.find('\xff'), std::string_view::npos) << text;
}

TEST(Extract, RefusesWhatIsGone) {
  const std::string capture =
      capture_of("@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n");
  Workers workers(1);
  Result<Triage> done = triage_memory(capture, workers);
  done->captures.clear();
  const Result<Extract> found = Extract::find(*done, {CallId(0)}, {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::Unsupported);
}

// An extract keeps that the capture went on without an answer.
TEST(Extract, KeepsThatTheCaptureWentOn) {
  std::string events =
      "@0 alice -> bob udp as ask\nINVITE sip:bob@example.com\n\n";
  for (const char* at : {"0.5", "1.5", "3.5", "7.5", "15.5", "31.5"}) {
    events += std::string("@") + at + " alice -> bob udp again ask\n\n";
  }
  for (int second = 32; second < 60; second += 2) {
    events += "@" + std::to_string(second) +
              " carol -> bob udp\nOPTIONS sip:bob@example.com\n"
              "Call-ID: other" +
              std::to_string(second) + "@example.com\n\n";
  }
  const std::string capture = capture_of(events);
  const Extracted extracted = extract_calls(capture, {CallId(0)});
  EXPECT_EQ(extracted.frames.size(), 7U);
  Workers workers(1);
  const Result<Triage> before = triage_memory(capture, workers);
  const Result<Triage> after = triage_memory(extracted.octets, workers);
  ASSERT_EQ(after->calls.size(), 1U);
  EXPECT_EQ(before->calls[0].outcome, Outcome::TimedOut);
  EXPECT_EQ(after->calls[0].outcome, Outcome::TimedOut);
  EXPECT_EQ(before->coverage.capture_end(), after->coverage.capture_end());
}

}  // namespace
}  // namespace siptriage::extract_test
