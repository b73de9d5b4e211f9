// Reliable provisional responses and PRACK (RFC 3262).

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/sip/values.h"

#include "annotate/crossings.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

constexpr std::string_view kOption = "100rel";
// Copies of a provisional response: fewer are everyday loss.
constexpr std::size_t kNotableCopies = 2;
// Transactions of a call among which a PRACK is sought.
constexpr std::size_t kMaxSearchedForPrack = 256;
// Provisional responses of one INVITE that are looked at.
constexpr std::size_t kMaxProvisionals = 64;

bool names_option(const sip::Message& message, HeaderId header) {
  return lists(message, header, kOption);
}

std::optional<std::uint32_t> rseq_of(const sip::Message& message) {
  return sip::parse_rseq(message.value_of(HeaderId::RSeq));
}

struct Provisional {
  MessageId id;
  std::uint32_t rseq = 0;
  Crossings copies;
};

// The first provisional response that is reliable and was repeated.
Provisional find_repeated(const Scene& scene, const Transaction& invite) {
  Provisional found;
  std::size_t looked_at = 0;
  for_each_crossing(
      scene.trace, invite, [&](MessageId, const MessageRecord& message) {
        if (!message.is_provisional()) return;
        if (found.id.valid()) {
          if (message.original == found.id) found.copies.push_back(&message);
          return;
        }
        // A copy tells that its original was repeated.
        if (message.repetition != Repetition::Retransmission ||
            ++looked_at > kMaxProvisionals) {
          return;
        }
        const Reading original(scene, message.original);
        if (!original || !names_option(*original, HeaderId::Require)) return;
        const std::optional<std::uint32_t> rseq = rseq_of(*original);
        if (!rseq) return;
        found = {message.original,
                 *rseq,
                 {&scene.message(message.original), &message}};
      });
  return found;
}

// The PRACK that names this response; nullptr: none seen.
const MessageRecord* find_prack(const Scene& scene, TransactionId invite,
                                std::uint32_t rseq) {
  std::size_t searched = 0;
  for (TransactionId id = scene.transaction(invite).next_in_call; id.valid();
       id = scene.transaction(id).next_in_call) {
    if (++searched > kMaxSearchedForPrack) return nullptr;
    const Transaction& prack = scene.transaction(id);
    if (prack.method != sip::Method::Prack || !prack.request.valid()) continue;
    const Reading message(scene, prack.request);
    if (!message) continue;
    const std::optional<sip::RAckValue> rack =
        sip::parse_rack(message->value_of(HeaderId::RAck));
    if (rack && rack->response_number == rseq &&
        rack->cseq_number == scene.transaction(invite).cseq_number) {
      return &scene.message(prack.request);
    }
  }
  return nullptr;
}

void judge_repeated(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& invite = trace.transaction(id);
  if (invite.response_retransmissions < kNotableCopies ||
      invite.provisional_count == 0 || !invite.request.valid() ||
      has_hop_before(trace, invite)) {
    return;
  }
  const Provisional provisional = find_repeated(scene, invite);
  if (provisional.copies.size() <= kNotableCopies) return;
  const Crossings& copies = provisional.copies;
  const MessageRecord& first = *copies.front();
  const MessageRecord* prack = find_prack(scene, id, provisional.rseq);
  if (prack != nullptr &&
      count_after(copies, prack->timestamp + trace.t1() / 2) < kNotableCopies) {
    return;
  }
  const std::string what =
      fmt::format("{} repeated its {} with RSeq {} {} within {}",
                  to_string(first.source), first.status, provisional.rseq,
                  times(copies.size() - 1), to_human(span_of(copies)));
  Finding finding = make_finding(
      prack == nullptr ? "prack-not-seen" : "prack-not-heard", trace, id,
      prack == nullptr
          ? what + ", and no PRACK for it is in this capture"
          : fmt::format("{}, although the PRACK for it was seen here {} after "
                        "the first",
                        what,
                        to_human(elapsed(first.timestamp, prack->timestamp))));
  finding.certainty = Certainty::Likely;
  finding.frames = frames_of(copies);
  if (prack != nullptr) {
    finding.frames.insert(finding.frames.begin() + 1, prack->frame);
  }
  findings.push_back(std::move(finding));
}

// Calls `take` for the reliable provisional responses of an INVITE, the first
// appearance of each.
template <typename Take>
void for_each_reliable(const Scene& scene, const Transaction& invite,
                       Take take) {
  std::size_t looked_at = 0;
  for_each_crossing(
      scene.trace, invite, [&](MessageId id, const MessageRecord& message) {
        if (message.repetition != Repetition::None ||
            !message.is_provisional() || message.status == 100 ||
            ++looked_at > kMaxProvisionals) {
          return;
        }
        const Reading response(scene, id);
        if (!response || !names_option(*response, HeaderId::Require)) return;
        if (const auto rseq = rseq_of(*response)) take(message, *rseq);
      });
}

// RFC 3262 3: the 2xx waits for the PRACK of what brought a session
// description. Wherever the 2xx passes first, it was sent before the PRACK
// arrived.
void judge_early_2xx(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& invite = trace.transaction(id);
  if (invite.final_status / 100 != 2 || invite.provisional_count == 0 ||
      !invite.request.valid() || has_hop_before(trace, invite)) {
    return;
  }
  const MessageRecord& answer = trace.message(invite.final_response);
  const MessageRecord* provisional = nullptr;
  std::uint32_t number = 0;
  for_each_reliable(scene, invite,
                    [&](const MessageRecord& message, std::uint32_t rseq) {
                      if (message.has_sdp && message.to_tag == answer.to_tag &&
                          message.timestamp < answer.timestamp) {
                        provisional = &message;
                        number = rseq;
                      }
                    });
  if (provisional == nullptr) return;
  const MessageRecord* prack = find_prack(scene, id, number);
  if (prack == nullptr || prack->to_tag != answer.to_tag ||
      prack->timestamp <= answer.timestamp) {
    return;
  }
  Finding finding = make_finding(
      "2xx-before-prack", trace, id,
      fmt::format("{} to INVITE came {} before the PRACK for the {} with RSeq "
                  "{}, which brought a session description",
                  answer.status,
                  to_human(elapsed(answer.timestamp, prack->timestamp)),
                  provisional->status, number));
  finding.frames = {provisional->frame, answer.frame, prack->frame};
  findings.push_back(std::move(finding));
}

// RFC 3262 3: each is one more than the one before, of its early dialog. The
// capture may lack one that was acknowledged.
void judge_rseq_order(const Scene& scene, TransactionId id,
                      Findings& findings) {
  const Transaction& invite = scene.transaction(id);
  if (invite.provisional_count < 2 || !invite.request.valid() ||
      has_hop_before(scene.trace, invite)) {
    return;
  }
  struct Numbered {
    const MessageRecord* message;
    std::uint32_t rseq;
  };
  std::vector<Numbered> seen;
  for_each_reliable(scene, invite,
                    [&](const MessageRecord& message, std::uint32_t rseq) {
                      seen.push_back({&message, rseq});
                    });
  for (std::size_t i = 1; i < seen.size(); ++i) {
    std::size_t before = i;
    while (before-- > 0 &&
           seen[before].message->to_tag != seen[i].message->to_tag) {
    }
    if (before >= i || seen[i].rseq <= seen[before].rseq + 1 ||
        find_prack(scene, id, seen[before].rseq) == nullptr ||
        find_prack(scene, id, seen[before].rseq + 1) != nullptr) {
      continue;
    }
    Finding finding = make_finding(
        "rseq-skips-number", scene.trace, id,
        fmt::format("RSeq of {} is {}, and of the {} before it {}",
                    seen[i].message->status, seen[i].rseq,
                    seen[before].message->status, seen[before].rseq));
    finding.certainty = Certainty::Likely;
    finding.frames = {seen[before].message->frame, seen[i].message->frame};
    findings.push_back(std::move(finding));
    return;
  }
}

// The RSeq numbers of what an INVITE got here.
std::vector<std::uint32_t> rseqs_of(const Scene& scene,
                                    const Transaction& invite,
                                    std::string_view to_tag) {
  std::vector<std::uint32_t> numbers;
  std::size_t looked_at = 0;
  for_each_crossing(
      scene.trace, invite, [&](MessageId id, const MessageRecord& message) {
        if (message.repetition != Repetition::None ||
            !message.is_provisional() || message.to_tag != to_tag ||
            ++looked_at > kMaxProvisionals) {
          return;
        }
        const Reading response(scene, id);
        if (!response) return;
        if (const auto rseq = rseq_of(*response)) numbers.push_back(*rseq);
      });
  return numbers;
}

// The one it is for; if RAck names none, the latest before it.
TransactionId invite_of(const Scene& scene, TransactionId prack_id) {
  const Transaction& prack = scene.transaction(prack_id);
  if (prack.related.valid()) return prack.related;
  TransactionId latest;
  for (TransactionId id = scene.trace.call(prack.call).first_transaction;
       id.valid() && id != prack_id; id = scene.transaction(id).next_in_call) {
    const Transaction& each = scene.transaction(id);
    if (each.method == sip::Method::Invite && each.client == prack.client) {
      latest = id;
    }
  }
  return latest;
}

void judge_refused_prack(const Scene& scene, TransactionId id,
                         Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& prack = trace.transaction(id);
  if (prack.final_status != 481 || !prack.request.valid() ||
      has_hop_before(trace, prack)) {
    return;
  }
  const TransactionId invite_id = invite_of(scene, id);
  if (!invite_id.valid()) return;
  const Transaction& invite = trace.transaction(invite_id);
  const Reading request(scene, prack.request);
  if (!request) return;
  const std::optional<sip::RAckValue> rack =
      sip::parse_rack(request->value_of(HeaderId::RAck));
  const std::vector<std::uint32_t> numbers =
      rseqs_of(scene, invite, request->to_tag);
  if (!rack || numbers.empty()) return;
  std::string wrong;
  if (std::ranges::find(numbers, rack->response_number) == numbers.end()) {
    wrong = fmt::format(
        "RAck {} got 481: the RSeq of the responses seen here "
        "is {}",
        rack->response_number, fmt::join(numbers, ", "));
  } else if (rack->cseq_number != invite.cseq_number ||
             rack->method != invite.method_name) {
    wrong = fmt::format(
        "RAck {} {} {} got 481: what it acknowledges answered "
        "{} {}",
        rack->response_number, rack->cseq_number, rack->method,
        invite.cseq_number, invite.method_name);
  } else {
    return;
  }
  Finding finding = make_finding("prack-names-no-response", trace, id,
                                 fmt::format("PRACK with {}", wrong));
  add_evidence(finding, trace.message(prack.request).frame, *request,
               HeaderId::RAck);
  findings.push_back(std::move(finding));
}

// An INVITE that requires 100rel, and a provisional response without it.
void judge_not_used(const Scene& scene, MessageId id,
                    const sip::Message& message, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  if (!record.is_request() || record.method != sip::Method::Invite ||
      !record.transaction.valid() ||
      !names_option(message, HeaderId::Require)) {
    return;
  }
  const Transaction& invite = scene.transaction(record.transaction);
  const Reading response(scene, invite.first_provisional);
  if (!response || response->has(HeaderId::RSeq) ||
      has_hop_before(scene.trace, invite)) {
    return;
  }
  Finding finding = make_finding(
      "100rel-required-not-used", scene.trace, record.transaction,
      fmt::format("INVITE requires 100rel, and {} has no RSeq at this capture "
                  "point",
                  response->status));
  finding.frames = {record.frame,
                    scene.message(invite.first_provisional).frame};
  add_evidence(finding, record.frame, message, HeaderId::Require);
  findings.push_back(std::move(finding));
}

void judge_prack(const Scene& scene, TransactionId id, Findings& findings) {
  switch (scene.transaction(id).method) {
    case sip::Method::Invite:
      judge_early_2xx(scene, id, findings);
      judge_rseq_order(scene, id, findings);
      return judge_repeated(scene, id, findings);
    case sip::Method::Prack:
      return judge_refused_prack(scene, id, findings);
    default:
      return;
  }
}

constexpr auto kPrack =
    ids("prack-not-seen", "prack-not-heard", "prack-names-no-response",
        "2xx-before-prack", "rseq-skips-number");
constexpr auto kNotUsed = ids("100rel-required-not-used");

constexpr HeaderId kRequire[] = {HeaderId::Require};

}  // namespace

const RuleSet& reliability_rules() {
  static constexpr TransactionRule kTransactions[] = {{judge_prack, kPrack}};
  static constexpr MessageRule kMessages[] = {
      {judge_not_used, kNotUsed, kRequire},
  };
  static constexpr RuleSet kRules{.transactions = kTransactions,
                                  .messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
