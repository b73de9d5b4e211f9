#include "annotate/supersede.h"

#include <algorithm>
#include <string_view>

#include "annotate/rules/registry.h"

namespace siptriage::detail {
namespace {

Superseded superseded_by(const std::vector<Finding>& findings) {
  Superseded superseded;
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

bool is_of_capture(std::string_view rule) {
  return is_capture_rule(rule_entry(rule));
}

}  // namespace

Superseded drop_superseded(std::vector<Finding>& findings) {
  Superseded superseded = superseded_by(findings);
  if (superseded.empty()) return superseded;
  std::erase_if(findings, [&superseded](const Finding& finding) {
    return std::ranges::any_of(finding.frames, [&](FrameId frame) {
      return std::ranges::binary_search(superseded,
                                        std::pair(frame, finding.rule->id));
    });
  });
  std::erase_if(superseded,
                [](const auto& each) { return !is_of_capture(each.second); });
  return superseded;
}

}  // namespace siptriage::detail
