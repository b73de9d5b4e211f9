#include "siptriage/filter/select_calls.h"

#include <cstdint>
#include <utility>

namespace siptriage {
namespace {

class FilteringChooser final : public CallChooser {
 public:
  FilteringChooser(const Filter& filter, const Limits& limits)
      : matcher_(filter, limits) {}

  [[nodiscard]] const std::vector<bool>& choose(
      const Analysis& conversation) override {
    const std::size_t count = conversation.trace.calls().size();
    matcher_.begin(conversation);
    meant_.assign(count, false);
    for (std::uint32_t i = 0; i < count; ++i) meant_[i] = matcher_.matches(i);
    return meant_;
  }

 private:
  FilterMatcher matcher_;
  std::vector<bool> meant_;
};

}  // namespace

CallSelection select_calls(const Filter& filter, const Limits& limits) {
  return {filter.text(), [filter, limits] {
            return std::make_unique<FilteringChooser>(filter, limits);
          }};
}

}  // namespace siptriage
