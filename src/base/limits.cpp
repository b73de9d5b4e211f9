#include "siptriage/base/limits.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/limit_table.h"

namespace siptriage {
namespace {

// More than a slip is another name.
constexpr std::size_t kMostTypos = 4;

// Letters to change to make the name; none for its front.
std::size_t distance(std::string_view name, std::string_view written) {
  if (!written.empty() && name.starts_with(written)) return 0;
  return edit_distance(name, written, kMostTypos);
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

const LimitSpec* nearest_limit(std::string_view name) {
  const auto* const nearest =
      std::min_element(detail::kLimitTable.begin(), detail::kLimitTable.end(),
                       [name](const LimitSpec& a, const LimitSpec& b) {
                         return distance(a.name, name) < distance(b.name, name);
                       });
  const std::size_t most = std::min(kMostTypos, name.size() / 2);
  return distance(nearest->name, name) <= most ? nearest : nullptr;
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
