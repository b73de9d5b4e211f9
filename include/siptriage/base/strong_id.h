#pragma once
/// StrongId: an index into one table of a Trace that cannot be mistaken for
/// an index into another.
///
///     using CallId = StrongId<struct CallTag>;
///     if (message.call.valid()) trace.call(message.call);

#include <compare>
#include <cstdint>
#include <limits>

namespace siptriage {

template <typename Tag>
class StrongId {
 public:
  constexpr StrongId() = default;
  explicit constexpr StrongId(std::uint32_t index) : index_(index) {}

  [[nodiscard]] constexpr bool valid() const { return index_ != kNone; }
  /// Meaningful only when valid().
  [[nodiscard]] constexpr std::uint32_t index() const { return index_; }

  friend constexpr auto operator<=>(const StrongId&, const StrongId&) = default;

 private:
  static constexpr std::uint32_t kNone =
      std::numeric_limits<std::uint32_t>::max();
  std::uint32_t index_ = kNone;
};

}  // namespace siptriage
