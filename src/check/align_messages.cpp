#include "check/align_messages.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "check/canonical_message.h"

namespace siptriage::check {
namespace {

using Labels = std::vector<std::uint32_t>;

Labels labels_of(const Scenario& scenario,
                 std::map<std::string, std::uint32_t>& known) {
  Labels labels;
  for (const ScenarioMessage& message : scenario.messages) {
    const auto next = static_cast<std::uint32_t>(known.size());
    labels.push_back(known.emplace(label_of(message), next).first->second);
  }
  return labels;
}

// lengths[i][j]: of the longest common sequence of what follows a[i] and b[j].
class CommonLengths {
 public:
  CommonLengths(const Labels& a, const Labels& b)
      : row_(b.size() + 1), lengths_((a.size() + 1) * row_) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        at(i, j) = static_cast<std::uint16_t>(
            a[i] == b[j] ? at(i + 1, j + 1) + 1
                         : std::max(at(i + 1, j), at(i, j + 1)));
      }
    }
  }

  std::uint16_t& at(std::size_t i, std::size_t j) {
    return lengths_[i * row_ + j];
  }

 private:
  std::size_t row_;
  std::vector<std::uint16_t> lengths_;
};

// Moves what is in both lists, by its label, to `reordered`.
void pair_up_the_rest(const Labels& baseline, const Labels& measured,
                      MessageAlignment& alignment) {
  std::multimap<std::uint32_t, std::size_t> left;
  for (const std::size_t i : alignment.missing) left.emplace(baseline[i], i);
  std::erase_if(alignment.added, [&](std::size_t j) {
    const auto same = left.find(measured[j]);
    if (same == left.end()) return false;
    alignment.reordered.push_back({same->second, j});
    std::erase(alignment.missing, same->second);
    left.erase(same);
    return true;
  });
}

}  // namespace

MessageAlignment align_messages(const Scenario& baseline,
                                const Scenario& measured) {
  std::map<std::string, std::uint32_t> known;
  const Labels a = labels_of(baseline, known);
  const Labels b = labels_of(measured, known);
  CommonLengths lengths(a, b);
  MessageAlignment alignment;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      alignment.pairs.push_back({i++, j++});
    } else if (j == b.size() ||
               (i < a.size() && lengths.at(i + 1, j) >= lengths.at(i, j + 1))) {
      alignment.missing.push_back(i++);
    } else {
      alignment.added.push_back(j++);
    }
  }
  pair_up_the_rest(a, b, alignment);
  alignment.pairs.insert(alignment.pairs.end(), alignment.reordered.begin(),
                         alignment.reordered.end());
  std::ranges::sort(alignment.pairs, {}, &MessagePair::measured);
  return alignment;
}

}  // namespace siptriage::check
