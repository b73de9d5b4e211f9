#pragma once
/// What changed between two captures, for people and for scripts.

#include <string>
#include <vector>

#include "siptriage/check/verdict.h"
#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

namespace siptriage {

struct ComparedCaptures {
  std::string baseline;  // their names, as the user gave them
  std::string measured;
  /// As compare() gives them.
  std::vector<Assertion> changes;
};

/// True where something is worse, better or neither.
[[nodiscard]] bool has_changes(const ComparedCaptures& compared);

/// What is worse first, then better, then neither; the same change of several
/// scenarios once. False when the sink gives that.
bool write_comparison_text(const ComparedCaptures& compared,
                           const LayoutOptions& options, Sink& sink);

/// JSON (data/schema/diff.schema.json), in the order of the changes.
bool write_comparison_json(const ComparedCaptures& compared, Sink& sink);

}  // namespace siptriage
