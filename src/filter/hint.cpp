#include "filter/hint.h"

#include <optional>

#include "base/edit_distance.h"

namespace siptriage::filter {
namespace {

constexpr std::size_t kMostShown = 40;

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

}  // namespace

std::string hint_of(std::span<const std::string_view> names,
                    std::string_view written) {
  if (const std::optional<std::size_t> nearest = nearest_name(names, written)) {
    return "; did you mean " + std::string(names[*nearest]) + "?";
  }
  if (names.empty() || names.size() > kMostListed) return {};
  std::string text = "; there are ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string shown(std::string_view written) {
  std::string text;
  for (const char c : written.substr(0, kMostShown)) {
    text += is_printable(c) ? c : '?';
  }
  if (written.size() > kMostShown) text += "...";
  return "\"" + text + "\"";
}

}  // namespace siptriage::filter
