#pragma once
// Lexer: an expression as words, strings and signs.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace siptriage::filter {

enum class TokenKind : std::uint8_t {
  End,
  Word,    // pdd, INVITE, 486, 4xx, 10.0.0.0/8, 13:05, [2001:db8::1]:5060
  String,  // in quotes; a quote inside is written twice
  Open,
  Close,
  Comma,
  Range,  // ..
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Wrong,  // no token; the lexer says why
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::size_t offset = 0;
  std::string_view text;  // as written; of a string without its quotes
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // End for ever once there is nothing left.
  Token next();
  // What is wrong with the last token, which was Wrong.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  Token token(TokenKind kind, std::size_t octets);
  Token fail(std::string wrong);
  Token string(char quote);
  Token word();
  Token sign();

  std::string_view text_;
  std::size_t place_ = 0;
  std::string wrong_;
};

// What a string stands for: `written` with one quote for each two.
[[nodiscard]] std::string unquoted(std::string_view written, char quote);

// A token as people call it: "a word \"foo\"", "the end".
[[nodiscard]] std::string described(const Token& token);

}  // namespace siptriage::filter
