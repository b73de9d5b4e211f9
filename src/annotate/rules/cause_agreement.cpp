// Status, Reason and Warning of one message: do they tell of the same trouble?

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"

#include "annotate/causes.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/sights.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

bool is_q850(const DecodedCause& cause) {
  return equals_ignore_case(cause.protocol, "Q.850") && cause.code.has_value();
}
bool is_sip(const DecodedCause& cause) {
  return equals_ignore_case(cause.protocol, "SIP") && cause.code.has_value();
}

HeaderId header_of(const DecodedCause& cause) {
  if (cause.header == "Reason") return HeaderId::Reason;
  return cause.header == "Warning" ? HeaderId::Warning
                                   : HeaderId::XAsteriskHangupCauseCode;
}

// "Q.850 cause 34 (No circuit/channel available)".
std::string name_of(const DecodedCause& cause) {
  std::string text = fmt::format("{} cause {}", cause.protocol, *cause.code);
  if (!cause.meaning.empty()) text += fmt::format(" ({})", cause.meaning);
  return text;
}

void check_against_status(const Exchange& exchange, Judge& judge) {
  const std::uint16_t status = exchange.transaction.final_status;
  for (const DecodedCause& cause : judge.annotation().causes) {
    if (!is_q850(cause)) continue;
    const ContradictionEntry* contradiction =
        find_contradiction(*cause.code, status);
    if (contradiction == nullptr ||
        !is_made_here(exchange.scene.trace, exchange.transaction)) {
      continue;
    }
    judge.fail("cause-contradicts-status", header_of(cause), DutyLevel::May,
               Verdict::Contradicts,
               fmt::format("the response also gives {}, by which {}",
                           name_of(cause), contradiction->reading));
    return;
  }
}

// A gateway or B2BUA that answers with a code of its own may say in Reason
// which one it received.
void check_other_status(const Exchange& exchange, Judge& judge) {
  const std::uint16_t status = exchange.transaction.final_status;
  for (const DecodedCause& cause : judge.annotation().causes) {
    if (!is_sip(cause) || *cause.code == status || *cause.code < 300 ||
        *cause.code > 699 ||
        !is_made_here(exchange.scene.trace, exchange.transaction)) {
      continue;
    }
    judge.fail("reason-names-other-status", HeaderId::Reason, DutyLevel::May,
               Verdict::Contradicts,
               fmt::format("Reason gives {} as what happened, not {}",
                           name_of(cause), status));
    return;
  }
}

// Warning codes 300 to 307 tell what a session description has that cannot be
// used (RFC 3261 20.43).
bool is_about_offer(const DecodedCause& cause) {
  return cause.header == "Warning" && cause.code && *cause.code >= 300 &&
         *cause.code <= 307;
}

void check_warning(const Exchange& exchange, Judge& judge) {
  const std::vector<DecodedCause>& causes = judge.annotation().causes;
  const auto warning = std::ranges::find_if(causes, is_about_offer);
  if (warning == causes.end() ||
      !is_made_here(exchange.scene.trace, exchange.transaction)) {
    return;
  }
  judge.fail(
      "warning-contradicts-status", HeaderId::Warning, DutyLevel::May,
      Verdict::Contradicts,
      fmt::format("Warning {} speaks of the session description{}{}, "
                  "which {} does not",
                  *warning->code, warning->text.empty() ? "" : ": ",
                  warning->text.empty() ? std::string()
                                        : fmt::format("\"{}\"", warning->text),
                  exchange.transaction.final_status));
}

// Letters and digits in lower case: "USER_BUSY" and "User busy" are the same.
std::string bare(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c)) letters += to_lower(c);
  }
  return letters;
}

// Which number has a name, by the letters and digits of the name.
using Names = std::vector<std::pair<std::string, std::uint32_t>>;

template <typename Entries, typename Name, typename Number>
Names names_of(const Entries& entries, Name name, Number number) {
  Names names;
  for (const auto& entry : entries) {
    names.emplace_back(bare(entry.*name), entry.*number);
  }
  std::ranges::sort(names);
  return names;
}

// The Q.850 cause, or status code, that has the words of `text` as its name.
std::optional<std::uint32_t> cause_named(const DecodedCause& cause) {
  static const Names statuses =
      names_of(all_responses(), &ResponseEntry::phrase, &ResponseEntry::code);
  static const Names q850 =
      names_of(all_q850_causes(), &Q850Entry::name, &Q850Entry::cause);
  if (!is_sip(cause) && !is_q850(cause)) return std::nullopt;
  const Names& names = is_sip(cause) ? statuses : q850;
  const std::string wanted = bare(cause.text);
  const auto found = std::ranges::lower_bound(names, wanted, std::less{},
                                              &Names::value_type::first);
  if (wanted.empty() || found == names.end() || found->first != wanted) {
    return std::nullopt;
  }
  return found->second;
}

class ReasonJudge {
 public:
  ReasonJudge(const Scene& scene, MessageId id, const sip::Message& message,
              Findings& findings)
      : scene_(scene),
        record_(scene.message(id)),
        message_(message),
        findings_(findings) {}

  void judge(std::span<const DecodedCause> causes) {
    const DecodedCause* q850 = nullptr;
    for (const DecodedCause& cause : causes) {
      if (!cause.code || cause.protocol.empty()) continue;
      judge_text(cause);
      judge_range(cause);
      judge_verification(cause);
      if (!is_q850(cause)) continue;
      if (q850 != nullptr && *q850->code != *cause.code) {
        report("causes-disagree", cause,
               fmt::format("{} gives {} and {} gives {}", q850->header,
                           name_of(*q850), cause.header, name_of(cause)));
      }
      q850 = &cause;
    }
  }

 private:
  void report(std::string_view rule, const DecodedCause& cause,
              const std::string& what) {
    if (told_.size() == kMaxTold ||
        std::ranges::find(told_, rule) != told_.end()) {
      return;
    }
    told_.push_back(rule);
    const std::string subject = record_.is_request()
                                    ? std::string(record_.method_name)
                                    : std::to_string(record_.status);
    Finding finding = make_finding(rule, scene_.trace, record_.transaction,
                                   fmt::format("{}: {}", subject, what));
    finding.frames = {record_.frame};
    add_evidence(finding, record_.frame, message_, header_of(cause));
    if (header_of(cause) != HeaderId::Reason) {
      add_evidence(finding, record_.frame, message_, HeaderId::Reason);
    }
    findings_.push_back(std::move(finding));
  }

  void judge_text(const DecodedCause& cause) {
    if (cause.text.empty() || cause.text == cause.meaning ||
        bare(cause.text) == bare(cause.meaning)) {
      return;
    }
    const std::optional<std::uint32_t> named = cause_named(cause);
    if (!named || *named == *cause.code) return;
    report("reason-text-names-other-cause", cause,
           fmt::format("{} is given with the text \"{}\", which is the name of "
                       "{}",
                       name_of(cause), cause.text, *named));
  }

  // Q.850 has seven bits, and a status code three digits from 100 on.
  void judge_range(const DecodedCause& cause) {
    const bool outside = is_q850(cause) ? *cause.code > 127
                                        : is_sip(cause) && (*cause.code < 100 ||
                                                            *cause.code > 699);
    if (!outside) return;
    report("reason-cause-out-of-range", cause,
           fmt::format("{} is no number of {}", *cause.code, cause.protocol));
  }

  void judge_verification(const DecodedCause& cause) {
    if (!equals_ignore_case(cause.protocol, "STIR")) return;
    report(
        "identity-verification-failed", cause,
        fmt::format("a verification service gives {}{}", name_of(cause),
                    cause.text.empty() ? std::string()
                                       : fmt::format(", \"{}\"", cause.text)));
  }

  static constexpr std::size_t kMaxTold = 4;  // one of each rule

  const Scene& scene_;
  const MessageRecord& record_;
  const sip::Message& message_;
  Findings& findings_;
  std::vector<std::string_view> told_;
};

// Once for a message that passes several hops: where a request is seen first,
// and where a final response was made.
bool is_to_be_judged(const Trace& trace, MessageId id) {
  const TransactionId transaction = trace.message(id).transaction;
  if (!transaction.valid()) return false;
  if (trace.message(id).is_final()) {
    return trace.transaction(transaction).final_response == id &&
           is_made_here(trace, trace.transaction(transaction));
  }
  return is_first_hop(trace, transaction);
}

void judge_reasons(const Scene& scene, MessageId id,
                   const sip::Message& message, Findings& findings) {
  if (!is_to_be_judged(scene.trace, id)) return;
  ReasonJudge(scene, id, message, findings)
      .judge(causes_of(scene.analysis, id));
}

constexpr auto kAgainstStatus = ids("cause-contradicts-status");
constexpr auto kOtherStatus = ids("reason-names-other-status");
constexpr auto kWarning = ids("warning-contradicts-status");
constexpr auto kReasons =
    ids("causes-disagree", "reason-text-names-other-cause",
        "reason-cause-out-of-range", "identity-verification-failed");

constexpr auto kNotAboutOffers = codes(403, 404, 480, 486, 500, 503, 600, 603);

constexpr HeaderId kNeeds[] = {HeaderId::Reason,
                               HeaderId::XAsteriskHangupCauseCode};

}  // namespace

const RuleSet& cause_agreement_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_against_status, kAgainstStatus, {}},
      {check_other_status, kOtherStatus, {}},
      {check_warning, kWarning, kNotAboutOffers},
  };
  static constexpr MessageRule kMessages[] = {
      {judge_reasons, kReasons, kNeeds}};
  static constexpr RuleSet kRules{.responses = kResponses,
                                  .messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
