// Metrics of whole exchanges: what counts as an attempt, what is left out, and
// from when to when delays go (RFC 6076 4; data/metrics.toml).

#include <chrono>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::metrics_test {
namespace {

using std::chrono::milliseconds;

Metrics metrics_of(const std::string& script) {
  const auto octets = testing::build_capture(
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.20:5060\n"
      "host proxy 192.0.2.1:5060\n\n" +
      script);
  EXPECT_TRUE(octets);
  Workers workers(1);
  const Result<Triage> done = triage_memory(*octets, workers);
  EXPECT_TRUE(done);
  return done->metrics;
}

std::string sent(const std::string& time, const std::string& way,
                 const std::string& message) {
  return "@" + time + " " + way + " udp\n" + message + "\n\n";
}
std::string out(const std::string& time, const std::string& message) {
  return sent(time, "alice -> bob", message);
}
std::string back(const std::string& time, const std::string& message) {
  return sent(time, "bob -> alice", message);
}

const std::string kInvite = "INVITE sip:bob@example.com";
const std::string kAck = "ACK sip:bob@example.com";
const std::string kBye = "BYE sip:bob@example.com";
const std::string kRegister = "REGISTER sip:example.com";
const std::string kChallenge =
    "401 Unauthorized\n"
    "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"";
const std::string kCredentials =
    "\nAuthorization: Digest username=\"alice\", realm=\"example.com\", "
    "nonce=\"n1\", uri=\"sip:example.com\", "
    "response=\"00000000000000000000000000000000\"";
// Long after everything else.
const std::string kLater = out("400",
                               "OPTIONS sip:bob@example.com\n"
                               "Call-ID: later@example.com");

std::string percent(const MetricSet& set, RatioMetric metric) {
  const std::optional<Ratio> ratio = set.ratio(metric);
  return ratio
             ? std::to_string(ratio->part) + "/" + std::to_string(ratio->whole)
             : "undefined";
}

TEST(Metrics, OfACompletedCall) {
  const MetricSet all =
      metrics_of(out("0", kInvite) + back("0.1", "100 Trying") +
                 back("0.3", "180 Ringing") + back("4", "200 OK") +
                 out("4.1", kAck) + out("14", kBye) + back("14.05", "200 OK"))
          .overall;
  EXPECT_EQ(all.sessions.attempts, 1U);
  EXPECT_EQ(all.sessions.completed, 1U);
  for (const RatioMetric metric :
       {RatioMetric::Ser, RatioMetric::Seer, RatioMetric::Scr, RatioMetric::Asr,
        RatioMetric::Ner}) {
    EXPECT_EQ(percent(all, metric), "1/1") << to_string(metric);
  }
  EXPECT_EQ(percent(all, RatioMetric::Isa), "0/1");
  EXPECT_EQ(percent(all, RatioMetric::Ira), "undefined");
  EXPECT_EQ(all.delay(DelayMetric::SrdAnswered).most(), milliseconds(300));
  EXPECT_EQ(all.delay(DelayMetric::Pdd).most(), milliseconds(300));
  EXPECT_EQ(all.delay(DelayMetric::Sdd).most(), milliseconds(50));
  EXPECT_EQ(all.delay(DelayMetric::SdtCompleted).most(), milliseconds(10'000));
  EXPECT_EQ(all.delay(DelayMetric::Acd).mean(), milliseconds(10'000));
  EXPECT_EQ(all.delay(DelayMetric::SrdFailed).count(), 0U);
}

// RFC 6076 would count two INVITEs.
TEST(Metrics, CountAChallengedCallOnce) {
  const MetricSet all =
      metrics_of(out("0", kInvite) + back("0.1", kChallenge) +
                 out("0.2", kAck) + out("0.3", kInvite + kCredentials) +
                 back("1", "200 OK") + out("1.1", kAck))
          .overall;
  EXPECT_EQ(all.sessions.attempts, 1U);
  EXPECT_EQ(all.sessions.invites, 2U);
  EXPECT_EQ(all.sessions.invites_challenged, 1U);
  EXPECT_EQ(percent(all, RatioMetric::Ser), "1/1");
  EXPECT_EQ(all.delay(DelayMetric::SrdAnswered).most(), milliseconds(1000));
  EXPECT_EQ(all.sessions.open, 1U);
  EXPECT_EQ(percent(all, RatioMetric::Scr), "undefined");
}

TEST(Metrics, TakeRedirectedCallsOutOfSerAlone) {
  const MetricSet all = metrics_of(out("0", kInvite) +
                                   back("0.1",
                                        "302 Moved Temporarily\n"
                                        "Contact: <sip:bob@192.0.2.99>") +
                                   out("0.2", kAck) + kLater)
                            .overall;
  EXPECT_EQ(all.sessions.redirected, 1U);
  EXPECT_EQ(percent(all, RatioMetric::Ser), "undefined");
  EXPECT_EQ(percent(all, RatioMetric::Asr), "0/1");
  EXPECT_EQ(percent(all, RatioMetric::Isa), "0/1");
}

TEST(Metrics, OfCallsThatFail) {
  struct Case {
    const char* status;
    const char* seer;
    const char* ner;
    const char* isa;
  };
  const Case cases[] = {
      {"486 Busy Here", "1/1", "1/1", "0/1"},
      {"603 Decline", "1/1", "1/1", "0/1"},
      {"480 Temporarily Unavailable", "1/1", "0/1", "0/1"},
      {"404 Not Found", "0/1", "0/1", "0/1"},
      {"408 Request Timeout", "0/1", "0/1", "1/1"},
      {"500 Server Internal Error", "0/1", "0/1", "1/1"},
      {"503 Service Unavailable", "0/1", "0/1", "1/1"},
      {"504 Server Time-out", "0/1", "0/1", "1/1"},
      {"502 Bad Gateway", "0/1", "0/1", "0/1"},
  };
  for (const Case& each : cases) {
    const MetricSet all =
        metrics_of(out("0", kInvite) + back("0.2", each.status) +
                   out("0.3", kAck))
            .overall;
    EXPECT_EQ(percent(all, RatioMetric::Ser), "0/1") << each.status;
    EXPECT_EQ(percent(all, RatioMetric::Seer), each.seer) << each.status;
    EXPECT_EQ(percent(all, RatioMetric::Ner), each.ner) << each.status;
    EXPECT_EQ(percent(all, RatioMetric::Isa), each.isa) << each.status;
    EXPECT_EQ(all.delay(DelayMetric::SrdFailed).most(), milliseconds(200));
    EXPECT_EQ(all.delay(DelayMetric::Pdd).count(), 0U);
  }
}

TEST(Metrics, OfACancelledCall) {
  const std::string end = out("5", "CANCEL sip:bob@example.com") +
                          back("5.1", "200 OK") +
                          back("5.2", "487 Request Terminated to INVITE") +
                          out("5.3", kAck) + kLater;
  const MetricSet rang =
      metrics_of(out("0", kInvite) + back("0.3", "180 Ringing") + end).overall;
  EXPECT_EQ(percent(rang, RatioMetric::Seer), "0/1");
  EXPECT_EQ(percent(rang, RatioMetric::Ner), "1/1");
  EXPECT_EQ(rang.delay(DelayMetric::SrdFailed).most(), milliseconds(300));
  const MetricSet silent =
      metrics_of(out("0", kInvite) + back("0.3", "100 Trying") + end).overall;
  EXPECT_EQ(percent(silent, RatioMetric::Ner), "0/1");
  EXPECT_EQ(silent.delay(DelayMetric::SrdFailed).count(), 0U)
      << "how long the caller waits is no delay of the network";
}

TEST(Metrics, LeaveOutWhatTheCaptureEndsBefore) {
  const MetricSet all =
      metrics_of(out("0", kInvite) + back("0.3", "180 Ringing")).overall;
  EXPECT_EQ(all.sessions.attempts, 1U);
  EXPECT_EQ(all.sessions.undecided, 1U);
  EXPECT_EQ(percent(all, RatioMetric::Ser), "undefined");
  EXPECT_EQ(percent(all, RatioMetric::Scr), "undefined");
}

TEST(Metrics, OfACallThatTimesOut) {
  const MetricSet all = metrics_of(out("0", kInvite) + kLater).overall;
  EXPECT_EQ(percent(all, RatioMetric::Isa), "1/1");
  EXPECT_EQ(percent(all, RatioMetric::Ser), "0/1");
}

TEST(Metrics, OfACallWhoseByeStaysUnanswered) {
  const MetricSet all = metrics_of(out("0", kInvite) + back("1", "200 OK") +
                                   out("1.1", kAck) + out("11", kBye) + kLater)
                            .overall;
  EXPECT_EQ(all.sessions.bye_timed_out, 1U);
  EXPECT_EQ(percent(all, RatioMetric::Scr), "0/1");
  EXPECT_EQ(all.delay(DelayMetric::SdtCompleted).count(), 0U);
  EXPECT_EQ(all.delay(DelayMetric::SdtFailed).most(), milliseconds(42'000))
      << "10 s, and 64*T1 of waiting (RFC 6076 4.5.2)";
  EXPECT_EQ(all.delay(DelayMetric::Acd).mean(), milliseconds(10'000));
  EXPECT_EQ(all.delay(DelayMetric::Sdd).count(), 0U);
}

TEST(Metrics, CountAChallengedRegistrationOnce) {
  const MetricSet all =
      metrics_of(out("0", kRegister) + back("0.1", kChallenge) +
                 out("0.2", kRegister + kCredentials) + back("0.25", "200 OK") +
                 // A refresh, and one that fails.
                 out("60", kRegister + kCredentials) + back("60.1", "200 OK") +
                 out("120", kRegister + kCredentials) +
                 back("120.1", "503 Service Unavailable"))
          .overall;
  EXPECT_EQ(all.registrations.attempts, 3U);
  EXPECT_EQ(all.registrations.registers, 4U);
  EXPECT_EQ(all.registrations.succeeded, 2U);
  EXPECT_EQ(percent(all, RatioMetric::Ira), "1/3");
  EXPECT_EQ(all.delay(DelayMetric::Rrd).least(), milliseconds(100));
  EXPECT_EQ(all.delay(DelayMetric::Rrd).most(), milliseconds(250));
}

TEST(Metrics, OfRegistrationsWithoutEnd) {
  const MetricSet all =
      metrics_of(out("0", kRegister) + back("0.1", kChallenge) +
                 // Long after the challenge: an attempt of its own.
                 out("100", kRegister + kCredentials) + kLater +
                 out("401", kRegister + kCredentials))
          .overall;
  EXPECT_EQ(all.registrations.attempts, 3U);
  EXPECT_EQ(all.registrations.given_up, 1U);
  EXPECT_EQ(all.registrations.failed, 1U) << "Timer F";
  EXPECT_EQ(all.registrations.undecided, 1U);
  EXPECT_EQ(percent(all, RatioMetric::Ira), "1/2");
}

TEST(Metrics, CountWhatAProxySendsOnOnceAndForWhoAnswered) {
  const Metrics metrics = metrics_of(
      sent("0", "alice -> proxy", kInvite) +
      sent("0.01", "proxy -> bob", "INVITE sip:bob@192.0.2.20 forwarded") +
      sent("0.2", "bob -> proxy", "486 Busy Here") +
      sent("0.21", "proxy -> alice", "486 Busy Here forwarded"));
  EXPECT_EQ(metrics.overall.sessions.attempts, 1U);
  EXPECT_EQ(metrics.overall.sessions.invites, 1U);
  ASSERT_EQ(metrics.by_peer.size(), 1U);
  EXPECT_EQ(to_string(metrics.by_peer[0].peer), "192.0.2.20");
}

}  // namespace
}  // namespace siptriage::metrics_test
