#include "report/failure_blocks.h"

#include <cstddef>
#include <map>
#include <string>
#include <tuple>

namespace siptriage::report {
namespace {

using Key = std::tuple<CallKind, bool, std::uint16_t, std::string, std::string,
                       std::string, std::string>;

// The header checks that the groups' responses fail.
std::string failed_checks(const Analysis& analysis, const FailureGroup& group) {
  std::string text;
  const Annotation* annotation = analysis.annotation_of(group.example);
  if (annotation == nullptr) return text;
  for (const HeaderCheck& check : annotation->header_checks) {
    if (check.verdict == Verdict::Ok) continue;
    text.append(check.rule->id).append(" ");
  }
  return text;
}

}  // namespace

std::vector<FailureBlock> blocks_of(const Analysis& analysis) {
  std::vector<FailureBlock> blocks;
  std::map<Key, std::size_t> known;
  for (const FailureGroup& group : analysis.failures) {
    const auto [place, fresh] = known.try_emplace(
        Key(group.kind, group.within_call, group.code, group.method,
            group.phrase, group.cause, failed_checks(analysis, group)),
        blocks.size());
    if (fresh) blocks.emplace_back();
    FailureBlock& block = blocks[place->second];
    block.groups.push_back(&group);
    block.count += group.count;
  }
  return blocks;
}

}  // namespace siptriage::report
