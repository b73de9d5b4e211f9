#include "siptriage/base/limit_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "siptriage/base/ascii.h"

namespace siptriage {
namespace {

constexpr std::string_view kSuffixes = "kMG";

std::uint64_t step_of(const LimitSpec& spec) {
  return spec.unit == "octets" ? 1024 : 1000;
}

std::optional<std::uint64_t> parse_value(const LimitSpec& spec,
                                         std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t factor = 1;
  const char last = text.back();
  if (const std::size_t power = kSuffixes.find(last);
      power != std::string_view::npos) {
    for (std::size_t i = 0; i <= power; ++i) factor *= step_of(spec);
    text.remove_suffix(1);
  } else if (last == 's' && spec.unit == "seconds") {
    text.remove_suffix(1);
  }
  const std::optional<std::uint64_t> number = parse_unsigned(text);
  std::uint64_t value = 0;
  if (!number || __builtin_mul_overflow(*number, factor, &value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::string to_text(const LimitSpec& spec, std::uint64_t value) {
  std::size_t powers = 0;
  while (spec.unit == "octets" && powers < kSuffixes.size() && value != 0 &&
         value % 1024 == 0) {
    value /= 1024;
    ++powers;
  }
  std::string text = std::to_string(value);
  if (powers != 0) text += kSuffixes[powers - 1];
  return text;
}

std::string set_limit(std::string_view text, Limits& limits) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const LimitSpec* spec = find_limit(name);
  if (spec == nullptr) {
    const LimitSpec* const meant = nearest_limit(name);
    return "there is no limit " + std::string(name) + "; " +
           (meant == nullptr
                ? std::string()
                : "did you mean " + std::string(meant->name) + "? ") +
           "siptriage limits lists all";
  }
  const std::string range =
      std::string(name) + " takes " + to_text(*spec, spec->least) + " to " +
      to_text(*spec, spec->most) + " (" + std::string(spec->unit) + ")";
  if (equals == std::string_view::npos) {
    return "no value for " + std::string(name) + ": " + range;
  }
  const std::string_view written = text.substr(equals + 1);
  const std::optional<std::uint64_t> value = parse_value(*spec, written);
  if (!value || *value < spec->least || *value > spec->most) {
    return range + ", not " + std::string(written);
  }
  limits.set(spec->id, *value);
  return {};
}

std::string how_to_raise(LimitId id, const Limits& limits) {
  const LimitSpec& spec = spec_of(id);
  const std::uint64_t value = limits[id];
  if (value >= spec.most) return "it can be no higher";
  const std::uint64_t higher = value > spec.most / 2 ? spec.most : value * 2;
  return "--limit " + std::string(spec.name) + "=" +
         to_text(spec, std::max(higher, spec.otherwise)) + " raises it";
}

}  // namespace siptriage
