// What failed, block by block: what was said and by whom, what it means,
// what is wrong with the response itself, what to do, and where to look.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "report/call_notes.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

// With so few there is room for the first steps to take.
constexpr std::size_t kMostBlocksWithSteps = 2;
constexpr std::size_t kMostSteps = 3;
constexpr std::size_t kMostSpeakers = 6;
constexpr std::size_t kMostCauses = 4;
constexpr std::size_t kMostNotes = 4;
constexpr std::size_t kMostProofFrames = 12;
constexpr std::string_view kTimeoutRule = "request-timed-out";

std::string who(const FailureGroup& group, const Layout& layout) {
  std::string text = layout.safe(group.said_by_address);
  if (!group.said_by.empty()) {
    text += fmt::format(" ({})", layout.safe(group.said_by));
  }
  return text;
}

// "2 calls: INVITE, answered by 192.0.2.1 (Brookside Proxy/2.3)".
std::string headline(const FailureBlock& block, const Reference& reference,
                     const Layout& layout) {
  const FailureGroup& group = block.first();
  const std::string calls = count_of(
      block.count, group.within_call ? "request" : noun_of(group.kind, false),
      group.within_call ? "requests" : noun_of(group.kind, true));
  const std::string method = layout.safe(group.method);
  const std::string where =
      group.within_call ? method + " inside a dialog" : method;
  const std::string speaker =
      block.groups.size() == 1 ? who(group, layout)
                               : fmt::format("{} servers", block.groups.size());
  if (group.code == 0) {
    return fmt::format("{}: {} to {}", calls, where, speaker);
  }
  // The sender's own phrase often says more than the registered one.
  const bool own_words =
      !group.phrase.empty() && !reference.registered.empty() &&
      !equals_ignore_case(group.phrase, reference.registered);
  return fmt::format(
      "{}: {}, answered{} by {}", calls, where,
      own_words ? fmt::format(" as \"{}\"", layout.safe(group.phrase)) : "",
      speaker);
}

class BlockWriter {
 public:
  BlockWriter(TextReport& report, const FailureBlock& block)
      : report_(report),
        layout_(report.layout),
        block_(block),
        group_(block.first()),
        number_(group_.examples.front().call),
        view_(report.reader.read(number_)),
        example_(view_.transaction_at(group_.transaction_place)),
        annotation_(view_.analysis.annotation_of(example_)),
        diagnosis_(diagnosis_of(report, block, view_)),
        notes_(report.triage, number_, view_),
        reference_(reference_of(group_.code, group_.phrase, group_.method,
                                group_.within_call)) {}

  // The closed loop: what the client did then. Where it ignored the response,
  // a finding says the same.
  void follow_up() {
    if (annotation_ == nullptr || !annotation_->follow_up) return;
    const FollowUp& then = *annotation_->follow_up;
    const bool ignored = then.verdict == FollowUpVerdict::Ignored;
    std::string text = then.verdict == FollowUpVerdict::NotSeen
                           ? layout_.safe(then.detail)
                           : fmt::format("{}: {}", to_string(then.verdict),
                                         layout_.safe(then.detail));
    if (then.next.valid()) {
      const Trace& trace = view_.analysis.trace;
      const MessageId next = trace.transaction(then.next).request;
      text += fmt::format(" (frame {})",
                          report_.frames.name(trace.message(next).frame));
    }
    layout_.field(kEntryIndent, "Then", text,
                  ignored ? Style::Caution : Style::Plain);
    if (!ignored) return;
    tell(then.rule->id);
    layout_.field(kEntryIndent, "Do", then.rule->remedy);
  }
  bool told_as_follow_up(const Finding& finding) const {
    return annotation_ != nullptr && annotation_->follow_up &&
           annotation_->follow_up->rule == finding.rule;
  }

  // What this capture shows, then what is to be said of the code in general;
  // of each code only once.
  void write(std::size_t number, std::size_t explained_under) {
    layout_.blank();
    layout_.subheading({{Style::Plain, fmt::format("{}. ", number)},
                        {Style::Bad, layout_.safe(reference_.title)}});
    // Of a single call, the sentence says all of it.
    if (block_.count != 1 || !diagnosis_) {
      layout_.paragraph(kEntryIndent, headline(block_, reference_, layout_));
      layout_.blank();
    }
    in_short();
    side();
    speakers();
    causes();
    identities();
    checks();
    follow_up();
    notes();
    other_leg();
    write_example(report_, block_, view_);
    if (explained_under != number) {
      layout_.blank();
      layout_.field(kEntryIndent, "Meaning",
                    fmt::format("as under {}", explained_under));
      return;
    }
    layout_.begin_aside("What it means, and what to do");
    meaning();
    advice();
    steps();
    layout_.end_aside();
  }

 private:
  void in_short() {
    if (group_.code == 0) tell(kTimeoutRule);
    if (diagnosis_) {
      layout_.paragraph(kEntryIndent, layout_.safe(diagnosis_->summary),
                        Style::Strong);
    } else if (!reference_.plain.empty()) {
      layout_.paragraph(kEntryIndent, reference_.plain);
    }
    layout_.blank();
  }

  // On whose side it is, and where the proof is when it is more than what
  // follows shows.
  void side() {
    if (!diagnosis_) return;
    std::string text(words_of(diagnosis_->side));
    if (diagnosis_->certainty != Certainty::Certain &&
        diagnosis_->side != Side::Unknown) {
      text += fmt::format(" ({})", to_string(diagnosis_->certainty));
    }
    layout_.field(kEntryIndent, "Side", text);
    if (diagnosis_->frames.size() > 2) {
      layout_.field(kEntryIndent, "Proof",
                    "frames " + report_.frames.list(diagnosis_->frames,
                                                    kMostProofFrames));
    }
  }

  void tell(std::string_view rule) {
    for (const FailureGroup* group : block_.groups) {
      report_.told.tell(*group, rule);
    }
  }

  // Who answered how often, where it was not one alone.
  void speakers() {
    const std::size_t count = block_.groups.size();
    if (count == 1) return;
    const std::size_t shown = std::min(count, kMostSpeakers);
    for (std::size_t i = 0; i < shown; ++i) {
      const FailureGroup& group = *block_.groups[i];
      layout_.field(
          kEntryIndent, i == 0 ? "Servers" : "",
          fmt::format("{} {} {}", with_separators(group.count),
                      group.code == 0 ? "to" : "by", who(group, layout_)));
    }
    if (shown < count) {
      layout_.field(kEntryIndent, "",
                    fmt::format("and {} more", count - shown));
    }
  }

  void meaning() {
    layout_.field(kEntryIndent, "Meaning",
                  layout_.safe(reference_.explanation));
    if (!reference_.note.empty()) {
      layout_.field(kEntryIndent, "Mind", reference_.note, Style::Caution);
    }
  }

  // The sentence on top has it word for word.
  bool is_told(std::string_view text) const {
    return diagnosis_ && !text.empty() &&
           diagnosis_->summary.find(text) != std::string::npos;
  }

  // With what RFC 3398 makes of it, unless that is what happened.
  void cause(const DecodedCause& cause, std::string_view where) {
    const std::string told = to_string(cause);
    std::string text = layout_.safe(told);
    if (cause.mapped_status != 0 && cause.mapped_status != group_.code &&
        where.empty()) {
      text += fmt::format(" (by RFC 3398: {})", cause.mapped_status);
    } else if (is_told(told)) {
      return;
    }
    layout_.field(kEntryIndent, "Cause", text + std::string(where));
  }

  // The causes of the response, then those of the other messages of the
  // call, such as the Reason of a CANCEL.
  void causes() {
    std::size_t left = kMostCauses;
    if (annotation_ != nullptr) {
      for (const DecodedCause& each : annotation_->causes) {
        if (left-- == 0) return;
        cause(each, "");
      }
    }
    for (const MessageCauses* message : notes_.causes) {
      const MessageRecord& record =
          view_.analysis.trace.message(message->message);
      const std::string where =
          fmt::format(" (in {}, frame {})",
                      record.is_request() ? layout_.safe(record.method_name)
                                          : std::to_string(record.status),
                      report_.frames.name(record.frame));
      for (const DecodedCause& each : message->causes) {
        if (left-- == 0) return;
        cause(each, where);
      }
    }
  }

  // What the caller's provider signed, where a refusal may be about it.
  void identities() {
    switch (group_.code) {
      case 403:
      case 428:
      case 433:
      case 436:
      case 437:
      case 438:
      case 603:
      case 607:
      case 608:
        break;
      default:
        return;
    }
    if (!example_.valid()) return;
    const MessageId request =
        view_.analysis.trace.transaction(example_).request;
    for (const MessageIdentities& each : view_.analysis.identities) {
      if (each.message != request) continue;
      for (const DecodedIdentity& identity : each.identities) {
        layout_.field(kEntryIndent, "Identity",
                      layout_.safe(to_string(identity)));
      }
    }
  }

  // A sound Reason or Warning is a cause, and shown as such.
  bool told_as_cause(const HeaderCheck& check) const {
    return std::any_of(annotation_->causes.begin(), annotation_->causes.end(),
                       [&check](const DecodedCause& cause) {
                         return cause.header == check.header;
                       });
  }

  void checks() {
    std::string_view remedy;
    if (annotation_ == nullptr) return;
    for (const HeaderCheck& check : annotation_->header_checks) {
      const bool ok = check.verdict == Verdict::Ok;
      if (ok && told_as_cause(check)) continue;
      Style style = ok ? Style::Good : Style::Caution;
      if (!ok && check.level == DutyLevel::Must) style = Style::Bad;
      // What need not be there is not missing.
      const bool is_optional =
          check.verdict == Verdict::Missing && check.level == DutyLevel::May;
      if (is_optional) style = Style::Faint;
      const std::string what =
          is_optional ? fmt::format(
                            "{} could be there, and is not at this "
                            "capture point",
                            check.header)
          : is_told(check.detail)
              ? fmt::format("{} {}", to_string(check.verdict), check.header)
              : fmt::format("{}: {}", to_string(check.verdict),
                            layout_.safe(check.detail));
      layout_.field(kEntryIndent, "Header",
                    fmt::format("{} ({}, {})", what, to_string(check.level),
                                to_string(check.clause)),
                    style);
      if (ok) continue;
      tell(check.rule->id);
      if (check.rule->remedy == remedy) continue;
      remedy = check.rule->remedy;
      layout_.field(kEntryIndent, "Do", remedy);
    }
  }

  bool is_header_check(const RuleEntry* rule) const {
    return annotation_ != nullptr &&
           std::any_of(
               annotation_->header_checks.begin(),
               annotation_->header_checks.end(),
               [rule](const HeaderCheck& check) { return check.rule == rule; });
  }

  // The block itself is about a request without final response.
  bool told_as_silence(const Finding& finding) const {
    return group_.code == 0 && finding.rule->id == kTimeoutRule;
  }

  // People who did not answer need no reason: what was warned of beside that
  // is told at the end.
  bool is_beside_the_point(const Finding& finding) const {
    return is_not_answered(group_.kind, group_.outcome) &&
           finding.severity != Severity::Error && !is_in_diagnosis(finding);
  }

  // Errors and warnings about the call that stands for the group.
  void notes() {
    std::size_t left = kMostNotes;
    std::vector<const RuleEntry*> noted;
    for (const Finding* finding : notes_.findings) {
      if (finding->severity == Severity::Notice ||
          is_header_check(finding->rule) || told_as_silence(*finding) ||
          told_as_follow_up(*finding) || is_beside_the_point(*finding) ||
          std::ranges::find(noted, finding->rule) != noted.end()) {
        continue;
      }
      if (left-- == 0) return;
      noted.push_back(finding->rule);
      tell(finding->rule->id);
      note(*finding);
    }
  }

  void note(const Finding& finding) {
    std::string text = is_in_diagnosis(finding)
                           ? std::string(finding.rule->title)
                           : fmt::format("{}: {}", finding.rule->title,
                                         layout_.safe(finding.message));
    if (const std::uint64_t more = times_found(finding.rule) - 1; more != 0) {
      text += fmt::format(" (and {} more)", with_separators(more));
    }
    layout_.field(
        kEntryIndent, finding.severity == Severity::Error ? "Error" : "Warning",
        fmt::format("{}. {}", text, finding.rule->explanation),
        finding.severity == Severity::Error ? Style::Bad : Style::Caution);
    layout_.field(kEntryIndent, "Do", finding.rule->remedy);
  }

  // In the call that stands for the group; of one rule at least once. What the
  // next attempt cured is over.
  std::uint64_t times_found(const RuleEntry* rule) const {
    std::uint64_t times = 0;
    for (const Finding* finding : notes_.findings) {
      if (finding->rule == rule && !was_cured(*finding)) {
        times += 1 + finding->repeats;
      }
    }
    return std::max<std::uint64_t>(times, 1);
  }

  bool was_cured(const Finding& finding) const {
    if (finding.transaction == example_) return false;
    const Annotation* annotation =
        view_.analysis.annotation_of(finding.transaction);
    return annotation != nullptr && annotation->follow_up &&
           annotation->follow_up->verdict == FollowUpVerdict::Obeyed;
  }

  // The sentence on top has its facts.
  bool is_in_diagnosis(const Finding& finding) const {
    return diagnosis_ && !diagnosis_->rules.empty() &&
           diagnosis_->rules.front() == finding.rule;
  }

  // Where the failure of the example comes from.
  void other_leg() {
    const RelayedFailure* relayed = report_.triage.legs.relayed_by(number_);
    if (relayed == nullptr || group_.within_call) return;
    for (const Finding* finding : notes_.findings) {
      if (finding->rule->id != rule_of(*relayed)) continue;
      tell(finding->rule->id);
      if (is_told(finding->message)) return;
      layout_.field(kEntryIndent, "Other leg",
                    fmt::format("{} (frame {})", layout_.safe(finding->message),
                                report_.frames.name(relayed->born_frame)));
      return;
    }
  }

  void advice() {
    if (!reference_.tip.empty()) {
      layout_.field(kEntryIndent, group_.code == 0 ? "Do" : "Tip",
                    reference_.tip);
    }
    if (!reference_.retry_advice.empty()) {
      std::string text(reference_.retry_advice);
      if (annotation_ != nullptr && annotation_->try_again_at) {
        text += fmt::format(" Not before {} UTC.",
                            date_and_time(*annotation_->try_again_at));
      }
      layout_.field(kEntryIndent, "Retry", text);
    }
    if (diagnosis_) return;
    if (const auto side = words_of(reference_.side); !side.empty()) {
      layout_.field(kEntryIndent, "Usually on", side);
    }
  }

  void steps() {
    if (report_.blocks_shown > kMostBlocksWithSteps) return;
    const std::size_t count = std::min(kMostSteps, reference_.steps.size());
    for (std::size_t i = 0; i < count; ++i) {
      layout_.field(kEntryIndent, i == 0 ? "Check" : "",
                    fmt::format("{}. {}", i + 1, reference_.steps[i]));
    }
  }

  TextReport& report_;
  Layout& layout_;
  const FailureBlock& block_;
  const FailureGroup& group_;
  CallId number_;  // of the call that stands for the block
  CallView view_;
  TransactionId example_;
  const Annotation* annotation_;
  std::optional<Diagnosis> diagnosis_;
  CallNotes notes_;
  Reference reference_;
};

}  // namespace

void write_failure(TextReport& report, const FailureBlock& block,
                   std::size_t number, std::size_t explained_under) {
  BlockWriter(report, block).write(number, explained_under);
}

}  // namespace siptriage::report
