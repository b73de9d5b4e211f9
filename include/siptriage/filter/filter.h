#pragma once
/// Filter: which messages, transactions, calls or findings are meant, in one
/// expression. docs/filter.md has the language.
///
///     Result<Filter> filter =
///         Filter::compile("outcome == busy and pdd > 2 s", FilterScope::Call);
///     if (!filter) print(point_at(text, filter.error()));
///     FilterMatcher matcher(*filter);
///     matcher.begin(view.analysis);               // of one conversation
///     if (matcher.matches(view.id.index())) ...   // one of its calls
///
/// What can be wrong with an expression is found by compile(): matching cannot
/// fail. A filter does not tell what it was that matched.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"

namespace siptriage {

namespace filter {
struct Program;
}  // namespace filter

/// What an expression is asked about, one after the other.
enum class FilterScope : std::uint8_t { Message, Transaction, Call, Finding };
/// "message", "transaction", "call", "finding".
[[nodiscard]] std::string_view to_string(FilterScope scope);

/// A compiled expression; copies share it. Any number of threads may use it.
class Filter {
 public:
  /// Errors: BadFilter, with what was expected and, for a slip of the pen,
  /// what may have been meant; Error::offset_octets is where in `text`.
  /// LimitReached: longer, deeper or with more values than `limits` allow
  /// (filter-octets, filter-depth, filter-list, filter-patterns,
  /// filter-pattern-octets).
  [[nodiscard]] static Result<Filter> compile(std::string_view text,
                                              FilterScope scope,
                                              const Limits& limits = {});

  [[nodiscard]] FilterScope scope() const;
  /// The expression as this program would write it: it compiles, within wider
  /// limits perhaps, to a filter of the same meaning and the same text.
  [[nodiscard]] std::string text() const;

 private:
  friend class FilterMatcher;
  explicit Filter(std::shared_ptr<const filter::Program> program)
      : program_(std::move(program)) {}

  std::shared_ptr<const filter::Program> program_;
};

/// An error of Filter::compile() for people: the place in the expression, the
/// line itself, and a mark below the place.
///
///     column 4: there is no field pdx; did you mean pdd?
///       not pdx > 2 s
///           ^
[[nodiscard]] std::string point_at(std::string_view text, const Error& error);

/// Asks a filter; one for each thread, used again for every conversation.
class FilterMatcher {
 public:
  /// Messages are read within `limits`, those of the capture.
  explicit FilterMatcher(Filter filter, const Limits& limits = {});
  FilterMatcher(FilterMatcher&&) noexcept;
  FilterMatcher& operator=(FilterMatcher&&) noexcept;
  ~FilterMatcher();

  /// What follows is asked about this one.
  /// Lifetime: `conversation` must live, unchanged, until the next begin() or
  /// the last matches().
  void begin(const Analysis& conversation SIPTRIAGE_LIFETIMEBOUND);

  /// The message, transaction, call or finding at that index of the
  /// conversation. All of them together cost no more than a pass over the
  /// conversation for each part of the expression.
  [[nodiscard]] bool matches(std::uint32_t index);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace siptriage
