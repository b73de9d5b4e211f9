#include "siptriage/base/limits.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "base/limit_table.h"

namespace siptriage {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({exchanged, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Octets to insert, drop or exchange to make the name; none for its front.
std::size_t distance(std::string_view name, std::string_view written) {
  if (!written.empty() && name.starts_with(written)) return 0;
  return edit_distance(name, written);
}

}  // namespace

std::span<const LimitSpec> limit_specs() { return detail::kLimitTable; }

const LimitSpec& spec_of(LimitId id) {
  return detail::kLimitTable[static_cast<std::size_t>(id)];
}

const LimitSpec* find_limit(std::string_view name) {
  const auto* const found =
      std::find_if(detail::kLimitTable.begin(), detail::kLimitTable.end(),
                   [name](const LimitSpec& spec) { return spec.name == name; });
  return found == detail::kLimitTable.end() ? nullptr : found;
}

const LimitSpec& nearest_limit(std::string_view name) {
  // Longer than all names: what follows tells nothing.
  constexpr std::size_t kMostOctets = 64;
  name = name.substr(0, kMostOctets);
  return *std::min_element(
      detail::kLimitTable.begin(), detail::kLimitTable.end(),
      [name](const LimitSpec& a, const LimitSpec& b) {
        return distance(a.name, name) < distance(b.name, name);
      });
}

Limits::Limits() : values_{} {
  for (std::size_t i = 0; i < kLimitCount; ++i) {
    values_[i] = detail::kLimitTable[i].otherwise;
  }
}

Limits& Limits::set(LimitId id, std::uint64_t value) {
  const LimitSpec& spec = spec_of(id);
  values_[static_cast<std::size_t>(id)] =
      std::clamp(value, spec.least, spec.most);
  return *this;
}

void LimitCounts::add(LimitId id, std::uint64_t times) {
  if (times == 0) return;
  counts_.resize(kLimitCount);
  counts_[static_cast<std::size_t>(id)] += times;
}

void LimitCounts::add(const LimitCounts& other) {
  if (!other.any()) return;
  counts_.resize(kLimitCount);
  for (std::size_t i = 0; i < kLimitCount; ++i) counts_[i] += other.counts_[i];
}

}  // namespace siptriage
