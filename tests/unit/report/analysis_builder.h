// Analyses for tests: messages written as text go through the rooms to the
// left of the report, without a capture.
//
//   AnalysisBuilder builder;
//   builder.add(Way::Out, 0, "INVITE sip:bob@example.com SIP/2.0\n...");
//   Triage triage = builder.finish();
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/sip/parse.h"

namespace siptriage::testing {

// For writers, to which it makes no difference.
inline Workers& one_worker() {
  static Workers workers(1);
  return workers;
}

// Out: 192.0.2.10 to 192.0.2.1; Back: the other way.
enum class Way : std::uint8_t { Out, Back };

class AnalysisBuilder {
 public:
  explicit AnalysisBuilder(std::uint32_t files = 1) {
    for (std::uint32_t i = 0; i < files; ++i) {
      FileCoverage file;
      file.path = "trace" + std::to_string(i) + ".pcap";
      file.format = "pcap";
      file.interfaces.push_back({"", "Ethernet", 0, 0, 0});
      coverage_.files.push_back(std::move(file));
    }
  }

  // Lines end with "\n" in `text`; octets are taken as they are otherwise.
  AnalysisBuilder& add(Way way, std::int64_t milliseconds,
                       std::string_view text) {
    const Endpoint near{IpAddress::v4(0xC000020A), 5060};
    const Endpoint far{IpAddress::v4(0xC0000201), 5060};
    return way == Way::Out ? add(near, far, milliseconds, text)
                           : add(far, near, milliseconds, text);
  }
  AnalysisBuilder& add(const Endpoint& source, const Endpoint& destination,
                       std::int64_t milliseconds, std::string_view text) {
    std::string octets;
    for (const char c : text) {
      if (c == '\n') octets.push_back('\r');
      octets.push_back(c);
    }
    octets += "\r\n";
    sip::Message message;
    EXPECT_EQ(sip::parse_message(store_.keep(octets), sip::Framing::Datagram,
                                 message),
              sip::ParseStatus::Complete)
        << text;
    Observation observation;
    observation.frame.number = ++coverage_.frames_with_sip & 0xFFFFFFFFU;
    observation.frame.file = observation.frame.number %
                             static_cast<std::uint32_t>(coverage_.files.size());
    observation.timestamp = timestamp_from_nanoseconds(kStart) +
                            std::chrono::milliseconds(milliseconds);
    observation.source = source;
    observation.destination = destination;
    correlator_.add(observation, message);
    note_time(observation.timestamp);
    ++coverage_.frames;
    ++coverage_.sip_messages;
    ++coverage_.sip_over_udp;
    return *this;
  }

  [[nodiscard]] Coverage& coverage() { return coverage_; }

  // Frames without SIP go on for that long.
  AnalysisBuilder& end_at(std::int64_t milliseconds) {
    note_time(timestamp_from_nanoseconds(kStart) +
              std::chrono::milliseconds(milliseconds));
    return *this;
  }

  [[nodiscard]] Triage finish() {
    const Timestamp end = coverage_.last_time;
    return summarize(annotate(correlator_.finish(std::move(store_), end),
                              std::move(coverage_)));
  }

 private:
  static constexpr std::int64_t kStart = 1'772'716'500'000'000'000;

  void note_time(Timestamp timestamp) {
    if (!coverage_.timestamps_present) coverage_.first_time = timestamp;
    coverage_.timestamps_present = true;
    coverage_.last_time = timestamp;
  }

  OctetStore store_;
  Correlator correlator_;
  Coverage coverage_;
};

// A request, the response to it, and so on, with everything that a sound
// message needs; `extra` is more header field lines, each ended by "\n".
inline std::string request(std::string_view method, std::uint32_t number,
                           std::string_view extra = {}) {
  const std::string n = std::to_string(number);
  std::string text(method);
  return text + " sip:bob@example.com SIP/2.0\n" +
         "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK" + n + "\n" +
         "Max-Forwards: 70\n" +
         "From: \"Alice\" <sip:alice@example.com>;tag=a" + n + "\n" +
         "To: <sip:bob@example.com>\n" + "Call-ID: call" + n + "@192.0.2.10\n" +
         "CSeq: 1 " + std::string(method) + "\n" + std::string(extra) +
         "Content-Length: 0\n";
}

inline std::string response(std::string_view status_line,
                            std::string_view method, std::uint32_t number,
                            std::string_view extra = {}) {
  const std::string n = std::to_string(number);
  std::string text = "SIP/2.0 ";
  return text + std::string(status_line) + "\n" +
         "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK" + n + "\n" +
         "From: \"Alice\" <sip:alice@example.com>;tag=a" + n + "\n" +
         "To: <sip:bob@example.com>;tag=b" + n + "\n" + "Call-ID: call" + n +
         "@192.0.2.10\n" + "CSeq: 1 " + std::string(method) + "\n" +
         std::string(extra) + "Content-Length: 0\n";
}

// An INVITE and its final response.
inline void add_call(AnalysisBuilder& builder, std::uint32_t number,
                     std::int64_t milliseconds, std::string_view status_line,
                     std::string_view extra = {}) {
  builder.add(Way::Out, milliseconds, request("INVITE", number));
  builder.add(Way::Back, milliseconds + 40,
              response(status_line, "INVITE", number, extra));
}

}  // namespace siptriage::testing
