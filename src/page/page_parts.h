#pragma once
// The parts of the page, each in a file of its own, and what they share.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/page/page.h"

#include "output/block_layout.h"
#include "page/call_choice.h"
#include "page/html.h"
#include "report/text_parts.h"

namespace siptriage::page {

struct Page {
  Page(const Triage& what, Workers& with, const PageOptions& how, Sink& sink);

  const Triage& triage;
  Workers& workers;
  const PageOptions& options;
  Html html;
  // What its writers say is kept, to be said here too.
  std::vector<output::TextBlock> kept;
  output::BlockLayout layout;
  report::TextReport text;
  CallChoice choice;

  // What `write` says.
  template <typename Write>
  [[nodiscard]] std::vector<output::TextBlock> said_by(const Write& write) {
    kept.clear();
    write(text);
    return std::move(kept);
  }
};

// A part of the page: where it is jumped to, and its heading.
struct Section {
  std::string_view id;
  std::string_view title;
  // False: it has nothing to say.
  bool (*applies)(const Page& page);
  void (*write)(Page& page);
};
[[nodiscard]] const std::vector<Section>& sections();

void write_top(Page& page);  // up to the navigation
void write_coverage(Page& page);
void write_outcomes(Page& page);
void write_causes(Page& page);
void write_timeline(Page& page);
void write_delays(Page& page);
void write_peers(Page& page);
void write_findings(Page& page);
void write_calls(Page& page);

// The head of a column.
struct Heading {
  std::string text;
  std::string classes;
};
// A label, and columns of numbers.
[[nodiscard]] std::vector<Heading> headings_of_numbers(
    std::string_view label, const std::vector<std::string>& names);
// Text from the wire, or with such in it, of which nobody wants to read more
// than some lines: its middle is left out. Safe to be shown.
[[nodiscard]] std::string shortened(std::string_view text);
// Such as that a table does not list all.
void write_remark(Page& page, std::string_view text);
// A table that scrolls by itself where it is wider than the page, up to its
// body; write_table_end() closes it.
void write_table_start(Page& page, std::string_view classes,
                       std::string_view caption,
                       const std::vector<Heading>& headings);
void write_table_end(Page& page);
// Where the script puts a button that opens the ladder of a call.
void write_call_link(Page& page, CallId call);

}  // namespace siptriage::page
