#include "report/failure_blocks.h"

#include <cstddef>
#include <map>
#include <string>
#include <tuple>

namespace siptriage::report {
namespace {

using Key = std::tuple<CallKind, bool, std::uint16_t, std::string, std::string,
                       std::string, std::string>;

}  // namespace

std::vector<FailureBlock> blocks_of(const Triage& triage) {
  std::vector<FailureBlock> blocks;
  std::map<Key, std::size_t> known;
  for (const FailureGroup& group : triage.failures) {
    const auto [place, fresh] = known.try_emplace(
        Key(group.kind, group.within_call, group.code, group.method,
            group.phrase, group.cause, group.failed_rules),
        blocks.size());
    if (fresh) blocks.emplace_back();
    FailureBlock& block = blocks[place->second];
    block.groups.push_back(&group);
    block.count += group.count;
  }
  return blocks;
}

}  // namespace siptriage::report
