#pragma once
/// The ladder of a call: who sent what to whom, an arrow each, with what is to
/// be said about it beside the arrow it is about.
///
///     FlowOptions options;
///     options.columns = 100;
///     Result<std::vector<CallId>> calls =
///         find_flow_calls(triage, workers, {3, {}});
///     if (calls) write_flow(triage, *calls, options, sink);
///
/// The legs of a call that are known (annotate/legs.h) are one ladder.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"
#include "siptriage/filter/filter.h"
#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

namespace siptriage {

/// What the user calls addresses.
class Aliases {
 public:
  /// Lines "192.0.2.1 Proxy", "192.0.2.1:5070 PBX", "[2001:db8::1]:5060 SBC";
  /// empty ones and those that begin with # are passed over. Errors:
  /// BadConfiguration, with the number of the line; LimitReached past
  /// kMaxAliases.
  [[nodiscard]] static Result<Aliases> parse(std::string_view text);

  /// That of the endpoint, else that of its address; empty: none.
  [[nodiscard]] std::string_view find(const Endpoint& endpoint) const;

 private:
  std::vector<std::pair<Endpoint, std::string>> names_;  // sorted
};
inline constexpr std::size_t kMaxAliases = 10'000;

/// Which calls are meant; without anything set, all.
struct FlowChoice {
  std::optional<std::uint64_t> number =
      {};                            // as `siptriage calls` counts, from 1
  std::optional<Filter> where = {};  // of FilterScope::Call
};

/// In capture order. Errors: NotFound where there is no call of that number.
[[nodiscard]] Result<std::vector<CallId>> find_flow_calls(
    const Triage& triage, Workers& workers, const FlowChoice& choice);

enum class FlowForm : std::uint8_t { Text, Mermaid, Svg };

struct FlowOptions : LayoutOptions {
  FlowForm form = FlowForm::Text;
  Aliases aliases;
  /// Text: below the ladder, each message in full.
  bool raw = false;
  /// Ladders that are drawn, and arrows of each; the rest is counted. Mermaid
  /// draws one as a diagram, several as Markdown with a diagram each; SVG draws
  /// them one below the other.
  std::uint64_t most_ladders = 10;
  std::uint64_t most_arrows = 400;
};

/// False when the sink gives false.
bool write_flow(const Triage& triage, const std::vector<CallId>& calls,
                const FlowOptions& options, Sink& sink);

}  // namespace siptriage
