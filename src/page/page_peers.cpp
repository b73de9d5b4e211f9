// How it went with each peer: of calls, and of registrations.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "page/page_parts.h"
#include "report/describe.h"
#include "report/metric_words.h"

namespace siptriage::page {
namespace {

void write_peer_table(Page& page, const report::PeerTable& table,
                      std::string_view caption) {
  const std::vector<PeerMetrics>& all = page.triage.metrics.by_peer;
  std::uint64_t shown = 0;
  std::uint64_t left = 0;
  for (const PeerMetrics& peer : all) {
    if (table.attempts(peer.metrics) == 0) continue;
    if (shown == page.options.most_peers) {
      ++left;
      continue;
    }
    if (shown++ == 0) {
      write_table_start(page, "numbers", caption,
                        headings_of_numbers(table.label, table.heading));
    }
    page.html.open("tr");
    page.html.element("th", to_string(peer.peer), {{"scope", "row"}});
    for (const std::string& cell : table.cells(peer.metrics)) {
      page.html.element("td", cell, {{"class", "number"}});
    }
    page.html.close("tr");
  }
  if (shown == 0) return;
  write_table_end(page);
  if (left != 0) {
    write_remark(page, report::count_of(left, "more peer is not listed.",
                                        "more peers are not listed."));
  }
}

}  // namespace

void write_peers(Page& page) {
  write_peer_table(page, report::calls_by_peer(),
                   "Calls by peer, most attempts lost first");
  write_peer_table(page, report::registrations_by_peer(),
                   "Registrations by peer, most attempts lost first");
}

}  // namespace siptriage::page
