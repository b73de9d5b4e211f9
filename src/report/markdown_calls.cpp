// Calls of the Markdown report: the diagram of one, what was found in it, and
// the failed calls, a section each.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"
#include "siptriage/output/sink.h"

#include "report/describe.h"
#include "report/markdown_parts.h"

namespace siptriage::report {
namespace {

constexpr std::size_t kIndent = 3;
constexpr std::size_t kMostFrames = 12;

std::string diagram_of(const Ladder& ladder) {
  StringSink sink;
  write_ladder_mermaid({&ladder, 1}, 0, kMostDiagramOctets, sink);
  return std::move(sink).take();
}

// "Call 3: busy, 486".
std::string name_of(const DiagnosisBrief& brief, const Call& call) {
  LadderLeg leg;
  leg.outcome = call.outcome;
  leg.status = call.final_status;
  return fmt::format("{} {}: {}", report::name_of(call.kind),
                     with_separators(brief.call.index() + 1), outcome_of(leg));
}

}  // namespace

void CallSections::write_notes(const Ladder& ladder) {
  if (ladder.notes.empty()) return;
  std::vector<output::Cells> rows;
  for (std::size_t i = 0; i < ladder.notes.size(); ++i) {
    const LadderNote& note = ladder.notes[i];
    const RuleEntry* const rule = find_rule(note.rule);
    rows.push_back(
        {std::to_string(i + 1), std::string(to_string(note.severity)),
         layout_.safe(note.text), report_.frames.list(note.frames, kMostFrames),
         rule == nullptr ? "" : std::string(rule->remedy)});
  }
  layout_.text_table({"No.", "Severity", "Found", "Frames", "What to do"},
                     rows);
}

void CallSections::write_ladder(CallId call) {
  const std::vector<CallId> legs = legs_of(report_.triage, call);
  if (!drawn_.insert(legs.front()).second) {
    layout_.field(kIndent, "Ladder",
                  "above: it is another leg of a call that is drawn there");
    return;
  }
  const Ladder ladder = build_ladder(report_.triage, report_.reader, legs,
                                     {nullptr, kMostDiagramArrows});
  layout_.begin_aside(ladder.notes.empty() ? "Ladder"
                                           : "Ladder, and what was found");
  layout_.code_block("mermaid", diagram_of(ladder));
  for (const std::string& remark : remarks_of(ladder)) {
    layout_.paragraph(0, remark);
  }
  write_notes(ladder);
  layout_.end_aside();
}

void CallSections::write_section(const DiagnosisBrief& brief,
                                 const FailureNumbers& explained) {
  const CallView view = report_.reader.read(brief.call);
  const Call& call = view.call();
  layout_.subheading({{Style::Plain, name_of(brief, call)}});
  const std::uint16_t status = call.final_status;
  const Diagnosis& diagnosis = report_.reader.read(brief, view);
  layout_.paragraph(0, layout_.safe(diagnosis.summary), Style::Strong);
  layout_.field(kIndent, "Side", words_of(diagnosis.side));
  layout_.field(kIndent, "Frames",
                report_.frames.list(diagnosis.frames, kMostFrames));
  layout_.field(kIndent, "Call-ID", layout_.safe(call.call_id));
  if (const std::size_t number = explained.find(status); number != 0) {
    layout_.field(kIndent, "What to do", fmt::format("as under {}", number));
  } else if (const Reference reference =
                 reference_of(status, {}, diagnosis.method, false);
             !reference.tip.empty()) {
    layout_.field(kIndent, "What to do", reference.tip);
  }
  write_ladder(brief.call);
}

void CallSections::write_failed(const FailureNumbers& explained) {
  const std::vector<DiagnosisBrief>& all = report_.triage.diagnoses;
  std::set<CallId> told;  // as the example of a cause
  for (std::size_t i = 0; i < report_.blocks_shown; ++i) {
    told.insert(report_.blocks[i].first().examples.front().call);
  }
  std::size_t shown = 0;
  std::uint64_t left_out = 0;
  for (const bool errors : {true, false}) {
    for (const DiagnosisBrief& brief : all) {
      if (brief.beside_failures || told.contains(brief.call) ||
          (brief.severity == Severity::Error) != errors) {
        continue;
      }
      if (shown == kMostCallSections || layout_.failed()) {
        ++left_out;
        continue;
      }
      if (shown++ == 0) layout_.heading("FURTHER FAILED CALLS");
      write_section(brief, explained);
    }
  }
  if (left_out == 0) return;
  layout_.heading("NOT SHOWN");
  layout_.paragraph(
      0,
      fmt::format("{} not shown; siptriage calls --where failed lists all.",
                  count_of(left_out, "failure more is", "failures more are")));
}

void write_only_call_markdown(TextReport& report, MarkdownLayout& layout) {
  const std::optional<CallId> call = only_call(report.triage.calls);
  if (!call || !report.blocks.empty()) return;
  layout.heading("MESSAGES");
  CallSections(report, layout).write_ladder(*call);
}

}  // namespace siptriage::report
