// write_flow: the ladders of some calls, in the form that was asked for; and
// which calls those are.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "siptriage/report/flow.h"

#include "report/call_list.h"
#include "report/describe.h"
#include "report/ladder.h"

namespace siptriage {
namespace report {
namespace {

// Each call with its other legs, no call twice.
struct Groups {
  std::vector<std::vector<CallId>> shown;
  std::uint64_t left_out = 0;
};

Groups groups_of(const Triage& triage, const std::vector<CallId>& calls,
                 std::uint64_t most) {
  Groups groups;
  std::set<std::uint32_t> known;  // numbers of Leg::group
  for (const CallId call : calls) {
    const Leg* const leg = triage.legs.find(call);
    if (leg != nullptr && !known.insert(leg->group).second) continue;
    if (groups.shown.size() == most) {
      ++groups.left_out;
    } else {
      groups.shown.push_back(legs_of(triage, call));
    }
  }
  return groups;
}

}  // namespace
}  // namespace report

Result<std::vector<CallId>> find_flow_calls(const Triage& triage,
                                            Workers& workers,
                                            const FlowChoice& choice) {
  if (choice.number) {
    const std::size_t all = triage.calls.size();
    if (*choice.number == 0 || *choice.number > all) {
      return fail(ErrorCode::NotFound,
                  fmt::format("there is no call {}; `siptriage calls` has the "
                              "numbers, from 1 to {}",
                              *choice.number, all));
    }
    return std::vector{CallId(static_cast<std::uint32_t>(*choice.number - 1))};
  }
  TableOptions options;
  options.where = choice.where;
  return report::CallList(triage, workers, options).calls();
}

bool write_flow(const Triage& triage, const std::vector<CallId>& calls,
                const FlowOptions& options, Sink& sink) {
  const report::Groups groups =
      report::groups_of(triage, calls, options.most_ladders);
  CallReader reader(triage);
  const report::FrameNames frames(triage.coverage);
  const std::uint64_t octets = triage.coverage.limits[LimitId::OutputOctets];
  std::vector<report::Ladder> ladders;
  for (const std::vector<CallId>& legs : groups.shown) {
    ladders.push_back(report::build_ladder(
        triage, reader, legs, {&options.aliases, options.most_arrows}));
  }
  if (options.form == FlowForm::Text) {
    return report::write_ladder_text(ladders, frames, options, groups.left_out,
                                     octets, sink);
  }
  if (ladders.empty()) return true;
  return options.form == FlowForm::Mermaid
             ? report::write_ladder_mermaid(ladders, groups.left_out, octets,
                                            sink)
             : report::write_ladder_svg(ladders, frames, groups.left_out,
                                        octets, sink);
}

}  // namespace siptriage
