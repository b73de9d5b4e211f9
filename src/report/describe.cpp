#include "report/describe.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/uri.h"

namespace siptriage::report {
namespace {

constexpr std::string_view kTimeoutRule = "request-timed-out";

Reference reference_of_silence() {
  Reference reference;
  reference.title = "No final response";
  if (const RuleEntry* rule = find_rule(kTimeoutRule)) {
    reference.explanation = std::string(rule->explanation);
    reference.tip = rule->remedy;
  }
  return reference;
}

Reference reference_of_entry(const ResponseEntry& entry, bool in_dialog) {
  const bool has_own = in_dialog && !entry.dialog_retry_advice.empty();
  Reference reference;
  reference.title = fmt::format("{} {}", entry.code, entry.phrase);
  reference.registered = entry.phrase;
  reference.plain = entry.plain;
  reference.explanation = std::string(entry.explanation);
  reference.tip = entry.tip;
  reference.steps = entry.steps;
  reference.side = entry.side;
  reference.retry = has_own ? entry.dialog_retry : entry.retry;
  reference.retry_advice =
      has_own ? entry.dialog_retry_advice : entry.retry_advice;
  reference.note = entry.replaced_by;
  return reference;
}

// The steps of an entry are for the methods that it speaks of.
void advise(const ResponseEntry& entry, std::string_view method,
            Reference& reference) {
  const MethodAdvice* advice = find_advice(entry, method);
  if (advice == nullptr) return;
  reference.plain = advice->plain;
  reference.tip = advice->tip;
  reference.retry_advice = advice->retry_advice;
  reference.steps = {};
}

Reference reference_of_class(std::uint16_t code, std::string_view phrase) {
  const ClassEntry& entry = response_class_of(code);
  Reference reference;
  reference.title = phrase.empty() ? std::to_string(code)
                                   : fmt::format("{} {}", code, phrase);
  reference.plain = entry.meaning;
  reference.explanation = fmt::format(
      "The catalogue has no entry for {}; a receiver that does not know a code "
      "treats it as {} (RFC 3261 8.1.3.2). {}",
      code, entry.treat_as, entry.explanation);
  reference.tip = entry.tip;
  reference.steps = entry.look_first;
  reference.side = entry.side;
  return reference;
}

template <typename Kind, std::size_t kCount>
std::string_view word(const std::array<std::string_view, kCount>& words,
                      Kind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kCount ? words[index] : std::string_view();
}

// In the order of Outcome.
constexpr std::array<std::string_view, static_cast<std::size_t>(Outcome::Count)>
    kOutcomes = {
        "answered and ended",
        "answered (end not seen)",
        "succeeded",
        "cancelled",
        "busy",
        "not answered",
        "declined",
        "redirected",
        "not authenticated (401, 407)",
        "refused (4xx)",
        "failed in a server (5xx)",
        "refused everywhere (6xx)",
        "timed out",
        "cut off by the end of the capture",
        "start not seen",
};
static_assert(!kOutcomes.back().empty(), "words for each outcome");

// In the order of SkipReason.
constexpr std::array<std::string_view,
                     static_cast<std::size_t>(SkipReason::Count)>
    kSkipReasons = {
        "unknown link type",
        "cut inside a header",
        "malformed packets",
        "not IP (ARP, LLDP, ...)",
        "IP but not UDP or TCP (ICMP, ...)",
        "too many tunnels inside each other",
        "IP fragments whose rest is missing",
        "IP fragments past a limit",
        "payload cut by the snap length",
        "without payload",
        "not matched by the filter",
        "RTP or RTCP media",
        "TLS (encrypted)",
        "DTLS (encrypted)",
        "ESP (encrypted)",
        "other UDP",
        "other TCP",
        "behind a gap in a TCP stream",
        "repeated TCP octets",
};
static_assert(!kSkipReasons.back().empty(), "words for each reason");

struct Noun {
  std::string_view singular;
  std::string_view plural;
};

// In the order of CallKind.
constexpr Noun kNouns[] = {
    {"call", "calls"},
    {"registration", "registrations"},
    {"subscription", "subscriptions"},
    {"publication", "publications"},
    {"OPTIONS exchange", "OPTIONS exchanges"},
    {"instant message", "instant messages"},
    {"other exchange", "other exchanges"},
};

// In the order of FaultSide.
constexpr std::array<std::string_view, 5> kSides = {
    "", "the caller's side", "the callee's side", "the network in between",
    "the server that answered"};

// In the order of Side.
constexpr std::array<std::string_view, 7> kDiagnosedSides = {
    "the caller's side", "the callee's side",      "a proxy in between",
    "the server's side", "the network in between", "the capture does not tell",
    "nobody's",
};

}  // namespace

// Whatever answers a BYE, the session is over for its sender (RFC 3261
// 15.1.1); but credentials may be given to a challenge. A CANCEL is not
// challenged (22.1), and what it was for goes its own way (9.1).
bool is_sent_once(std::string_view method, std::uint16_t code) {
  const bool is_challenge = code == 401 || code == 407;
  return code >= 300 &&
         (method == "CANCEL" || (method == "BYE" && !is_challenge));
}

Reference reference_of(std::uint16_t code, std::string_view phrase,
                       std::string_view method, bool in_dialog) {
  if (code == 0) return reference_of_silence();
  const ResponseEntry* entry = find_response(code);
  Reference reference = entry != nullptr ? reference_of_entry(*entry, in_dialog)
                                         : reference_of_class(code, phrase);
  if (entry != nullptr) advise(*entry, method, reference);
  if (is_sent_once(method, code)) {
    reference.retry = RetryKind::None;
    reference.retry_advice = {};
  }
  return reference;
}

std::string_view noun_of(CallKind kind, bool plural) {
  const auto index = static_cast<std::size_t>(kind);
  if (index >= std::size(kNouns)) return plural ? "exchanges" : "exchange";
  return plural ? kNouns[index].plural : kNouns[index].singular;
}

std::string_view words_of(Outcome outcome) { return word(kOutcomes, outcome); }

std::string_view words_of(SkipReason reason) {
  return word(kSkipReasons, reason);
}

std::string_view words_of(FaultSide side) { return word(kSides, side); }

std::string_view words_of(Side side) { return word(kDiagnosedSides, side); }

std::string_view person_in(std::string_view uri, bool in_short) {
  const std::optional<sip::Uri> parsed = sip::parse_uri(uri);
  if (!parsed) return uri;
  if (in_short) return parsed->user.empty() ? parsed->host : parsed->user;
  return uri.substr(std::min(uri.size(), parsed->scheme.size() + 1));
}

std::string_view party_in(std::string_view uri) {
  const std::string_view person = person_in(uri, false);
  // Those of the user stand before the @ (RFC 3261 19.1.1).
  const std::size_t at = person.find('@');
  const std::size_t host = at == std::string_view::npos ? 0 : at;
  return person.substr(0, person.find_first_of(";?", host));
}

std::string_view state_of(const SuppressionUse& use) {
  if (use.expired) return "expired";
  return use.findings == 0 ? "unused" : "used";
}

std::uint64_t hidden_findings(const Triage& triage) {
  std::uint64_t count = 0;
  for (const SuppressionUse& use : triage.suppressions) count += use.findings;
  return count;
}

std::string with_separators(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t i = digits.size(); i > 3; i -= 3) {
    digits.insert(i - 3, 1, ',');
  }
  return digits;
}

std::string count_of(std::uint64_t value, std::string_view singular,
                     std::string_view plural) {
  return fmt::format("{} {}", with_separators(value),
                     value == 1 ? singular : plural);
}

std::string cut_line(std::uint64_t octets) {
  return fmt::format("Cut here: more than output-octets ({}) would follow.\n",
                     with_separators(octets));
}

}  // namespace siptriage::report
