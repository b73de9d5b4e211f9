#include "report/ladder.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/ladder_builder.h"

namespace siptriage::report {

std::vector<CallId> legs_of(const Triage& triage, CallId call) {
  const Leg* const leg = triage.legs.find(call);
  if (leg == nullptr) return {call};
  std::vector<CallId> calls;
  for (const Leg& other : triage.legs.legs) {
    if (other.group == leg->group) calls.push_back(other.call);
  }
  return calls;
}

Ladder build_ladder(const Triage& triage, CallReader& reader,
                    const std::vector<CallId>& legs,
                    const LadderOptions& options) {
  LadderBuilder builder(triage, reader, options);
  for (const CallId call : legs) builder.add(call);
  return builder.finish();
}

std::vector<std::string> remarks_of(const Ladder& ladder) {
  std::vector<std::string> remarks;
  const auto say = [&remarks](std::uint64_t count, std::string_view singular,
                              std::string_view plural) {
    if (count == 0) return;
    remarks.push_back(count_of(count, singular, plural));
  };
  say(ladder.duplicates, "packet was captured twice, and is drawn once.",
      "packets were captured twice, and are drawn once.");
  say(ladder.arrows_left_out, "more message is not drawn.",
      "more messages are not drawn.");
  say(ladder.legs_left_out, "more leg is not drawn.",
      "more legs are not drawn.");
  say(ladder.notes_left_out, "more finding is not told.",
      "more findings are not told.");
  return remarks;
}

std::string copies_of(const LadderArrow& arrow, bool in_short) {
  if (arrow.copies == 1) return {};
  if (in_short) return fmt::format("x{}", arrow.copies);
  return fmt::format("x{} in {}", arrow.copies, to_human(arrow.copies_last));
}

std::string marks_of(const LadderArrow& arrow) {
  std::string marks;
  for (const std::size_t note : arrow.notes) {
    marks += fmt::format("[{}]", note);
  }
  return marks;
}

std::string name_of(CallKind kind) {
  std::string name(noun_of(kind, false));
  if (name[0] >= 'a' && name[0] <= 'z')
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

std::string heading_of(const LadderLeg& leg) {
  const auto party = [](const std::string& uri) {
    return uri.empty() ? std::string_view("?") : party_in(uri);
  };
  return fmt::format("{} {}: {} \u2192 {}, {}", name_of(leg.kind), leg.number,
                     party(leg.from), party(leg.to), outcome_of(leg));
}

std::string outcome_of(const LadderLeg& leg) {
  std::string text(words_of(leg.outcome));
  if (leg.status >= 300) text += fmt::format(", {}", leg.status);
  return text;
}

}  // namespace siptriage::report
