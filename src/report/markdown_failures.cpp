// Outcomes and causes of the Markdown report, as tables.

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/markdown_parts.h"

namespace siptriage::report {
namespace {

using output::Cells;

std::string percent_of(std::uint64_t count, std::uint64_t total) {
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(count) /
                                     static_cast<double>(total));
}

std::string_view counts_as(CallKind kind, Outcome outcome) {
  if (is_not_answered(kind, outcome)) return "not answered";
  return is_failure(outcome) ? "failed" : "";
}

// Who answered, or did not.
std::string from_of(const FailureBlock& block, const Layout& layout) {
  if (block.groups.size() != 1) {
    return fmt::format("{} servers", block.groups.size());
  }
  const FailureGroup& group = block.first();
  std::string text = layout.safe(group.said_by_address);
  if (!group.said_by.empty()) {
    text += fmt::format(" ({})", layout.safe(group.said_by));
  }
  return text;
}

void write_causes(TextReport& report, MarkdownLayout& layout) {
  std::vector<Cells> rows;
  for (std::size_t i = 0; i < report.blocks_shown; ++i) {
    const FailureBlock& block = report.blocks[i];
    const FailureGroup& group = block.first();
    const Reference reference =
        reference_of(group.code, group.phrase, group.method, group.within_call);
    std::string request = layout.safe(group.method);
    if (group.within_call) request += " inside a dialog";
    std::string explanation = reference.plain.empty()
                                  ? reference.explanation
                                  : std::string(reference.plain);
    rows.push_back({std::to_string(i + 1), with_separators(block.count),
                    layout.safe(reference.title), std::move(request),
                    from_of(block, layout), layout.safe(group.cause),
                    std::move(explanation), std::string(reference.tip)});
  }
  layout.text_table(
      {"No.", "Count", "What", "To", "By", "Cause", "Explanation", "Tip"},
      rows);
}

}  // namespace

void write_outcomes_markdown(TextReport& report, MarkdownLayout& layout) {
  std::vector<Cells> rows;
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const auto kind = static_cast<CallKind>(i);
    const KindTally& tally = report.tally.of(kind);
    for (std::size_t j = 0; j < kOutcomeCount; ++j) {
      const std::uint64_t count = tally.outcomes[j];
      if (count == 0) continue;
      const auto outcome = static_cast<Outcome>(j);
      rows.push_back({std::string(label_of(kind)),
                      std::string(words_of(outcome)), with_separators(count),
                      percent_of(count, tally.total),
                      std::string(counts_as(kind, outcome))});
    }
  }
  layout.heading("OUTCOMES");
  layout.text_table({"Kind", "Outcome", "Count", "Share", "Counts as"}, rows);
}

void write_failures_markdown(TextReport& report, MarkdownLayout& layout) {
  if (report.blocks.empty()) return;
  write_failures_heading(report);
  write_causes(report, layout);
  FailureNumbers explained;
  CallSections calls(report, layout);
  for (std::size_t i = 0; i < report.blocks_shown; ++i) {
    if (layout.failed()) return;
    const FailureBlock& block = report.blocks[i];
    write_failure(report, block, i + 1, explained.of(block, i + 1));
    if (i < kMostCallSections) {
      calls.write_ladder(block.first().examples.front().call);
    }
  }
  write_failures_left_out(report);
  calls.write_failed(explained);
}

}  // namespace siptriage::report
