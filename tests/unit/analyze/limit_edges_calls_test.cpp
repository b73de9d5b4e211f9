// Edges of the limits of conversations, transactions, dialogs, and of what is
// said about them.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "correlate/text_hash.h"
#include "unit/analyze/limit_edges.h"
#include "unit/analyze/limit_input.h"

namespace siptriage::testing {
namespace {

const std::string kInvite = "INVITE sip:bob@example.com SIP/2.0";
const std::string kFirst = "1 INVITE";

Sip invite(const std::string& branch = "z9hG4bK1") {
  return {.start = kInvite,
          .cseq = kFirst,
          .branch = branch,
          .more = "Contact: <sip:alice@192.0.2.1>\r\n"};
}
Sip response(const std::string& status, const std::string& to_tag,
             const std::string& more = {}) {
  return {.start = "SIP/2.0 " + status,
          .cseq = kFirst,
          .to_tag = to_tag,
          .more = more};
}
Sip request(const std::string& method, unsigned number,
            const std::string& call_id) {
  return {.start = method + " sip:bob@example.com SIP/2.0",
          .call_id = call_id,
          .cseq = std::to_string(number) + " " + method,
          .branch = call_id.empty()
                        ? ""
                        : "z9hG4bK" + call_id + std::to_string(number)};
}

std::vector<LimitEdge> conversation_edges() {
  return {
      {.id = LimitId::Conversations,
       .capture = pcap_of({to_bob(request("OPTIONS", 1, "a")),
                           to_bob(request("OPTIONS", 1, "b")),
                           to_bob(request("OPTIONS", 2, "a")),
                           to_bob(request("OPTIONS", 2, "b"))}),
       .edge = 2,
       .count = 2},
      {.id = LimitId::ConversationMessages,
       .capture = pcap_of({to_bob(request("OPTIONS", 1, "a")),
                           to_bob(request("OPTIONS", 2, "a")),
                           to_bob(request("OPTIONS", 3, "a"))}),
       .edge = 3,
       .triage_only = true},
      {.id = LimitId::CallTransactions,
       .capture = pcap_of({to_bob(request("OPTIONS", 1, "a")),
                           to_bob(request("OPTIONS", 2, "a"))}),
       .edge = 2},
      {.id = LimitId::CallDialogs,
       .capture =
           pcap_of({to_bob(invite()), to_alice(response("183 Progress", "t1")),
                    to_alice(response("183 Progress", "t2"))}),
       .edge = 2},
  };
}

// One branch for everything: told apart by sent-by alone, one by one.
std::string same_key_requests(unsigned count) {
  std::vector<TimedFrame> frames;
  for (unsigned i = 1; i <= count; ++i) {
    frames.push_back({to_bob({.sent_by = "192.0.2.1:" + std::to_string(i)})});
  }
  return pcap_of_timed(frames);
}

// The hash of a dialog, as DialogTable has it, of the only call of a trace.
std::uint32_t dialog_hash(const std::string& tag, const std::string& other) {
  const auto hash_of_tag = [](const std::string& text) {
    correlate::TextHash hash;
    hash.add_folded(text);
    return hash.wide_value();
  };
  correlate::TextHash hash;
  hash.add(0);
  hash.add(hash_of_tag(tag) + hash_of_tag(other));
  return hash.value();
}

// Two dialogs of one hash, among so many that they are found by hash, and then
// the first of them once more.
std::string dialogs_of_one_hash() {
  std::unordered_map<std::uint32_t, std::string> seen;
  std::string first;
  std::string second;
  for (unsigned i = 0; first.empty(); ++i) {
    second = "tag" + std::to_string(i);
    const auto [place, fresh] =
        seen.try_emplace(dialog_hash("x", second), second);
    if (!fresh) first = place->second;
  }
  std::vector<TimedFrame> frames{{to_bob(invite())}};
  const auto ring = [&](const std::string& tag, const char* status) {
    frames.push_back({to_alice(response(status, tag))});
  };
  for (int i = 0; i < 16; ++i) ring("u" + std::to_string(i), "183 Progress");
  ring(first, "183 Progress");
  ring(second, "183 Progress");
  ring("u0", "180 Ringing");
  ring(first, "180 Ringing");
  return pcap_of_timed(frames);
}

std::vector<LimitEdge> search_edges() {
  const std::string first_invite = to_bob(invite());
  return {
      {.id = LimitId::SameKeyTransactions,
       .capture = same_key_requests(18),
       .edge = 17},
      {.id = LimitId::SameHash, .capture = dialogs_of_one_hash(), .edge = 2},
      {.id = LimitId::OrderedTransactions,
       .capture = pcap_of({to_bob(request("OPTIONS", 1, "")),
                           to_bob(request("MESSAGE", 2, "")),
                           to_bob(request("PUBLISH", 3, ""))}),
       .edge = 2},
      {.id = LimitId::RepetitionOriginals,
       .capture = pcap_of({first_invite, to_alice(response("180 Ringing", "t")),
                           to_alice(response("183 Progress", "t")),
                           to_alice(response("200 OK", "t"))}),
       .edge = 3},
      {.id = LimitId::RepetitionCopies,
       .capture =
           pcap_of({to_bob(invite()), to_bob(invite()), to_bob(invite())}),
       .edge = 2},
      {.id = LimitId::RelatedInvites,
       .capture =
           pcap_of({to_bob(invite("z9hG4bK1")), to_bob(invite("z9hG4bK2")),
                    to_bob({.start = "CANCEL sip:bob@example.com SIP/2.0",
                            .cseq = "1 CANCEL",
                            .branch = "z9hG4bK2"})}),
       .edge = 2},
      {.id = LimitId::EndedDialogs,
       .capture =
           pcap_of({first_invite, to_alice(response("183 Progress", "t1")),
                    to_alice(response("183 Progress", "t2")),
                    to_alice(response("486 Busy Here", "t2"))}),
       .edge = 2},
      {.id = LimitId::CountedHops,
       .capture = pcap_of({first_invite, between(kBobAddress, kCarolAddress,
                                                 text_of(invite("z9hG4bK2")))}),
       .edge = 2},
  };
}

// An INVITE that fails for a reason of its own.
std::vector<TimedFrame> failed_call(const std::string& call_id,
                                    const std::string& status,
                                    const std::string& server,
                                    const std::string& more = {}) {
  Sip asked = invite("z9hG4bK" + call_id);
  asked.call_id = call_id;
  Sip answer = response(status, "t", "Server: " + server + "\r\n" + more);
  answer.call_id = call_id;
  answer.branch = asked.branch;
  return {{to_bob(asked)}, {to_alice(answer)}};
}

std::string two_failed_calls(const std::string& status,
                             const std::string& server) {
  std::vector<TimedFrame> frames = failed_call("a", "503 Full", "one");
  for (const TimedFrame& frame : failed_call("b", status, server)) {
    frames.push_back(frame);
  }
  return pcap_of_timed(frames);
}

// Bob is a back-to-back user agent: what Carol refuses, he refuses Alice.
std::string relayed_failure() {
  Sip upstream = invite("z9hG4bKa");
  upstream.call_id = "upstream";
  Sip made = invite("z9hG4bKb");
  made.call_id = "made";
  Sip refused_made = response("503 Full", "t1");
  refused_made.call_id = made.call_id;
  refused_made.branch = made.branch;
  Sip refused = refused_made;
  refused.call_id = upstream.call_id;
  refused.branch = upstream.branch;
  return pcap_of({to_bob(upstream),
                  between(kBobAddress, kCarolAddress, text_of(made)),
                  between(kCarolAddress, kBobAddress, text_of(refused_made)),
                  to_alice(refused)});
}

std::vector<LimitEdge> telling_edges() {
  const std::string bare = "405 Method Not Allowed";  // without Allow
  std::vector<TimedFrame> two_findings = failed_call("a", bare, "one");
  Sip again = request("MESSAGE", 2, "a");
  Sip refused = again;
  refused.start = "SIP/2.0 " + bare;
  refused.to_tag = "t";
  two_findings.push_back({to_bob(again)});
  two_findings.push_back({to_alice(refused)});
  std::vector<TimedFrame> two_failures = failed_call("a", "503 Full", "one");
  Sip inside = request("INFO", 2, "a");
  inside.to_tag = "t";
  Sip unknown = inside;
  unknown.start = "SIP/2.0 481 Call Does Not Exist";
  two_failures.push_back({to_bob(inside)});
  two_failures.push_back({to_alice(unknown)});
  constexpr std::uint32_t kStart = 1000;
  return {
      {.id = LimitId::RuleFindings,
       .capture = pcap_of_timed(two_findings),
       .edge = 2},
      {.id = LimitId::CallFindings,
       .capture = pcap_of_timed(two_findings),
       .edge = 2},
      {.id = LimitId::CallDiagnoses,
       .capture = pcap_of_timed(two_failures),
       .edge = 2},
      {.id = LimitId::FindingFrames,
       .capture =
           pcap_of_timed({{to_bob(invite()), kStart},
                          {to_bob(invite()), kStart + 1},
                          {to_bob(invite()), kStart + 3},
                          {to_bob(request("OPTIONS", 1, "b")), kStart + 60}}),
       .edge = 3},
      {.id = LimitId::MessageCauses,
       .capture = pcap_of_timed(failed_call("a", "503 Full", "one",
                                            "Reason: Q.850;cause=34\r\n"
                                            "Reason: SIP;cause=503\r\n")),
       .edge = 2},
      {.id = LimitId::FailureGroups,
       .capture = two_failed_calls("503 Full", "two"),
       .edge = 2},
      {.id = LimitId::GroupPhrases,
       .capture = two_failed_calls("503 Closed", "one"),
       .edge = 2},
      {.id = LimitId::MethodNames,
       .capture = pcap_of(
           {to_bob(request("ODD", 1, "a")), to_bob(request("EVEN", 2, "a"))}),
       .edge = 2},
      {.id = LimitId::MetricPeers, .capture = relayed_failure(), .edge = 2},
      {.id = LimitId::VainPeers, .capture = relayed_failure(), .edge = 2},
      {.id = LimitId::LegCalls, .capture = relayed_failure(), .edge = 2},
      {.id = LimitId::LegFindings, .capture = relayed_failure(), .edge = 1},
  };
}

}  // namespace

std::vector<LimitEdge> call_limit_edges() {
  std::vector<LimitEdge> edges = conversation_edges();
  for (const auto& more : {search_edges(), telling_edges()}) {
    edges.insert(edges.end(), more.begin(), more.end());
  }
  return edges;
}

}  // namespace siptriage::testing
