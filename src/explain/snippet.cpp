#include "explain/snippet.h"

#include <algorithm>

#include "explain/words.h"

namespace siptriage::explain {
namespace {

// Where the first of the words stands; 0 if none does.
std::size_t first_found(std::string_view text,
                        std::span<const std::string> words) {
  std::string_view left = text;
  for (auto word = next_word(left); !word.empty(); word = next_word(left)) {
    const bool found = std::ranges::any_of(words, [&](const std::string& each) {
      return likeness(word, each) != Likeness::None;
    });
    if (found) return static_cast<std::size_t>(word.data() - text.data());
  }
  return 0;
}

}  // namespace

std::string snippet(std::string_view text, std::span<const std::string> words,
                    std::size_t columns, std::string_view ellipsis) {
  if (text.size() <= columns) return std::string(text);
  const std::size_t found = first_found(text, words);
  // Some of what stands before it, but no more text than there is.
  const std::size_t before = columns / 3;
  std::size_t begin = found > before ? found - before : 0;
  begin = std::min(begin, text.size() - columns);
  if (begin != 0) begin = text.find(' ', begin - 1) + 1;
  std::string_view cut = text.substr(begin, columns);
  if (begin + cut.size() < text.size()) cut = cut.substr(0, cut.rfind(' '));
  std::string line;
  if (begin != 0) line += ellipsis;
  line += cut;
  if (begin + cut.size() < text.size()) line += ellipsis;
  return line;
}

}  // namespace siptriage::explain
