#include "redact/text_editor.h"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/via.h"

#include "redact/address_text.h"
#include "redact/vocabulary.h"
#include "redact/word_shape.h"
#include "sip/body.h"

namespace siptriage::detail {
namespace {

// What stands between the digits of a number (RFC 3966 3, and dial plans).
bool is_number_octet(char c) {
  return is_digit(c) || c == '-' || c == '.' || c == '(' || c == ')' ||
         c == ' ' || c == '+' || c == '#' || c == '*';
}

bool is_telephone_number(std::string_view text) {
  return text.find('+', 1) == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), is_digit) &&
         std::all_of(text.begin(), text.end(), is_number_octet) &&
         find_address(text, 0) != text.size();
}

// "leg2", "b2b": back-to-back user agents tell their legs apart so.
bool is_leg_mark(std::string_view word) {
  constexpr std::size_t kMostDigits = 2;
  for (const std::string_view mark : {"leg", "b2b"}) {
    if (!starts_with_ignore_case(word, mark)) continue;
    const std::string_view number = word.substr(mark.size());
    return number.size() <= kMostDigits && is_all_digits(number);
  }
  return false;
}

int value_of_hex(char c) {
  if (is_digit(c)) return c - '0';
  const char folded = to_lower(c);
  return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
}

// The octet that a percent-escape at the front of `text` stands for, or -1.
int escaped_octet(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return -1;
  const int high = value_of_hex(text[1]);
  const int low = value_of_hex(text[2]);
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

std::string resolve_escapes(std::string_view text) {
  std::string resolved;
  while (!text.empty()) {
    const int octet = escaped_octet(text);
    resolved += octet < 0 ? text.front() : static_cast<char>(octet);
    text.remove_prefix(octet < 0 ? 1 : 3);
  }
  return resolved;
}

char hex_digit(unsigned value, char in_case_of) {
  const bool is_lower = in_case_of >= 'a' && in_case_of <= 'f';
  return (is_lower ? "0123456789abcdef" : "0123456789ABCDEF")[value];
}

// Puts octets in the places of `text` that were those of resolve_escapes().
void escape_again(std::string_view resolved, std::span<char> text) {
  std::size_t at = 0;
  for (const char c : resolved) {
    const std::string_view rest(text.data() + at, text.size() - at);
    if (escaped_octet(rest) < 0) {
      text[at++] = c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    text[at + 1] = hex_digit(octet >> 4, text[at + 1]);
    text[at + 2] = hex_digit(octet & 0xfU, text[at + 2]);
    at += 3;
  }
}

}  // namespace

std::size_t TextEditor::offset_of(std::string_view part) const {
  if (part.empty()) return 0;
  assert(part.data() >= octets_.data() &&
         part.data() + part.size() <= octets_.data() + octets_.size());
  return static_cast<std::size_t>(part.data() - octets_.data());
}

void TextEditor::mark(std::string_view part) {
  const auto begin =
      is_done_.begin() + static_cast<std::ptrdiff_t>(offset_of(part));
  std::fill_n(begin, part.size(), true);
}

void TextEditor::keep(std::string_view part) { mark(part); }

void TextEditor::keep_known(std::string_view part, std::size_t most_digits) {
  keep_words(
      part, [](std::string_view word) { return vocabulary().has(word); },
      most_digits);
}

void TextEditor::keep_words(std::string_view part,
                            bool (*stays)(std::string_view),
                            std::size_t most_digits) {
  scan(part, [stays, most_digits](std::string_view word) {
    return is_all_digits(word) ? word.size() <= most_digits : stays(word);
  });
}

void TextEditor::replace(std::string_view part) {
  scan(part, [](std::string_view) { return false; });
}

void TextEditor::replace_user(std::string_view part) {
  if (!is_telephone_number(part)) return replace(part);
  // A star or a hash ends a prefix.
  while (!part.empty()) {
    const std::size_t end = std::min(part.find_first_of("#*"), part.size());
    std::string digits;
    std::copy_if(part.begin(), part.begin() + end, std::back_inserter(digits),
                 is_digit);
    if (!digits.empty()) names_.replace_word(digits);
    std::string made(part.substr(0, end));
    auto digit = digits.begin();
    for (char& c : made) {
      if (is_digit(c)) c = *digit++;
    }
    put(part.substr(0, end), made);
    part.remove_prefix(std::min(end + 1, part.size()));
  }
}

void TextEditor::replace_opaque(std::string_view part) {
  std::string word;
  std::copy_if(part.begin(), part.end(), std::back_inserter(word),
               is_word_octet);
  if (!word.empty()) names_.replace_word(word);
  std::string made(part);
  auto octet = word.begin();
  for (char& c : made) {
    if (is_word_octet(c)) c = *octet++;
  }
  put(part, made);
}

void TextEditor::blank(std::string_view part) {
  mark(part);
  // Padding is no body to others, and says nothing.
  if (names_.is_learning() || sip::detail::is_padding(part)) return;
  for (char& c : octets_.subspan(offset_of(part), part.size())) {
    if (c != '\r' && c != '\n') c = 'x';
  }
}

void TextEditor::edit_escaped(std::string_view part,
                              const std::function<void(TextEditor&)>& edit) {
  const std::span<char> text = octets_.subspan(offset_of(part), part.size());
  std::string resolved = resolve_escapes(part);
  TextEditor editor(resolved, names_, depth_ + 1);
  edit(editor);
  editor.finish();
  escape_again(resolved, text);
  mark(part);
}

void TextEditor::put(std::string_view part, std::string_view made) {
  assert(part.size() == made.size());
  mark(part);
  std::copy(made.begin(), made.end(),
            octets_.begin() + static_cast<std::ptrdiff_t>(offset_of(part)));
}

void TextEditor::finish() {
  for (std::size_t begin = 0; begin < octets_.size();) {
    if (is_done_[begin]) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < octets_.size() && !is_done_[end]) ++end;
    replace(text().substr(begin, end - begin));
    begin = end;
  }
}

// Takes the address at `at`, if there is one; how many octets it has.
std::size_t TextEditor::replace_address(std::size_t at, std::size_t end) {
  const char c = octets_[at];
  if (c != ':' && value_of_hex(c) < 0) return 0;
  const std::size_t octets = find_address(text().substr(at, end - at),
                                          at == 0 ? '\0' : octets_[at - 1]);
  if (octets > 0) {
    detail::replace_address(octets_.subspan(at, octets), names_);
  }
  return octets;
}

// The word ends a name of two labels or more.
bool TextEditor::is_last_label(std::size_t at, std::size_t word_end,
                               std::size_t begin, std::size_t end) const {
  if (at < begin + 2 || octets_[at - 1] != '.' ||
      !is_word_octet(octets_[at - 2])) {
    return false;
  }
  if (word_end < end &&
      (octets_[word_end] == '-' || octets_[word_end] == '_')) {
    return false;
  }
  const bool goes_on = word_end + 1 < end && octets_[word_end] == '.' &&
                       is_word_octet(octets_[word_end + 1]);
  return !goes_on && is_top_level_domain(text().substr(at, word_end - at));
}

void TextEditor::scan(std::string_view part, const Stays& stays) {
  mark(part);
  const std::size_t begin = offset_of(part);
  const std::size_t end = begin + part.size();
  std::size_t token_end = begin;
  bool is_somebody = false;  // the token has an '@': no word of it stays
  for (std::size_t at = begin; at < end;) {
    if (at >= token_end) {
      token_end = std::min(text().find_first_of(" \t\r\n\"<>,()", at + 1), end);
      is_somebody =
          text().substr(at, token_end - at).find('@') != std::string_view::npos;
    }
    if (const std::size_t octets = replace_address(at, end)) {
      at += octets;
      continue;
    }
    std::size_t word_end = at;
    while (word_end < end && is_word_octet(octets_[word_end])) ++word_end;
    if (word_end == at) {
      ++at;
      continue;
    }
    std::string_view word = text().substr(at, word_end - at);
    if ((is_somebody || !stays(word)) && !is_leg_mark(word) &&
        !is_last_label(at, word_end, begin, end)) {
      if (sip::has_magic_cookie(word)) {
        word.remove_prefix(sip::kMagicCookie.size());
      }
      if (!word.empty()) {
        names_.replace_word(octets_.subspan(offset_of(word), word.size()));
      }
    }
    at = word_end;
  }
}

}  // namespace siptriage::detail
