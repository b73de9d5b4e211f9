#include "siptriage/base/limits.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/edit_distance.h"
#include "base/limit_table.h"

namespace siptriage {

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
  std::array<std::string_view, kLimitCount> names;
  std::transform(detail::kLimitTable.begin(), detail::kLimitTable.end(),
                 names.begin(),
                 [](const LimitSpec& spec) { return spec.name; });
  const std::optional<std::size_t> nearest = nearest_name(names, name);
  return nearest ? &detail::kLimitTable[*nearest] : nullptr;
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
