#include "siptriage/check/draft.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "siptriage/check/expectations.h"

#include "check/selection.h"
#include "check/sequence_matcher.h"
#include "filter/vocabulary.h"

namespace siptriage {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(CallKind::Other) + 1;
// A longer sequence is of no use to people.
constexpr std::size_t kMostSteps = 40;
constexpr std::uint16_t kFirstStatus = 100;
constexpr std::uint16_t kFirstFailure = 300;
constexpr std::uint16_t kLastFailure = 699;

constexpr std::string_view kHead =
    "# What siptriage check holds this capture to: siptriage check CAPTURE\n"
    "# --expect THIS. Written from what the capture shows: look whether it is\n"
    "# what you want, and remove what does not matter to you.\n"
    "#\n"
    "# Each [[expect]] chooses by where (siptriage explain filter has the\n"
    "# language) and says what has to hold of all that was chosen. To choose\n"
    "# nothing is a failure, unless there is may_be_empty = true.\n";

constexpr std::string_view kTail =
    "\n# What else can be asked for:\n"
    "#\n"
    "# [[expect]]\n"
    "# name = \"one phone registers quickly\"\n"
    "# where = 'kind == registration and peer == 192.0.2.10'\n"
    "# count = \">= 1\"\n"
    "# outcome = \"succeeded\"\n"
    "# p95_rrd = \"<= 300 ms\"       # also p50_srd, mean_acd, max_sdd, ...\n"
    "#\n"
    "# [[expect]]\n"
    "# name = \"most calls are answered\"\n"
    "# where = 'kind == call'\n"
    "# ser = \">= 95 %\"             # also seer, isa, scr, asr, ner, ira\n"
    "#\n"
    "# [[expect]]\n"
    "# name = \"our agents say who they are\"\n"
    "# over = \"messages\"           # or calls, transactions, findings\n"
    "# where = 'request and src == 192.0.2.10'\n"
    "# each = 'header \"User-Agent\" matches \"^Phone/2\"'\n"
    "# severity = \"warning\"        # does no harm with --fail-on error\n";

// What a kind of exchange shows.
struct KindSummary {
  std::uint64_t count = 0;
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;
  std::uint64_t retransmissions = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(Outcome::Count)>
      outcomes{};
  std::map<std::uint16_t, std::uint64_t> failures;  // by final status
  std::optional<Duration> longest_pdd;
};

bool is_answered(Outcome outcome) {
  return outcome == Outcome::AnsweredEnded ||
         outcome == Outcome::AnsweredEndNotSeen;
}

void add(const Call& call, KindSummary& summary) {
  ++summary.count;
  if (is_answered(call.outcome)) ++summary.answered;
  if (is_failure(call.outcome)) ++summary.failed;
  summary.retransmissions += call.retransmissions;
  ++summary.outcomes[static_cast<std::size_t>(call.outcome)];
  // Beyond it there are no status codes.
  if (call.final_status >= kFirstFailure && call.final_status <= kLastFailure) {
    ++summary.failures[call.final_status];
  }
  if (call.post_dial_delay) {
    summary.longest_pdd = std::max(summary.longest_pdd.value_or(Duration()),
                                   *call.post_dial_delay);
  }
}

// 1, 2 or 5 times a power of ten: the first that leaves room above `delay`.
Duration bound_above(Duration delay) {
  const Duration least = delay + delay / 2;
  Duration bound = std::chrono::milliseconds(100);
  for (std::size_t i = 0; bound < least && bound < std::chrono::hours(24);
       ++i) {
    bound = i % 3 == 1 ? bound * 5 / 2 : bound * 2;
  }
  return bound;
}

std::string text_of(Duration bound) {
  using namespace std::chrono;
  const auto count = duration_cast<milliseconds>(bound).count();
  return count % 1000 == 0 ? fmt::format("{} s", count / 1000)
                           : fmt::format("{} ms", count);
}

std::string outcomes_of(const KindSummary& summary) {
  std::string text;
  for (std::size_t i = 0; i < summary.outcomes.size(); ++i) {
    if (summary.outcomes[i] == 0) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("\"{}\"", to_string(static_cast<Outcome>(i)));
  }
  return text;
}

std::string codes_of(const KindSummary& summary) {
  constexpr unsigned kClass = 100;
  std::string text;
  bool any_server_failure = false;
  for (const auto& [status, times] : summary.failures) {
    any_server_failure |= status / kClass == 5;
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", status, times);
  }
  if (!any_server_failure) text += text.empty() ? "5xx = 0" : ", 5xx = 0";
  return text;
}

std::string expectation_of(CallKind kind, const KindSummary& summary,
                           bool has_times) {
  std::string text = fmt::format(
      "\n[[expect]]\nname = \"every {0}\"\nwhere = 'kind == {0}'\ncount = "
      "{1}\n",
      to_string(kind), summary.count);
  if (kind == CallKind::Call) {
    text += fmt::format("answered = {}\n", summary.answered);
  }
  text += fmt::format(
      "failed = {}\noutcome = [{}]\ncodes = {{ {} }}  # final responses\n",
      summary.failed, outcomes_of(summary), codes_of(summary));
  text += fmt::format("retransmissions = \"<= {}\"\n", summary.retransmissions);
  if (summary.longest_pdd && has_times) {
    text += fmt::format("max_pdd = \"{}\"  # here at most {}\n",
                        text_of(bound_above(*summary.longest_pdd)),
                        to_human(*summary.longest_pdd));
  }
  return text;
}

// The messages of a call; provisional responses may be missing, or come more
// than once. Empty: there is no such sequence.
std::string sequence_of(const CallView& view) {
  std::vector<SequenceStep> steps;
  for (const MessageRecord& message : view.analysis.trace.messages()) {
    if (message.call != view.id || message.repetition != Repetition::None) {
      continue;
    }
    // Others there are, but no status codes.
    if (!message.is_request() &&
        (message.status < kFirstStatus || message.status > kLastFailure)) {
      return {};
    }
    SequenceStep step;
    step.first_status = step.last_status = message.status;
    if (message.is_request()) {
      const auto known = filter::methods().find(message.method_name);
      if (!known) return {};
      step.method = filter::methods().names[*known];
      if (step.method != message.method_name) return {};
    }
    step.may_be_missing = step.may_repeat = message.is_provisional();
    const bool again = message.is_provisional() && !steps.empty() &&
                       steps.back().first_status == message.status;
    if (!again) steps.push_back(std::move(step));
    if (steps.size() > kMostSteps) return {};
  }
  return check::text_of(steps);
}

std::string findings_of(const Triage& triage) {
  std::map<std::string_view, const RuleEntry*> rules;
  for (const FindingBrief& finding : triage.findings) {
    rules.emplace(finding.rule->id, finding.rule);
  }
  std::string text = "\n[[expect]]\nname = \"findings\"\n";
  if (rules.empty()) return text + "max_severity = \"none\"\n";
  text +=
      "allowed_rules = [  # there are others, and none of these has to be\n";
  for (const auto& [id, rule] : rules) {
    text += fmt::format("  \"{}\",  # {}: {}\n", id, to_string(rule->severity),
                        rule->title);
  }
  return text + "]\n";
}

}  // namespace

std::string draft_expectations(const Triage& triage) {
  std::array<KindSummary, kKinds> kinds;
  std::optional<std::string> sequence;
  CallReader reader(triage);
  std::optional<ConversationView> view;
  std::uint64_t conversation = ConversationSource::kNoConversation;
  for (const check::Member& member : check::calls_by_conversation(triage)) {
    if (member.conversation != conversation) {
      conversation = member.conversation;
      view.emplace(reader.read_conversation(conversation));
    }
    if (member.place >= view->analysis.trace.calls().size()) continue;
    const CallView here{view->analysis, CallId(member.place)};
    add(here.call(), kinds[static_cast<std::size_t>(here.call().kind)]);
    if (here.call().kind != CallKind::Call) continue;
    // Of one call alone; of many it would be one that happened to come first.
    if (sequence) {
      sequence->clear();
    } else {
      sequence = sequence_of(here);
    }
  }
  std::string text(kHead);
  for (std::size_t i = 0; i < kKinds; ++i) {
    if (kinds[i].count == 0) continue;
    text += expectation_of(static_cast<CallKind>(i), kinds[i],
                           triage.coverage.timestamps_present);
    if (static_cast<CallKind>(i) == CallKind::Call && sequence &&
        !sequence->empty()) {
      text += fmt::format("sequence = \"{}\"\n", *sequence);
    }
  }
  text += findings_of(triage);
  return text + std::string(kTail);
}

}  // namespace siptriage
