#pragma once
// Search: topics by the words of their texts.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/explain/topic.h"

namespace siptriage::explain {

struct Match {
  Topic topic;
  unsigned score = 0;
  bool by_name = false;    // each word is like one of its name
  std::string_view field;  // that tells most
  std::string text;        // its text
  std::size_t words = 0;   // how many were found
};

// Topics of `among` with all of `words` (words_of) somewhere, the best first;
// of equals in the order of `among`.
[[nodiscard]] std::vector<Match> search(std::span<const Topic> among,
                                        std::span<const std::string> words);

// For words that were not found: topics with names like them, then topics
// with some of them; at most `most`.
[[nodiscard]] std::vector<Topic> nearest(std::span<const Topic> among,
                                         std::span<const std::string> words,
                                         std::size_t most);

}  // namespace siptriage::explain
