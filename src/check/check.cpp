#include "check/check.h"

#include <fmt/format.h>

#include "filter/field.h"

namespace siptriage::check {

Checks make_checks(const Expectation& expectation, const Limits& limits) {
  Checks checks;
  add_counting_checks(expectation, checks);
  add_checks_of_each(expectation, limits, checks);
  add_metric_checks(expectation, checks);
  add_finding_checks(expectation, checks);
  add_sequence_check(expectation, checks);
  return checks;
}

std::string count_of(std::uint64_t count, FilterScope over) {
  return fmt::format("{} {}", count,
                     count == 1 ? to_string(over) : filter::many_of(over));
}

std::string text_of(const CountRange& range) {
  if (range.most == 0) return "none";
  if (range.least == range.most) return fmt::format("exactly {}", range.least);
  if (range.most == CountRange().most) {
    return fmt::format("at least {}", range.least);
  }
  if (range.least == 0) return fmt::format("at most {}", range.most);
  return fmt::format("{} to {}", range.least, range.most);
}

std::string either_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace siptriage::check
