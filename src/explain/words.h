#pragma once
// Words of questions and texts, compared as people mean them: without regard
// to letter case, plural and hyphens.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::explain {

// Takes the next word off the front of `text`: letters and digits, as they
// stand. Empty at the end.
[[nodiscard]] std::string_view next_word(std::string_view& text);

// The words of a question in lower case; "BusyHere" is two.
[[nodiscard]] std::vector<std::string> words_of(std::string_view question);

// Lower-case letters and digits alone: the same for "Retry-After",
// "retry after" and "RetryAfter".
[[nodiscard]] std::string folded(std::string_view name);

// Without words that every question may have: "what does ... mean". All of
// them where nothing else would be left.
[[nodiscard]] std::vector<std::string> without_fillers(
    std::vector<std::string> words);

enum class Likeness : unsigned char { None, Typo, Front, Same };

// How `word` of a text is like `wanted`, a lower-case word of a question:
// Front means that it goes on after it.
[[nodiscard]] Likeness likeness(std::string_view word, std::string_view wanted);
// The slips of the pen that are forgiven in so many letters: one in four to
// seven, two in more.
[[nodiscard]] std::size_t typos_forgiven(std::size_t letters);
// As likeness(), with these.
[[nodiscard]] Likeness likeness_with_typos(std::string_view word,
                                           std::string_view wanted);

}  // namespace siptriage::explain
