// Any text as an expression of --where; the first octet says what it is asked
// about. What is held: it compiles or is refused with words for a terminal, at
// a place inside it; what compiles is written back as an expression that
// compiles to the same text, and matches the same.

#include <algorithm>
#include <string>
#include <string_view>

#include "siptriage/filter/filter.h"

#include "fuzz/fuzz.h"
#include "unit/filter/exchanges.h"

namespace siptriage::fuzz {
namespace {

// What is written back may be longer: units and quotes.
Limits wide_limits() {
  Limits limits;
  limits.set(LimitId::FilterOctets, spec_of(LimitId::FilterOctets).most);
  return limits;
}

bool is_for_a_terminal(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= ' ' && c <= '~') || c == '\n'; });
}

void require_words(std::string_view text, const Error& error) {
  require(error.code == ErrorCode::BadFilter ||
              error.code == ErrorCode::LimitReached,
          "an expression is refused for what it is");
  require(!error.message.empty() && error.offset_octets <= text.size(),
          "what is refused is refused with words, at a place");
  require(is_for_a_terminal(point_at(text, error)),
          "the words can be shown on a terminal");
}

void require_same(const Filter& filter, const Filter& again) {
  static const Analysis analysis = testing::exchanges();
  FilterMatcher matcher(filter);
  FilterMatcher second(again);
  matcher.begin(analysis);
  second.begin(analysis);
  for (std::uint32_t i = 0; i < testing::count_of(analysis, filter.scope());
       ++i) {
    const bool matches = matcher.matches(i);
    require(matches == second.matches(i), "what is written back is the same");
    require(matches == matcher.matches(i), "and so it is when asked again");
  }
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const auto scope = static_cast<FilterScope>(choices.below(4));
  const std::string_view text = choices.rest();
  const Result<Filter> filter = Filter::compile(text, scope);
  if (!filter) return require_words(text, filter.error());
  const std::string written = filter->text();
  const Result<Filter> again = Filter::compile(written, scope, wide_limits());
  require(again.has_value(), "what is written back compiles");
  require(again->text() == written, "and is written the same");
  require_same(*filter, *again);
}

}  // namespace siptriage::fuzz
