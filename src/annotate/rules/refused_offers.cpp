// 488 and 606: what the refused offer and what its refuser takes have in
// common. The latter shows in the body of the refusal (RFC 3261 21.4.26), or
// in its other session descriptions of the same call.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/sdp.h"

#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/session_description.h"

namespace siptriage::detail {
namespace {

// Of one call: refusals told apart, and session descriptions to compare with.
constexpr std::size_t kMaxRefusals = 16;
constexpr std::size_t kMaxDescriptions = 256;

struct Description {
  MessageId message;
  Endpoint by;
};

// What the call says about a refusal.
struct CallEvidence {
  std::vector<TransactionId> refusals;
  std::vector<Description> descriptions;  // in capture order
};

bool is_refusal(const Transaction& transaction) {
  return (transaction.final_status == 488 || transaction.final_status == 606) &&
         (transaction.method == sip::Method::Invite ||
          transaction.method == sip::Method::Update);
}

void note_description(const Scene& scene, MessageId id, const Endpoint& by,
                      std::vector<Description>& all) {
  if (all.size() < kMaxDescriptions && id.valid() &&
      scene.message(id).has_sdp) {
    all.push_back({id, by});
  }
}

CallEvidence collect(const Scene& scene, CallId id) {
  CallEvidence evidence;
  for (TransactionId t = scene.trace.call(id).first_transaction; t.valid();
       t = scene.transaction(t).next_in_call) {
    if (!is_refusal(scene.transaction(t))) continue;
    evidence.refusals.push_back(t);
    if (evidence.refusals.size() == kMaxRefusals) break;
  }
  if (evidence.refusals.empty()) return evidence;
  for (TransactionId t = scene.trace.call(id).first_transaction; t.valid();
       t = scene.transaction(t).next_in_call) {
    const Transaction& transaction = scene.transaction(t);
    if (is_refusal(transaction)) continue;
    note_description(scene, transaction.request, transaction.client,
                     evidence.descriptions);
    if (transaction.final_status / 100 == 2) {
      note_description(scene, transaction.final_response, transaction.server,
                       evidence.descriptions);
    }
  }
  return evidence;
}

// The refuser's first description after its refusal, else its last before.
MessageId find_other(const CallEvidence& evidence, const Transaction& refusal) {
  MessageId before;
  for (const Description& each : evidence.descriptions) {
    if (each.by != refusal.server) continue;
    if (refusal.final_response < each.message) return each.message;
    before = each.message;
  }
  return before;
}

std::string describe(const sip::Sdp& sdp) {
  constexpr std::size_t kMostStreams = 3;
  std::string text;
  for (std::size_t i = 0; i < sdp.media.size(); ++i) {
    if (i == kMostStreams) return text + "; ...";
    if (i != 0) text += "; ";
    text += detail::describe(sdp.media[i]);
  }
  return text.empty() ? "no stream" : text;
}

enum class Difference : std::uint8_t {
  MediaType,
  Transport,
  AddressFamily,
  Codec,
  None,
};

Difference compare(const sip::SdpMedia& offered, const sip::SdpMedia& taken) {
  if (!is_same_transport(offered, taken)) return Difference::Transport;
  if (!offered.address_type.empty() && !taken.address_type.empty() &&
      !equals_ignore_case(offered.address_type, taken.address_type)) {
    return Difference::AddressFamily;
  }
  return common_formats(offered, taken, Formats::Codecs).empty()
             ? Difference::Codec
             : Difference::None;
}

// The least of what keeps one stream of the offer from being taken.
Difference compare(const sip::Sdp& offer, const sip::Sdp& taken,
                   bool ports_count) {
  Difference least = Difference::MediaType;
  for (const sip::SdpMedia& stream : offer.media) {
    if (stream.port == 0) continue;
    for (const sip::SdpMedia& other : taken.media) {
      if (ports_count && other.port == 0) continue;
      if (!equals_ignore_case(stream.type, other.type)) continue;
      least = std::max(least, compare(stream, other));
    }
  }
  return least;
}

struct Words {
  std::string_view rule;
  std::string_view words;
};

Words verdict_of(Difference difference) {
  switch (difference) {
    case Difference::MediaType:
      return {"refused-offer-media-type", "no type of media in common"};
    case Difference::Transport:
      return {"refused-offer-transport", "another transport"};
    case Difference::AddressFamily:
      return {"refused-offer-address-family", "another address family"};
    case Difference::Codec:
      return {"refused-offer-codec", "no codec in common"};
    case Difference::None:
      break;
  }
  return {"refused-offer-in-common", "type, transport and a codec in common"};
}

std::string families_of(const sip::Sdp& offer, const sip::Sdp& taken) {
  const auto family = [](const sip::Sdp& sdp) {
    return sdp.media.empty() ? std::string_view()
                             : sdp.media.front().address_type;
  };
  return fmt::format(" (IN {} against IN {})", family(offer), family(taken));
}

Finding start(const Scene& scene, TransactionId id, std::string_view rule,
              const std::string& detail) {
  const Transaction& transaction = scene.transaction(id);
  Finding finding =
      make_finding(rule, scene.trace, id,
                   fmt::format("{} to {}: {}", transaction.final_status,
                               transaction.method_name, detail));
  // Refused changes of a session that goes on are everyday: T.38, video.
  if (transaction.in_dialog) finding.severity = Severity::Notice;
  return finding;
}

Finding held_against(const Scene& scene, TransactionId id,
                     const sip::Sdp& offer, const sip::Sdp& taken,
                     MessageId source) {
  const Transaction& transaction = scene.transaction(id);
  const bool own = source == transaction.final_response;
  const Difference difference = compare(offer, taken, !own);
  const Words verdict = verdict_of(difference);
  Finding finding = start(
      scene, id, verdict.rule,
      fmt::format("{}{}: the offer has {}; {} has {}", verdict.words,
                  difference == Difference::AddressFamily
                      ? families_of(offer, taken)
                      : std::string(),
                  describe(offer),
                  own ? "the body of the refusal"
                      : "another session description of the refusing side",
                  describe(taken)));
  finding.certainty = own ? Certainty::Certain : Certainty::Likely;
  if (!own) finding.frames.push_back(scene.message(source).frame);
  return finding;
}

void judge_refusal(const Scene& scene, TransactionId id,
                   const CallEvidence& evidence, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (&origin_of_response(scene.trace, transaction) != &transaction) return;
  const Reading request(scene, transaction.request);
  if (!request) return;
  const std::optional<sip::Sdp> offer = sdp_of(*request);
  if (!offer) return;
  const MessageId source = scene.message(transaction.final_response).has_sdp
                               ? transaction.final_response
                               : find_other(evidence, transaction);
  const Reading other(scene, source);
  const std::optional<sip::Sdp> taken =
      other ? sdp_of(*other) : std::optional<sip::Sdp>();
  if (taken && !taken->media.empty()) {
    findings.push_back(held_against(scene, id, *offer, *taken, source));
    return;
  }
  findings.push_back(
      start(scene, id, "refused-offer-contents",
            fmt::format("the offer has {}; nothing in this call says what the "
                        "refusing side takes",
                        describe(*offer))));
}

void judge_refusals(const Scene& scene, CallId id, Findings& findings) {
  const CallEvidence evidence = collect(scene, id);
  for (const TransactionId refusal : evidence.refusals) {
    judge_refusal(scene, refusal, evidence, findings);
  }
}

constexpr auto kRefusals =
    ids("refused-offer-media-type", "refused-offer-transport",
        "refused-offer-address-family", "refused-offer-codec",
        "refused-offer-in-common", "refused-offer-contents");

}  // namespace

const RuleSet& refused_offer_rules() {
  static constexpr CallRule kCalls[] = {
      {judge_refusals, kRefusals},
  };
  static constexpr RuleSet kRules{.calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
