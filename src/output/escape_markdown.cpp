#include "output/escape_markdown.h"

#include <algorithm>
#include <cstddef>

#include "siptriage/base/ascii.h"

namespace siptriage::output {
namespace {

// What stands between words. None of them is ever inside code: there no
// character can be escaped.
constexpr std::string_view kBetweenWords = " \t<>|`";
// What may stand around a word without belonging to it.
constexpr std::string_view kAroundWords = ".,;:?()\"'[]{}";
constexpr std::string_view kSpecial = "\\*_[]~#$@";

std::string_view reference_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '|':
      return "&#124;";
    case '`':
      return "&#96;";
    default:
      return {};
  }
}

void append_escaped(std::string_view text, std::string& result) {
  for (const char c : text) {
    const std::string_view reference = reference_of(c);
    if (!reference.empty()) {
      result += reference;
      continue;
    }
    if (kSpecial.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
}

bool is_letter_or_digit(char c) { return is_alpha(c) || is_digit(c); }

// "example.com", "busy.pcapng"; not "192.0.2.1", "e.g", "7.2".
bool has_domain(std::string_view word) {
  for (std::size_t dot = word.find('.'); dot != std::string_view::npos;
       dot = word.find('.', dot + 1)) {
    if (dot != 0 && is_letter_or_digit(word[dot - 1]) &&
        dot + 2 < word.size() && is_alpha(word[dot + 1]) &&
        is_alpha(word[dot + 2])) {
      return true;
    }
  }
  return false;
}

// #12, !12 and the like are names of issues, and so is GH-12.
bool names_issue(std::string_view word) {
  constexpr std::string_view kMarks = "#!~%&";
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (is_digit(word[i]) && kMarks.find(word[i - 1]) != kMarks.npos) {
      return true;
    }
  }
  return starts_with_ignore_case(word, "GH-");
}

// ":smile:"; not a time of day.
bool is_like_emoji(std::string_view word) {
  return std::ranges::count(word, ':') > 1 &&
         std::ranges::any_of(word, is_alpha);
}

bool is_all_hexadecimal(std::string_view word) {
  return std::ranges::all_of(word, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

// A tracker would make a link, a name or a picture of it.
bool means_something(std::string_view word) {
  // A commit.
  if (word.size() >= 7 && is_all_hexadecimal(word) &&
      std::ranges::any_of(word, is_digit)) {
    return true;
  }
  return word.find_first_of("@$\\_*~") != std::string_view::npos ||
         word.find("://") != std::string_view::npos ||
         starts_with_ignore_case(word, "www.") || is_like_emoji(word) ||
         has_domain(word) || names_issue(word);
}

void append_word(std::string_view word, std::string& result) {
  if (is_like_emoji(word)) {
    result.append("`").append(word).append("`");
    return;
  }
  const std::size_t begin = word.find_first_not_of(kAroundWords);
  if (begin == std::string_view::npos) return append_escaped(word, result);
  const std::size_t end = word.find_last_not_of(kAroundWords) + 1;
  const std::string_view inner = word.substr(begin, end - begin);
  if (!means_something(inner)) return append_escaped(word, result);
  append_escaped(word.substr(0, begin), result);
  result.append("`").append(inner).append("`");
  append_escaped(word.substr(end), result);
}

}  // namespace

std::string escape_markdown(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t end =
        std::min(text.find_first_of(kBetweenWords), text.size());
    append_word(text.substr(0, end), result);
    text.remove_prefix(end);
    const std::size_t next =
        std::min(text.find_first_not_of(kBetweenWords), text.size());
    append_escaped(text.substr(0, next), result);
    text.remove_prefix(next);
  }
  return result;
}

}  // namespace siptriage::output
