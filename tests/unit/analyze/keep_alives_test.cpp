// Keep-alives on their way to the coverage.
#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::keep_alives_test {
namespace {

// Every 25 seconds but once; over TCP three times, and answered.
constexpr const char* kScript =
    "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
    "host phone 192.0.2.10:5062\nhost other 192.0.2.11:5062\n"
    "host proxy 198.51.100.1:5060\n\n"
    "@0 phone -> proxy udp hex\n0d0a0d0a\n"
    "@+25 phone -> proxy udp hex\n0d0a0d0a\n"
    "@+0.01 proxy -> phone udp hex\n0d0a\n"
    "@+74.99 phone -> proxy udp hex\n0d0a0d0a\n"
    "@+1 other -> proxy tcp\nOPTIONS sip:proxy\n\n"
    "@+30 other -> proxy tcp hex\n0d0a0d0a\n"
    "@+30 other -> proxy tcp hex\n0d0a0d0a\n"
    "@+30 other -> proxy tcp hex\n0d0a0d0a\n";

Coverage coverage_of(unsigned threads) {
  const auto capture = testing::build_capture(kScript);
  EXPECT_TRUE(capture) << capture.error().message;
  if (!capture) return {};
  Workers workers(threads);
  const Result<Triage> done = triage_memory(*capture, workers);
  EXPECT_TRUE(done);
  return done ? done->coverage : Coverage();
}

TEST(KeepAlives, AreCountedByFlow) {
  for (const unsigned threads : {1U, 4U}) {
    const Coverage coverage = coverage_of(threads);
    ASSERT_EQ(coverage.keep_alives.size(), 3U);
    const KeepAliveFlow& phone = coverage.keep_alives[0];
    EXPECT_EQ(to_string(phone.source), "192.0.2.10:5062");
    EXPECT_EQ(phone.count, 3U);
    EXPECT_EQ(elapsed(phone.first, phone.last), std::chrono::seconds(100));
    EXPECT_EQ(phone.longest_gap, std::chrono::seconds(75));
    EXPECT_EQ(find_keep_alives(coverage, phone.source, phone.destination),
              &phone);
    const KeepAliveFlow* const back =
        find_keep_alives(coverage, phone.destination, phone.source);
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(back->count, 1U);
    const KeepAliveFlow& other = coverage.keep_alives[1];
    EXPECT_EQ(to_string(other.source.address), "192.0.2.11");
    EXPECT_EQ(other.count, 3U);
    EXPECT_EQ(find_keep_alives(coverage, phone.source, other.source), nullptr);
  }
}

}  // namespace
}  // namespace siptriage::keep_alives_test
