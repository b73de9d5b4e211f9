#pragma once
// TextEditor: replaces what a text says of anybody, in place and without
// changing its length. What is not said to stay is replaced: finish() takes
// all octets that no other function was given.
//
//   TextEditor editor(octets, names);
//   editor.keep(method);
//   editor.number_or_text(display_name);
//   editor.finish();
//
// Views given to it must lie in its octets.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/redact/pseudonyms.h"

namespace siptriage::detail {

// Numbers of header fields, such as CSeq and Expires, are no longer.
inline constexpr std::size_t kMostValueDigits = 10;
inline constexpr std::size_t kMostPortDigits = 5;
// Codes and causes in texts for people are no longer.
inline constexpr std::size_t kMostTextDigits = 3;

class TextEditor {
 public:
  TextEditor(std::span<char> octets, Pseudonyms& names, unsigned depth = 0)
      : octets_(octets),
        names_(names),
        depth_(depth),
        is_done_(octets.size(), false) {}

  [[nodiscard]] std::string_view text() const {
    return {octets_.data(), octets_.size()};
  }
  [[nodiscard]] Pseudonyms& names() { return names_; }
  // Of edit_escaped() in edit_escaped(): whoever nests asks.
  [[nodiscard]] unsigned depth() const { return depth_; }

  // Stays as it is.
  void keep(std::string_view part);
  // Words of the protocol stay, and numbers of at most so many digits.
  void keep_known(std::string_view part,
                  std::size_t most_digits = kMostValueDigits);
  // The same, but for words that `stays` has.
  void keep_words(std::string_view part, bool (*stays)(std::string_view),
                  std::size_t most_digits);
  // Every word is replaced. Addresses are known, and the last labels of domains
  // stay.
  void replace(std::string_view part);
  // A telephone number however it is written, else as replace().
  void replace_user(std::string_view part);
  // As one word, its separators left where they are: base64, hexadecimal.
  void replace_opaque(std::string_view part);
  // Says nothing any more; line ends stay.
  void blank(std::string_view part);
  // Gives `edit` what `part` says once its percent-escapes are resolved.
  void edit_escaped(std::string_view part,
                    const std::function<void(TextEditor&)>& edit);
  // Puts `made` in the place of `part`: it must be as long.
  void put(std::string_view part, std::string_view made);

  void finish();

 private:
  using Stays = std::function<bool(std::string_view)>;

  [[nodiscard]] std::size_t offset_of(std::string_view part) const;
  void mark(std::string_view part);
  void scan(std::string_view part, const Stays& stays);
  [[nodiscard]] std::size_t replace_address(std::size_t at, std::size_t end);
  [[nodiscard]] bool is_last_label(std::size_t at, std::size_t word_end,
                                   std::size_t begin, std::size_t end) const;

  std::span<char> octets_;
  Pseudonyms& names_;
  unsigned depth_;
  std::vector<bool> is_done_;
};

}  // namespace siptriage::detail
