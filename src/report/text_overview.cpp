// Every kind of failure in a line, before they are told one by one.

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "output/wrap.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::pad_left;

// Fewer blocks are seen at a glance anyway.
constexpr std::size_t kLeastBlocks = 4;

// All blocks of one code and method.
struct Kind {
  std::string title;
  std::string request;
  bool answered = false;
  std::uint64_t count = 0;
  std::set<std::string_view> addresses;
};

std::vector<Kind> kinds_of(const std::vector<FailureBlock>& blocks) {
  std::vector<Kind> kinds;
  std::map<std::tuple<std::uint16_t, std::string_view, bool>, std::size_t>
      known;
  for (const FailureBlock& block : blocks) {
    const FailureGroup& first = block.first();
    const auto [place, fresh] = known.try_emplace(
        {first.code, first.method, first.within_call}, kinds.size());
    if (fresh) {
      kinds.emplace_back();
      kinds.back().title =
          reference_of(first.code, first.phrase, {}, false).title;
      kinds.back().answered = first.code != 0;
      kinds.back().request =
          first.method + (first.within_call ? " inside a dialog" : "");
    }
    Kind& kind = kinds[place->second];
    kind.count += block.count;
    for (const FailureGroup* group : block.groups) {
      kind.addresses.insert(group->said_by_address);
    }
  }
  return kinds;
}

}  // namespace

void write_overview(TextReport& report) {
  if (report.blocks.size() < kLeastBlocks) return;
  Layout& layout = report.layout;
  const std::vector<Kind> kinds = kinds_of(report.blocks);
  std::uint64_t most = 0;
  for (const Kind& kind : kinds) most = std::max(most, kind.count);
  const std::size_t columns = with_separators(most).size();
  const std::size_t shown = std::min(kinds.size(), report.options.max_groups);
  for (std::size_t i = 0; i < shown; ++i) {
    const Kind& kind = kinds[i];
    const std::string from =
        kind.addresses.size() == 1
            ? layout.safe(*kind.addresses.begin())
            : fmt::format("{} servers", kind.addresses.size());
    layout.line(2,
                {{Style::Plain, pad_left(with_separators(kind.count), columns)},
                 {Style::Plain, "  "},
                 {Style::Strong, layout.safe(kind.title)},
                 {Style::Plain,
                  fmt::format(" to {} {} {}", layout.safe(kind.request),
                              kind.answered ? "from" : "sent to", from)}});
  }
  if (shown < kinds.size()) {
    layout.line(2, {{Style::Plain,
                     fmt::format("and {} kinds more", kinds.size() - shown)}});
  }
}

}  // namespace siptriage::report
