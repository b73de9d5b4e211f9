// What failed: an overview, and the blocks that there is room for.

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {

void write_failures_heading(TextReport& report) {
  // Those that were only not answered come last.
  const FailureGroup& worst = report.blocks.front().first();
  const bool any_failed = !is_not_answered(worst.kind, worst.outcome);
  report.layout.heading(
      any_failed ? "WHAT FAILED" : "NOT ANSWERED",
      any_failed && report.blocks.size() > 1 ? "worst first" : "");
}

std::size_t FailureNumbers::of(const FailureBlock& block, std::size_t number) {
  return numbers_.try_emplace(block.first().code, number).first->second;
}

void write_failures_left_out(TextReport& report) {
  const std::vector<FailureBlock>& blocks = report.blocks;
  if (report.blocks_shown == blocks.size()) return;
  std::uint64_t count = 0;
  for (std::size_t i = report.blocks_shown; i < blocks.size(); ++i) {
    count += blocks[i].count;
  }
  report.layout.blank();
  report.layout.paragraph(
      0, fmt::format("And {} with {}; --all shows them.",
                     count_of(blocks.size() - report.blocks_shown, "group more",
                              "groups more"),
                     count_of(count, "failure", "failures")));
}

void write_failures(TextReport& report) {
  if (report.blocks.empty()) return;
  write_failures_heading(report);
  write_overview(report);
  FailureNumbers explained;
  for (std::size_t i = 0; i < report.blocks_shown; ++i) {
    if (report.layout.failed()) return;
    const FailureBlock& block = report.blocks[i];
    write_failure(report, block, i + 1, explained.of(block, i + 1));
  }
  write_failures_left_out(report);
}

}  // namespace siptriage::report
