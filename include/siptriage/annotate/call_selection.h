#pragma once
/// CallSelection: which calls of a capture a Triage tells of. All others are
/// counted, and left out of everything that is said.
///
///     AnalyzeOptions options;
///     options.calls = select_calls(filter);  // filter/select_calls.h
///     Result<Triage> done = triage({"trace.pcap"}, workers, options);

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "siptriage/annotate/analysis.h"

namespace siptriage {

/// Chooses among the calls of one conversation after the other; one for each
/// thread.
class CallChooser {
 public:
  virtual ~CallChooser() = default;
  /// Whether each call of `conversation` is meant, by its index there.
  /// Lifetime: until the next call.
  [[nodiscard]] virtual const std::vector<bool>& choose(
      const Analysis& conversation) = 0;
};

struct CallSelection {
  std::string text;  // what was asked for, for people
  std::function<std::unique_ptr<CallChooser>()> make_chooser;  // empty: all

  [[nodiscard]] bool is_all() const { return make_chooser == nullptr; }
};

}  // namespace siptriage
