#include "filter/lexer.h"

#include <utility>

#include "siptriage/base/ascii.h"

#include "filter/hint.h"

namespace siptriage::filter {
namespace {

// Of numbers, names, addresses, times and URIs that need no quotes.
bool is_word_octet(char c) {
  return is_alpha(c) || is_digit(c) ||
         std::string_view("_-.:/+@%~*;").find(c) != std::string_view::npos;
}

struct Sign {
  std::string_view text;
  TokenKind kind;
};

// Longer ones before those they begin with.
constexpr Sign kSigns[] = {
    {"==", TokenKind::Equal},       {"!=", TokenKind::NotEqual},
    {"<=", TokenKind::LessOrEqual}, {">=", TokenKind::GreaterOrEqual},
    {"<", TokenKind::Less},         {">", TokenKind::Greater},
    {"(", TokenKind::Open},         {")", TokenKind::Close},
    {",", TokenKind::Comma},        {"..", TokenKind::Range},
};

// What others write, and what it is here.
constexpr std::pair<std::string_view, std::string_view> kElsewhere[] = {
    {"=~", "write matches, as in user_agent matches \"asterisk\""},
    {"&&", "write and"},
    {"||", "write or"},
    {"!", "write not"},
    {"=", "one = is no comparison; write =="},
    {"~", "write matches, as in user_agent matches \"asterisk\""},
};

}  // namespace

Token Lexer::token(TokenKind kind, std::size_t octets) {
  const Token token{kind, place_, text_.substr(place_, octets)};
  place_ += octets;
  return token;
}

Token Lexer::fail(std::string wrong) {
  wrong_ = std::move(wrong);
  return {TokenKind::Wrong, place_, text_.substr(place_, 1)};
}

Token Lexer::next() {
  while (place_ < text_.size() && is_lws(text_[place_])) ++place_;
  if (place_ >= text_.size()) return {TokenKind::End, text_.size(), {}};
  const char first = text_[place_];
  if (first == '"' || first == '\'') return string(first);
  const std::string_view rest = text_.substr(place_);
  if (first == '[' ||
      (is_word_octet(first) && first != '~' && !rest.starts_with(".."))) {
    return word();
  }
  return sign();
}

Token Lexer::string(char quote) {
  const std::size_t begin = place_ + 1;
  for (std::size_t end = begin; end < text_.size(); ++end) {
    if (text_[end] != quote) continue;
    if (end + 1 < text_.size() && text_[end + 1] == quote) {
      ++end;
      continue;
    }
    const Token token{TokenKind::String, place_,
                      text_.substr(begin, end - begin)};
    place_ = end + 1;
    return token;
  }
  return fail("this text has no end: a quote is missing");
}

Token Lexer::word() {
  std::size_t end = place_;
  if (text_[end] == '[') {
    end = text_.find(']', end);
    if (end == std::string_view::npos) {
      return fail("this [ has no ]; an IPv6 address stands in both");
    }
    ++end;
  }
  while (end < text_.size() && is_word_octet(text_[end]) &&
         !text_.substr(end).starts_with("..")) {
    ++end;
  }
  return token(TokenKind::Word, end - place_);
}

Token Lexer::sign() {
  const std::string_view rest = text_.substr(place_);
  for (const Sign& sign : kSigns) {
    if (rest.starts_with(sign.text)) return token(sign.kind, sign.text.size());
  }
  for (const auto& [sign, instead] : kElsewhere) {
    if (rest.starts_with(sign)) return fail(std::string(instead));
  }
  return fail("what is " + shown(rest.substr(0, 1)) +
              "? Texts with such characters stand in quotes");
}

std::string unquoted(std::string_view written, char quote) {
  std::string text;
  for (std::size_t i = 0; i < written.size(); ++i) {
    text += written[i];
    if (written[i] == quote) ++i;
  }
  return text;
}

std::string described(const Token& token) {
  if (token.kind == TokenKind::End) return "the end";
  return shown(token.text);
}

}  // namespace siptriage::filter
