// An answer held against its offer (RFC 3264 6): as many streams, of the same
// type, over the same transport, with a codec in common and its parameters.

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/sdp.h"

#include "annotate/format_parameters.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/session_description.h"

namespace siptriage::detail {
namespace {

// --- A quick look: most answers need no more ---------------------------------

bool first_format_is_offered(const sip::SdpMediaLine& offer,
                             const sip::SdpMediaLine& answer) {
  const std::string_view format =
      answer.formats.substr(0, answer.formats.find(' '));
  // Static payload types need no rtpmap to be told apart.
  if (format.empty() || format.size() > 2 || format >= "96") return false;
  std::string_view rest = offer.formats;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == format) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

// What a walk over the lines of a body shows; more streams than these are
// looked at closely.
struct Glance {
  std::array<sip::SdpMediaLine, 4> streams;
  std::size_t count = 0;
  bool has_direction = false;  // other than sendrecv
  bool has_events = false;
  bool has_no_annex_b = false;  // of G.729: annexb=no
  bool has_annex_b = false;     // annexb=yes
};

bool is_direction(std::string_view line) {
  return line == "a=sendonly" || line == "a=recvonly" || line == "a=inactive";
}

void take_line(std::string_view line, Glance& glance) {
  constexpr std::string_view kMap = "a=rtpmap:";
  if (line.starts_with(kMap)) {
    glance.has_events = glance.has_events ||
                        line.find(" telephone-event") != std::string_view::npos;
  } else if (line.starts_with("m=")) {
    if (glance.count < glance.streams.size()) {
      glance.streams[glance.count] = sip::parse_media_line(line.substr(2));
    }
    ++glance.count;
  } else if (line.starts_with("a=fmtp:18 ")) {
    glance.has_no_annex_b = holds_ignore_case(line, "annexb=no");
    glance.has_annex_b = holds_ignore_case(line, "annexb=yes");
  } else if (is_direction(line)) {
    glance.has_direction = true;
  }
}

Glance glance_at(std::string_view body) {
  Glance glance;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    std::string_view line = body.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take_line(line, glance);
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return glance;
}

bool is_everyday(std::string_view offer_body, std::string_view answer_body) {
  const Glance offer = glance_at(offer_body);
  const Glance answer = glance_at(answer_body);
  if (offer.has_direction || answer.has_direction ||
      offer.has_events != answer.has_events || offer.count != answer.count ||
      offer.count > offer.streams.size() ||
      (offer.has_no_annex_b && answer.has_annex_b)) {
    return false;
  }
  for (std::size_t i = 0; i < offer.count; ++i) {
    const sip::SdpMediaLine& offered = offer.streams[i];
    const sip::SdpMediaLine& answered = answer.streams[i];
    if (answered.port == "0" || offered.type != answered.type ||
        offered.protocol != answered.protocol ||
        !first_format_is_offered(offered, answered)) {
      return false;
    }
  }
  return true;
}

// --- The rules ---------------------------------------------------------------

class AnswerJudge {
 public:
  AnswerJudge(const Scene& scene, TransactionId id, MessageId offer,
              MessageId answer, Findings& findings)
      : scene_(scene),
        id_(id),
        offer_id_(offer),
        answer_id_(answer),
        findings_(findings) {}

  void judge(const sip::Sdp& offer, const sip::Sdp& answer) {
    if (offer.media.size() != answer.media.size()) {
      tell("answer-stream-count",
           fmt::format("the offer has {} m= line{}, the answer {}",
                       offer.media.size(), offer.media.size() == 1 ? "" : "s",
                       answer.media.size()));
      // Nothing is lost where only streams that were off are left out.
      if (offer.media.size() > answer.media.size() &&
          is_off_from(offer, answer.media.size())) {
        findings_.back().severity = Severity::Notice;
      }
      return;
    }
    if (refuses_all(offer, answer)) {
      tell("answer-refuses-all-streams",
           fmt::format("every stream that was offered is refused with port "
                       "0: {}",
                       describe(offer.media.front())));
      return;
    }
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
      judge_stream(offer.media[i], answer.media[i], i + 1);
    }
  }

 private:
  static bool is_off_from(const sip::Sdp& sdp, std::size_t first) {
    return std::all_of(
        sdp.media.begin() + static_cast<std::ptrdiff_t>(first), sdp.media.end(),
        [](const sip::SdpMedia& media) { return media.port == 0; });
  }

  static bool refuses_all(const sip::Sdp& offer, const sip::Sdp& answer) {
    const auto is_off = [](const sip::SdpMedia& media) {
      return media.port == 0;
    };
    return !offer.media.empty() && std::ranges::all_of(answer.media, is_off) &&
           !std::ranges::all_of(offer.media, is_off);
  }

  void judge_stream(const sip::SdpMedia& offer, const sip::SdpMedia& answer,
                    std::size_t number) {
    if (offer.port == 0 || answer.port == 0) return;
    if (!equals_ignore_case(offer.type, answer.type)) {
      return tell("answer-media-type-differs",
                  fmt::format("stream {} is {} in the offer and {} in the "
                              "answer",
                              number, offer.type, answer.type));
    }
    if (!is_same_transport(offer, answer) && !offer.has_capabilities) {
      return tell("answer-transport-differs",
                  fmt::format("the {} stream is offered over {} and answered "
                              "with {}",
                              offer.type, offer.protocol, answer.protocol));
    }
    if (common_formats(answer, offer, Formats::All).empty()) {
      return tell("answer-without-common-format",
                  fmt::format("the {} stream is accepted, but the answer has "
                              "{} and the offer {}",
                              offer.type, names_of(answer.formats),
                              names_of(offer.formats)));
    }
    judge_payload_types(offer, answer);
    judge_parameters(offer, answer);
    judge_direction(offer, answer);
    judge_events(offer, answer);
  }

  // "opus" of "opus/48000/2": stacks leave the rest out, or get it wrong.
  static std::string_view codec_of(const sip::SdpFormat& format) {
    return format.encoding.substr(0, format.encoding.find('/'));
  }

  // Both lists are short, by limit.
  void judge_payload_types(const sip::SdpMedia& offer,
                           const sip::SdpMedia& answer) {
    for (const sip::SdpFormat& format : answer.formats) {
      const auto same = std::ranges::find(offer.formats, format.payload_type,
                                          &sip::SdpFormat::payload_type);
      if (same == offer.formats.end() || same->encoding.empty() ||
          format.encoding.empty() || is_auxiliary(format) ||
          equals_ignore_case(codec_of(*same), codec_of(format))) {
        continue;
      }
      return tell("answer-reuses-payload-type",
                  fmt::format("payload type {} of the {} stream is {} in the "
                              "offer and {} in the answer",
                              format.payload_type, offer.type, same->encoding,
                              format.encoding));
    }
  }

  void judge_parameters(const sip::SdpMedia& offer,
                        const sip::SdpMedia& answer) {
    for (const sip::SdpFormat& format : answer.formats) {
      const auto conflict = parameter_conflict(offer, format);
      if (!conflict) continue;
      tell(conflict->rule, conflict->detail);
      if (conflict->is_minor) findings_.back().severity = Severity::Notice;
      return;
    }
  }

  void judge_direction(const sip::SdpMedia& offer,
                       const sip::SdpMedia& answer) {
    const auto either = [&answer](std::string_view a, std::string_view b) {
      return answer.direction == a || answer.direction == b;
    };
    const bool fits =
        (offer.direction == "sendonly" && either("recvonly", "inactive")) ||
        (offer.direction == "recvonly" && either("sendonly", "inactive")) ||
        (offer.direction == "inactive" && either("inactive", "inactive")) ||
        offer.direction == "sendrecv";
    if (fits) return;
    tell("answer-direction-conflict",
         fmt::format("the {} stream is offered as {} and answered as {}",
                     offer.type, offer.direction, answer.direction));
  }

  void judge_events(const sip::SdpMedia& offer, const sip::SdpMedia& answer) {
    if (offer.type != "audio") return;
    const bool offered = has_telephone_event(offer);
    if (offered == has_telephone_event(answer)) return;
    // An answer may list formats besides those offered (RFC 3264 6.1).
    tell("dtmf-events-on-one-side",
         offered ? "telephone-event is in the offer alone, so digits will not "
                   "go as RTP events"
                 : "telephone-event is in the answer alone, so the answering "
                   "side cannot send digits as RTP events");
  }

  void tell(std::string_view rule, const std::string& detail) {
    const Transaction& transaction = scene_.transaction(id_);
    Finding finding = make_finding(
        rule, scene_.trace, id_,
        fmt::format("Answer in {} of {}: {}",
                    scene_.message(answer_id_).is_request()
                        ? std::string("the ACK")
                        : fmt::format("the {}", transaction.final_status),
                    transaction.method_name, detail));
    finding.frames = {scene_.message(offer_id_).frame,
                      scene_.message(answer_id_).frame};
    findings_.push_back(std::move(finding));
  }

  const Scene& scene_;
  TransactionId id_;
  MessageId offer_id_;
  MessageId answer_id_;
  Findings& findings_;
};

// Offer and answer of one transaction, as far as they are told apart without
// following the whole dialog.
struct Places {
  MessageId offer;
  MessageId answer;
};

bool has_sdp(const Scene& scene, MessageId id) {
  return id.valid() && scene.message(id).has_sdp;
}

std::optional<Places> places_of(const Scene& scene,
                                const Transaction& transaction) {
  const bool in_request = has_sdp(scene, transaction.request);
  const bool in_response = has_sdp(scene, transaction.final_response);
  if (in_request && in_response) {
    return Places{transaction.request, transaction.final_response};
  }
  if (!in_request && in_response && has_sdp(scene, transaction.ack)) {
    return Places{transaction.final_response, transaction.ack};
  }
  return std::nullopt;
}

void judge_answer(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.final_status / 100 != 2 || !transaction.request.valid() ||
      (transaction.method != sip::Method::Invite &&
       transaction.method != sip::Method::Update)) {
    return;
  }
  const std::optional<Places> places = places_of(scene, transaction);
  if (!places || early_sdp_of(scene, transaction) == EarlySdp::Reliable) return;
  const Reading offer(scene, places->offer);
  const Reading answer(scene, places->answer);
  if (!offer || !answer) return;
  const std::string_view offer_body = sdp_body_of(*offer);
  const std::string_view answer_body = sdp_body_of(*answer);
  if (is_everyday(offer_body, answer_body) ||
      &origin_of_response(scene.trace, transaction) != &transaction) {
    return;
  }
  const auto offered = sip::parse_sdp(offer_body);
  const auto answered = sip::parse_sdp(answer_body);
  if (!offered || !answered) return;
  AnswerJudge(scene, id, places->offer, places->answer, findings)
      .judge(*offered, *answered);
}

// The 2xx made an offer, and the ACK of this hop has no answer to it.
void judge_ack(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.method != sip::Method::Invite ||
      transaction.final_status / 100 != 2 || !transaction.ack.valid() ||
      !transaction.request.valid() || has_sdp(scene, transaction.request) ||
      !has_sdp(scene, transaction.final_response) ||
      has_sdp(scene, transaction.ack) ||
      early_sdp_of(scene, transaction) == EarlySdp::Reliable) {
    return;
  }
  const Reading request(scene, transaction.request);
  const Reading ack(scene, transaction.ack);
  if (!request || !ack || !request->body.empty() || !ack->body.empty() ||
      &origin_of_response(scene.trace, transaction) != &transaction) {
    return;
  }
  Finding finding = make_finding(
      "ack-without-answer", scene.trace, id,
      fmt::format("the {} of an INVITE without offer made the offer, and the "
                  "ACK seen here has no answer",
                  transaction.final_status));
  finding.frames.push_back(scene.message(transaction.ack).frame);
  findings.push_back(std::move(finding));
}

constexpr auto kAnswerFits =
    ids("answer-stream-count", "answer-refuses-all-streams",
        "answer-media-type-differs", "answer-transport-differs",
        "answer-without-common-format", "answer-reuses-payload-type",
        "answer-direction-conflict", "dtmf-events-on-one-side",
        "answer-amr-packets-differ", "answer-h264-packetization-differs",
        "answer-annexb-not-offered");
constexpr auto kAck = ids("ack-without-answer");

}  // namespace

const RuleSet& offer_answer_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_answer, kAnswerFits},
      {judge_ack, kAck},
  };
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
