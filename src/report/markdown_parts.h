#pragma once
// The parts of the Markdown report that are more than the words of the one for
// a terminal: tables and diagrams.

#include <cstddef>
#include <set>

#include "output/markdown_layout.h"
#include "report/ladder.h"
#include "report/text_parts.h"

namespace siptriage::report {

using output::MarkdownLayout;

// The causes that have a diagram, and the further calls that have a section;
// the arrows of a diagram. What is left out is counted.
inline constexpr std::size_t kMostCallSections = 24;
inline constexpr std::size_t kMostDiagramArrows = 60;
// Mermaid draws no longer text.
inline constexpr std::size_t kMostDiagramOctets = 50'000;

class CallSections {
 public:
  CallSections(TextReport& report, MarkdownLayout& layout)
      : report_(report), layout_(layout) {}

  // The diagram of a call with its other legs, once, and what was found in
  // them.
  void write_ladder(CallId call);
  // The failed calls without one, worst first: a sentence each, its frames,
  // where to read what to do, and as write_ladder().
  void write_failed(const FailureNumbers& explained);

 private:
  void write_section(const DiagnosisBrief& brief,
                     const FailureNumbers& explained);
  void write_notes(const Ladder& ladder);

  TextReport& report_;
  MarkdownLayout& layout_;
  std::set<CallId> drawn_;  // with their other legs
};

void write_outcomes_markdown(TextReport& report, MarkdownLayout& layout);
// The causes in a table, then each, then the failed calls.
void write_failures_markdown(TextReport& report, MarkdownLayout& layout);
// The ladder of a capture's only call, unless it failed.
void write_only_call_markdown(TextReport& report, MarkdownLayout& layout);

}  // namespace siptriage::report
