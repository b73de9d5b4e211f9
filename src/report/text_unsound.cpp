// Calls that did not fail and that something is wrong with, a sentence each.

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

constexpr std::size_t kMostFrames = 8;

}  // namespace

std::uint64_t count_unsound(const Triage& triage) {
  return static_cast<std::uint64_t>(std::ranges::count_if(
      triage.diagnoses, &DiagnosisBrief::beside_failures));
}

void write_unsound(TextReport& report) {
  const std::uint64_t count = count_unsound(report.triage);
  if (count == 0) return;
  Layout& layout = report.layout;
  layout.heading("NOT SOUND");
  std::uint64_t shown = 0;
  for (const DiagnosisBrief& brief : report.triage.diagnoses) {
    if (!brief.beside_failures) continue;
    if (shown == report.options.max_groups || layout.failed()) break;
    ++shown;
    const Diagnosis& diagnosis = report.reader.read(brief);
    layout.blank();
    layout.paragraph(
        0, fmt::format("{}. {}", shown, layout.safe(diagnosis.summary)));
    layout.field(kEntryIndent, "Frames",
                 report.frames.list(diagnosis.frames, kMostFrames));
  }
  if (shown < count) {
    layout.blank();
    layout.paragraph(0, fmt::format("And {} more; --all shows them.",
                                    with_separators(count - shown)));
  }
}

}  // namespace siptriage::report
