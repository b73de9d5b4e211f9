// Any text as a file of expectations. What is held: it is read, or refused with
// words for a terminal, at a place inside it; read again it is the same.

#include <algorithm>
#include <string_view>

#include "siptriage/check/expectations.h"

#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

bool is_for_a_terminal(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= ' ' && c <= '~') || c == '\n'; });
}

void require_words(std::string_view text, const ExpectationError& error) {
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  require(!error.message.empty() && is_for_a_terminal(error.message),
          "what is refused is refused with words for a terminal");
  require(error.line <= lines + 1 && error.column <= text.size() + 1,
          "at a place inside it");
}

bool is_same(const Expectation& a, const Expectation& b) {
  return a.name == b.name && a.line == b.line && a.over == b.over &&
         a.where.has_value() == b.where.has_value() &&
         (!a.where || a.where->text() == b.where->text()) &&
         a.count == b.count && a.outcomes == b.outcomes &&
         a.max_pdd == b.max_pdd && a.codes.size() == b.codes.size() &&
         a.allowed_rules == b.allowed_rules &&
         a.forbidden_rules == b.forbidden_rules && a.answered == b.answered &&
         a.failed == b.failed && a.retransmissions == b.retransmissions &&
         a.each.has_value() == b.each.has_value() &&
         a.metrics.size() == b.metrics.size() &&
         a.max_severity == b.max_severity && a.severity == b.severity &&
         a.sequence.size() == b.sequence.size() &&
         a.may_be_empty == b.may_be_empty;
}

}  // namespace

void run(std::string_view input) {
  const auto read = read_expectations(input);
  const auto again = read_expectations(input);
  require(read.has_value() == again.has_value(), "read twice it is the same");
  if (!read) {
    require(read.error().message == again.error().message,
            "what is wrong with it is the same");
    return require_words(input, read.error());
  }
  require(!read->empty(), "there is at least one expectation");
  require(std::ranges::equal(*read, *again, is_same),
          "read again the expectations are the same");
}

}  // namespace siptriage::fuzz
