#include "base/edit_distance.h"

#include <algorithm>
#include <array>

#include "siptriage/base/ascii.h"

namespace siptriage {
namespace {

// Longer texts are taken for farther apart than any typo.
constexpr std::size_t kLongestWithTypos = 40;
// More than a slip is another name.
constexpr std::size_t kMostTypos = 4;

// Letters to change to make the name; none for its front.
std::size_t typos(std::string_view name, std::string_view written) {
  if (!written.empty() && name.starts_with(written)) return 0;
  return edit_distance(name, written, kMostTypos);
}

}  // namespace

// The optimal string alignment distance: three rows of the usual table.
std::size_t edit_distance(std::string_view a, std::string_view b,
                          std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer > kLongestWithTypos || longer - shorter > most) return most + 1;
  using Row = std::array<std::size_t, kLongestWithTypos + 1>;
  Row rows[3] = {};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i + 2) % 3];
    const Row& two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char in_a = to_lower(a[i - 1]);
      const char in_b = to_lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1,
                         above[j - 1] + (in_a == in_b ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && in_a == to_lower(b[j - 2]) &&
                           to_lower(a[i - 2]) == in_b;
      if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return std::min(rows[a.size() % 3][b.size()], most + 1);
}

std::optional<std::size_t> nearest_name(std::span<const std::string_view> names,
                                        std::string_view written) {
  std::size_t least = std::min(kMostTypos, written.size() / 2) + 1;
  std::optional<std::size_t> nearest;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t far = typos(names[i], written);
    if (far >= least) continue;
    least = far;
    nearest = i;
  }
  return nearest;
}

}  // namespace siptriage
