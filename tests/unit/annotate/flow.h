#pragma once
// Flow: a few SIP messages as text, correlated and annotated, for tests of
// rules.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/sip/parse.h"

namespace siptriage::testing {

class Flow {
 public:
  // The client's 192.0.2.1 sends the request line `request_line` with the
  // header fields of every request and `fields` (each line ended by \n).
  Flow& request(const std::string& request_line, const std::string& fields = "",
                const std::string& body = "") {
    const std::string method = request_line.substr(0, request_line.find(' '));
    if (method != "ACK" && method != "CANCEL") ++cseq_;
    request_fields_ = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" +
                      std::to_string(cseq_) + "\n" + common(method);
    return add(true,
               request_line + " SIP/2.0\n" + request_fields_ +
                   "Max-Forwards: 70\n" + contact(method, fields) + fields +
                   length(body),
               body);
  }
  // The server's 192.0.2.2 answers the last request.
  Flow& response(const std::string& status_and_phrase,
                 const std::string& fields = "") {
    return add(false,
               "SIP/2.0 " + status_and_phrase + "\n" +
                   with_to_tag(request_fields_) + fields + length(""),
               "");
  }
  // Of the requests that follow.
  void set_call_id(const std::string& call_id) { call_id_ = call_id; }
  Flow& wait(std::chrono::milliseconds time) {
    now_ += time;
    return *this;
  }

  [[nodiscard]] Analysis analyze() {
    Correlator correlator;
    OctetStore store;
    sip::Message message;
    std::uint32_t number = 0;
    for (const Sent& sent : sent_) {
      const std::string_view octets = store.keep(sent.octets);
      if (sip::parse_message(octets, sip::Framing::Datagram, message) !=
          sip::ParseStatus::Complete) {
        continue;
      }
      Observation observation;
      observation.frame = {0, ++number};
      observation.timestamp = sent.time;
      observation.source = sent.from_client ? kClient : kServer;
      observation.destination = sent.from_client ? kServer : kClient;
      observation.identity.ip_identification = number;
      observation.identity.has_ip_identification = true;
      correlator.add(observation, message);
    }
    return annotate(correlator.finish(std::move(store), now_), Coverage());
  }

 private:
  struct Sent {
    bool from_client;
    Timestamp time;
    std::string octets;
  };

  static inline const Endpoint kClient{IpAddress::v4(0xC0000201), 5060};
  static inline const Endpoint kServer{IpAddress::v4(0xC0000202), 5060};

  std::string common(const std::string& method) const {
    return "From: <sip:alice@example.com>;tag=a1\n"
           "To: <sip:bob@example.com>\n"
           "Call-ID: " +
           call_id_ +
           "\n"
           "CSeq: " +
           std::to_string(cseq_) + " " + method + "\n";
  }
  // What opens a dialog needs one (RFC 3261 8.1.1.8).
  static std::string contact(const std::string& method,
                             const std::string& fields) {
    const bool opens_dialog = method == "INVITE" || method == "SUBSCRIBE";
    return opens_dialog && fields.find("Contact:") == std::string::npos
               ? "Contact: <sip:alice@192.0.2.1>\n"
               : "";
  }
  static std::string with_to_tag(std::string fields) {
    const std::string to = "To: <sip:bob@example.com>";
    return fields.insert(fields.find(to) + to.size(), ";tag=b1");
  }
  static std::string length(const std::string& body) {
    return "Content-Length: " + std::to_string(body.size()) + "\n\n";
  }
  Flow& add(bool from_client, const std::string& head,
            const std::string& body) {
    std::string octets;
    for (const char c : head) {
      if (c == '\n') octets += '\r';
      octets += c;
    }
    sent_.push_back({from_client, now_, octets + body});
    now_ += std::chrono::milliseconds(10);
    return *this;
  }

  std::vector<Sent> sent_;
  std::string request_fields_;
  std::string call_id_ = "flow@192.0.2.1";
  std::uint32_t cseq_ = 0;
  Timestamp now_ = timestamp_from_nanoseconds(1'800'000'000'000'000'000);
};

// The findings' rule ids, sorted and joined by blanks.
inline std::string rules_of(const Analysis& analysis) {
  std::vector<std::string_view> ids;
  for (const Finding& finding : analysis.findings) {
    ids.push_back(finding.rule->id);
  }
  std::sort(ids.begin(), ids.end());
  std::string text;
  for (const std::string_view id : ids) {
    if (!text.empty()) text += ' ';
    text += id;
  }
  return text;
}

// The same, of findings that a header check of the last annotation speaks for.
inline std::string check_rules_of(const Analysis& analysis) {
  Analysis checked;
  if (analysis.annotations.empty()) return {};
  for (const Finding& finding : analysis.findings) {
    const auto& checks = analysis.annotations.back().header_checks;
    if (std::any_of(checks.begin(), checks.end(),
                    [&finding](const HeaderCheck& check) {
                      return check.rule == finding.rule;
                    })) {
      checked.findings.push_back(finding);
    }
  }
  return rules_of(checked);
}

// "rule header verdict" of each header check of the last annotation, joined by
// ", ".
inline std::string checks_of(const Analysis& analysis) {
  std::string text;
  if (analysis.annotations.empty()) return text;
  for (const HeaderCheck& check : analysis.annotations.back().header_checks) {
    if (!text.empty()) text += ", ";
    text += std::string(check.rule->id) + ' ' + std::string(check.header) +
            ' ' + std::string(to_string(check.verdict));
  }
  return text;
}

}  // namespace siptriage::testing
