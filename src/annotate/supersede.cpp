#include "annotate/supersede.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace siptriage::detail {
namespace {

// A rule that has nothing more to say of a frame.
using Superseded = std::pair<FrameId, std::string_view>;

std::vector<Superseded> superseded_by(const std::vector<Finding>& findings) {
  std::vector<Superseded> superseded;
  for (const Finding& finding : findings) {
    for (const std::string_view rule : finding.rule->supersedes) {
      for (const FrameId frame : finding.frames) {
        superseded.emplace_back(frame, rule);
      }
    }
  }
  std::ranges::sort(superseded);
  return superseded;
}

}  // namespace

void drop_superseded(std::vector<Finding>& findings) {
  const std::vector<Superseded> superseded = superseded_by(findings);
  if (superseded.empty()) return;
  std::erase_if(findings, [&superseded](const Finding& finding) {
    return std::ranges::any_of(finding.frames, [&](FrameId frame) {
      return std::ranges::binary_search(superseded,
                                        Superseded(frame, finding.rule->id));
    });
  });
}

}  // namespace siptriage::detail
