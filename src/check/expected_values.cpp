#include "check/expected_values.h"

#include <algorithm>

#include "siptriage/base/ascii.h"
#include "siptriage/base/limit_text.h"
#include "siptriage/sip/method.h"

#include "filter/hint.h"
#include "filter/values.h"
#include "filter/vocabulary.h"

namespace siptriage::check {
namespace {

constexpr std::string_view kAnything = "...";

bool take(std::string_view& text, std::string_view front) {
  if (!text.starts_with(front)) return false;
  text = trim(text.substr(front.size()));
  return true;
}

// "180*": takes the sign off the end.
void take_suffix(std::string_view& text, SequenceStep& step) {
  if (text.empty()) return;
  const char sign = text.back();
  step.may_be_missing = sign == '?' || sign == '*';
  step.may_repeat = sign == '+' || sign == '*';
  if (step.may_be_missing || step.may_repeat)
    text = trim(text.substr(0, text.size() - 1));
}

bool read_step(std::string_view text, SequenceStep& step, std::string& wrong) {
  if (text == kAnything) {
    step.may_be_missing = step.may_repeat = true;
    return true;
  }
  take_suffix(text, step);
  if (const auto status = filter::read_status(text)) {
    step.first_status = static_cast<std::uint16_t>(status->first);
    step.last_status = static_cast<std::uint16_t>(status->last);
    return true;
  }
  const auto method = filter::methods().find(text);
  if (!method) {
    wrong = filter::shown(text) + " is neither a method nor a status code" +
            filter::methods().hint(text);
    return false;
  }
  step.method = filter::methods().names[*method];
  return true;
}

}  // namespace

std::optional<CountRange> read_count(std::string_view text) {
  text = trim(text);
  const std::size_t range = text.find("..");
  if (range != std::string_view::npos) {
    const auto least = parse_unsigned(trim(text.substr(0, range)));
    const auto most = parse_unsigned(trim(text.substr(range + 2)));
    if (!least || !most || *least > *most) return std::nullopt;
    return CountRange{*least, *most};
  }
  const bool less = text.starts_with('<');
  const bool more = text.starts_with('>');
  const bool or_equal = text.substr(0, 2).ends_with('=') && (less || more);
  if (!take(text, less ? "<" : more ? ">" : "==")) text = trim(text);
  if (or_equal) take(text, "=");
  const std::optional<std::uint64_t> value = parse_unsigned(text);
  if (!value) return std::nullopt;
  CountRange count;
  if (less && !or_equal && *value == 0) return std::nullopt;
  if (more && !or_equal && *value == count.most) return std::nullopt;
  if (less) {
    count.most = or_equal ? *value : *value - 1;
  } else if (more) {
    count.least = or_equal ? *value : *value + 1;
  } else {
    count = {*value, *value};
  }
  return count;
}

std::optional<std::vector<SequenceStep>> read_sequence(std::string_view text,
                                                       const Limits& limits,
                                                       std::string& wrong) {
  std::vector<SequenceStep> steps;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    SequenceStep step;
    if (!read_step(trim(text.substr(0, comma)), step, wrong)) {
      return std::nullopt;
    }
    if (steps.size() == limits[LimitId::ExpectationParts]) {
      wrong = "there are too many steps; " +
              how_to_raise(LimitId::ExpectationParts, limits);
      return std::nullopt;
    }
    steps.push_back(std::move(step));
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return steps;
}

}  // namespace siptriage::check
