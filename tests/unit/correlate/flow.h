#pragma once
/// Flow: SIP messages written as text, put through a Correlator.
///
///     Flow flow;
///     flow.send(0ms, kAlice, kBob, request("INVITE", {.cseq = 1}));
///     flow.send(20ms, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
///     Trace trace = flow.finish();

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/correlate/correlator.h"
#include "siptriage/sip/parse.h"

namespace siptriage::testing {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)

inline Endpoint host(std::uint8_t number, std::uint16_t port = 5060) {
  return {IpAddress::v4(0xC0000200U + number), port};
}
inline const Endpoint kAlice = host(1);
inline const Endpoint kBob = host(2);
inline const Endpoint kProxy = host(9);
inline const Endpoint kCarol = host(3);

/// The header fields that correlation looks at. An empty one is left out,
/// except From and To, which then have no tag.
struct Fields {
  std::string call_id = "call-1";
  std::string from_tag = "a";
  std::string to_tag = {};
  /// The topmost Via is "SIP/2.0/UDP SENT_BY;branch=BRANCH".
  std::string branch = "z9hG4bK-1";
  std::string sent_by = "alice.example.com";
  std::uint32_t cseq = 1;
  /// Whole lines with CRLF, after the topmost Via.
  std::string more = {};
  std::string body = {};
  std::string uri = "sip:bob@example.com";
};

inline std::string fields_text(std::string_view method, const Fields& f) {
  std::string text;
  if (!f.sent_by.empty()) {
    text += "Via: SIP/2.0/UDP " + f.sent_by;
    if (!f.branch.empty()) text += ";branch=" + f.branch;
    text += "\r\n";
  }
  text += f.more;
  text += "From: <sip:alice@example.com>";
  if (!f.from_tag.empty()) text += ";tag=" + f.from_tag;
  text += "\r\nTo: <sip:bob@example.com>";
  if (!f.to_tag.empty()) text += ";tag=" + f.to_tag;
  text += "\r\n";
  if (!f.call_id.empty()) text += "Call-ID: " + f.call_id + "\r\n";
  if (f.cseq != 0)
    text +=
        "CSeq: " + std::to_string(f.cseq) + " " + std::string(method) + "\r\n";
  text += "Content-Length: " + std::to_string(f.body.size()) + "\r\n\r\n";
  return text + f.body;
}

inline std::string request(std::string_view method, const Fields& f = {}) {
  return std::string(method) + " " + f.uri +
         " SIP/2.0\r\nMax-Forwards: 70\r\n" + fields_text(method, f);
}

inline std::string response(int status, std::string_view method,
                            const Fields& f = {}) {
  return "SIP/2.0 " + std::to_string(status) + " Reason\r\n" +
         fields_text(method, f);
}

class Flow {
 public:
  explicit Flow(const CorrelateOptions& options = {}) : correlator_(options) {}

  /// A packet of its own at `at` after the start of the capture.
  MessageId send(Duration at, const Endpoint& from, const Endpoint& to,
                 std::string_view text) {
    last_ = {};
    last_.timestamp = timestamp_from_nanoseconds(kStart) + at;
    last_.source = from;
    last_.destination = to;
    last_.transport = transport_;
    last_.identity.ip_identification = ++identification_;
    last_.identity.has_ip_identification = has_identification_;
    last_.identity.hop_limit = 64;
    last_text_ = text;
    return add();
  }

  /// The packet sent last, captured once more after `later`.
  MessageId capture_again(Duration later) {
    last_.timestamp += later;
    last_.identity.hop_limit = 63;
    last_.identity.link_hash = 7;
    return add();
  }

  void set_transport(Transport transport) { transport_ = transport; }
  void set_has_identification(bool has) { has_identification_ = has; }

  Trace finish(Duration end = 0ms) {
    return std::move(correlator_)
        .finish(std::move(store_), timestamp_from_nanoseconds(kStart) + end);
  }

 private:
  static constexpr std::int64_t kStart = 1'700'000'000'000'000'000;

  MessageId add() {
    last_.frame.number = ++frames_;
    const std::string_view kept = store_.keep(last_text_);
    sip::Message message;
    EXPECT_EQ(sip::parse_message(kept, sip::Framing::Datagram, message),
              sip::ParseStatus::Complete)
        << last_text_;
    correlator_.add(last_, message);
    return MessageId(frames_ - 1);
  }

  OctetStore store_;
  Correlator correlator_;
  Observation last_;
  std::string last_text_;
  std::uint32_t frames_ = 0;
  std::uint32_t identification_ = 0;
  Transport transport_ = Transport::Udp;
  bool has_identification_ = true;
};

inline const Call& only_call(const Trace& trace) {
  EXPECT_EQ(trace.calls().size(), 1U);
  return trace.calls().front();
}

inline Repetition repetition_of(const Trace& trace, MessageId id) {
  return trace.message(id).repetition;
}

inline const Transaction& transaction_of(const Trace& trace, MessageId id) {
  return trace.transaction(trace.message(id).transaction);
}

}  // namespace siptriage::testing
