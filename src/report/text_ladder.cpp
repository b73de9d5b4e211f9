// The ladder of the one call of a small capture.

#include <optional>
#include <vector>

#include "report/ladder.h"
#include "report/ladder_text.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

constexpr std::size_t kMostMessages = 30;

}  // namespace

std::optional<CallId> only_call(const std::vector<CallBrief>& calls) {
  std::optional<CallId> only;
  std::optional<CallId> exchange;
  std::size_t exchanges = 0;
  for (std::uint32_t i = 0; i < calls.size(); ++i) {
    if (!calls[i].is_meant) continue;
    if (exchanges++ == 0) exchange = CallId(i);
    if (calls[i].kind != CallKind::Call) continue;
    if (only) return std::nullopt;
    only = CallId(i);
  }
  return !only && exchanges == 1 ? exchange : only;
}

// Without the notes: the report tells the findings elsewhere.
void write_ladder(TextReport& report, TextLayout& layout) {
  const std::optional<CallId> call = only_call(report.triage.calls);
  if (!call || report.reader.read(*call).call().message_count > kMostMessages) {
    return;
  }
  Ladder ladder = build_ladder(report.triage, report.reader, {*call},
                               {nullptr, kMostMessages});
  for (LadderArrow& arrow : ladder.arrows) arrow.notes.clear();
  layout.heading("MESSAGES", "siptriage flow draws any call");
  LadderText(ladder, report.frames, layout.columns(), layout).write();
}

}  // namespace siptriage::report
