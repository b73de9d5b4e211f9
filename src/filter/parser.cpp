#include "filter/parser.h"

#include <algorithm>
#include <string>
#include <utility>

#include "siptriage/base/ascii.h"

#include "filter/failure.h"
#include "filter/hint.h"
#include "filter/lexer.h"
#include "filter/test_maker.h"

namespace siptriage::filter {
namespace {

class Parser {
 public:
  Parser(std::string_view text, FilterScope scope, const Limits& limits)
      : lexer_(text), limits_(limits), maker_(limits, failure_), scope_(scope) {
    program_.scope = scope;
    advance();
  }

  Result<Program> parse() && {
    if (at(TokenKind::End)) {
      failure_.fail(0, "there is no expression; expected a field, such as " +
                           std::string(fields_of(scope_).front().example));
    } else if (expression(program_.root) && !at(TokenKind::End)) {
      failure_.fail(token_.offset,
                    "expected and, or, or the end, not " + described(token_));
    }
    if (failure_.error()) return tl::unexpected<Error>(*failure_.error());
    return std::move(program_);
  }

 private:
  void advance() {
    token_ = lexer_.next();
    if (token_.kind == TokenKind::Wrong) {
      failure_.fail(token_.offset, lexer_.wrong());
    }
  }
  [[nodiscard]] bool at(TokenKind kind) const { return token_.kind == kind; }
  [[nodiscard]] bool at_word(std::string_view word) const {
    return at(TokenKind::Word) && equals_ignore_case(token_.text, word);
  }
  bool take_word(std::string_view word) {
    if (!at_word(word)) return false;
    advance();
    return true;
  }
  bool expect(TokenKind kind, std::string_view what) {
    if (!at(kind)) {
      return failure_.fail(token_.offset, "expected " + std::string(what) +
                                              ", not " + described(token_));
    }
    advance();
    return true;
  }

  std::uint32_t add_node(NodeKind kind) {
    Node node;
    node.kind = kind;
    node.scope = scope_;
    program_.nodes.push_back(node);
    return static_cast<std::uint32_t>(program_.nodes.size() - 1);
  }

  using Part = bool (Parser::*)(std::uint32_t&);

  // Parts with a word between them; a single one stands for itself.
  bool chain(NodeKind kind, std::string_view word, Part part,
             std::uint32_t& node) {
    std::uint32_t last = 0;
    if (!(this->*part)(last)) return false;
    node = last;
    if (!at_word(word)) return true;
    node = add_node(kind);
    program_.nodes[node].first_child = last;
    while (take_word(word)) {
      std::uint32_t next = 0;
      if (!(this->*part)(next)) return false;
      program_.nodes[last].next = next;
      last = next;
    }
    return true;
  }

  bool expression(std::uint32_t& node) {
    return chain(NodeKind::Or, "or", &Parser::conjunction, node);
  }
  bool conjunction(std::uint32_t& node) {
    return chain(NodeKind::And, "and", &Parser::condition, node);
  }

  bool deeper() {
    if (++depth_ <= limits_[LimitId::FilterDepth]) return true;
    return failure_.fail(token_.offset,
                         "this is nested deeper than filter-depth allows",
                         ErrorCode::LimitReached);
  }

  bool condition(std::uint32_t& node) {
    if (at_word("not")) {
      if (!deeper()) return false;
      advance();
      std::uint32_t child = 0;
      if (!condition(child)) return false;
      --depth_;
      node = add_node(NodeKind::Not);
      program_.nodes[node].first_child = child;
      return true;
    }
    if (at(TokenKind::Open)) return in_parentheses(node);
    for (const auto& [word, kind] : kQuantifiers) {
      if (at_word(word)) return quantified(kind, node);
    }
    return test(node);
  }

  bool in_parentheses(std::uint32_t& node) {
    if (!deeper()) return false;
    advance();
    if (!expression(node) || !expect(TokenKind::Close, "and, or, or )")) {
      return false;
    }
    --depth_;
    return true;
  }

  bool quantified(NodeKind kind, std::uint32_t& node) {
    const std::string word(token_.text);
    advance();
    FilterScope target{};
    if (!at(TokenKind::Word) || !find_subject(token_.text, target)) {
      return failure_.fail(token_.offset,
                           "expected message, transaction, call or finding "
                           "behind " +
                               word + ", not " + described(token_));
    }
    if (target == scope_) {
      return failure_.fail(token_.offset,
                           std::string(many_of(target)) +
                               " are what is asked about here already; leave " +
                               word + " out");
    }
    advance();
    if (!at(TokenKind::Open)) return expect(TokenKind::Open, "(");
    const FilterScope outside = std::exchange(scope_, target);
    std::uint32_t child = 0;
    const bool whole = in_parentheses(child);
    scope_ = outside;
    if (!whole) return false;
    node = add_node(kind);
    program_.nodes[node].target = target;
    program_.nodes[node].first_child = child;
    return true;
  }

  bool test(std::uint32_t& node) {
    Test made;
    const bool has = take_word("has");
    const Token name = token_;
    if (!field(made)) return false;
    std::vector<Operand> operands;
    if (!has && !comparison(made, name, operands)) return false;
    if (!maker_.fill(made, name.text, operands)) return false;
    node = add_node(NodeKind::Test);
    program_.nodes[node].target = made.field->subject;
    program_.nodes[node].test =
        static_cast<std::uint32_t>(program_.tests.size());
    program_.tests.push_back(std::move(made));
    return true;
  }

  bool field(Test& test) {
    if (!at(TokenKind::Word)) {
      return failure_.fail(
          token_.offset,
          "expected a field, not, any, all, no or (, not " + described(token_));
    }
    test.field = find_field(scope_, token_.text);
    if (test.field == nullptr) {
      return failure_.fail(token_.offset, "there is no field " +
                                              shown(token_.text) +
                                              hint_at_field(token_.text));
    }
    advance();
    return test.field->type != Type::Header || header_name(test);
  }

  bool header_name(Test& test) {
    const bool named = at(TokenKind::Word) || at(TokenKind::String);
    if (!named || token_.text.empty() ||
        !std::ranges::all_of(token_.text, is_token)) {
      return failure_.fail(token_.offset,
                           "expected the name of a header field, such as "
                           "\"User-Agent\", not " +
                               described(token_));
    }
    test.header = token_.text;
    test.header_id = sip::find_header_id(test.header);
    advance();
    return true;
  }

  // What stands behind a field.
  bool comparison(Test& test, const Token& name,
                  std::vector<Operand>& operands) {
    for (const auto& [kind, op] : kComparisons) {
      if (!at(kind)) continue;
      test.op = op;
      test.negated = kind == TokenKind::NotEqual;
      advance();
      return value(test, operands);
    }
    test.negated = at_word("not");
    if (test.negated) advance();
    if (take_word("in")) {
      test.op = Operator::In;
      return list(test, operands);
    }
    for (const auto& [word, op] : kSearches) {
      if (!take_word(word)) continue;
      test.op = op;
      return value(test, operands);
    }
    return alone(test, name);
  }

  // A field that is compared with nothing.
  bool alone(Test& test, const Token& name) {
    if (test.negated) {
      return failure_.fail(token_.offset,
                           "expected in, matches or contains behind not, not " +
                               described(token_));
    }
    if (test.field->type == Type::Flag) {
      test.op = Operator::IsTrue;
      return true;
    }
    return failure_.fail(token_.offset,
                         std::string(name.text) +
                             " is compared with nothing; expected ==, <, "
                             "in, ..., as in " +
                             std::string(test.field->example) +
                             ", or has in front of it");
  }

  bool list(const Test& test, std::vector<Operand>& operands) {
    if (!at(TokenKind::Open)) return item(test, operands);
    advance();
    do {
      if (operands.size() >= limits_[LimitId::FilterList]) {
        return failure_.fail(token_.offset,
                             "this list is longer than filter-list allows",
                             ErrorCode::LimitReached);
      }
      if (!item(test, operands)) return false;
    } while (take(TokenKind::Comma));
    return expect(TokenKind::Close, "a comma or )");
  }
  bool take(TokenKind kind) {
    if (!at(kind)) return false;
    advance();
    return true;
  }

  bool item(const Test& test, std::vector<Operand>& operands) {
    if (!value(test, operands)) return false;
    if (!take(TokenKind::Range)) return true;
    return value(test, operands.back().last);
  }

  bool value(const Test& test, std::vector<Operand>& operands) {
    if (!at(TokenKind::Word) && !at(TokenKind::String)) {
      return failure_.fail(token_.offset, "expected " + expected(test) +
                                              ", not " + described(token_));
    }
    Operand operand{token_, {}, {}};
    const bool is_word = at(TokenKind::Word);
    advance();
    const Type type = test.field->type;
    const bool unit =
        is_word && at(TokenKind::Word) &&
        ((type == Type::Duration && is_duration_unit(token_.text)) ||
         (type == Type::Octets && is_octet_unit(token_.text)));
    if (unit) {
      operand.unit = token_.text;
      advance();
    }
    operands.push_back(std::move(operand));
    return true;
  }

  static std::string expected(const Test& test) {
    if (test.op == Operator::Matches) {
      return "a regular expression, such as \"^asterisk\"";
    }
    if (test.op == Operator::Contains) return "a text, such as \"asterisk\"";
    return std::string(expected_of(test.field->type));
  }

  static constexpr std::pair<std::string_view, NodeKind> kQuantifiers[] = {
      {"any", NodeKind::Any}, {"all", NodeKind::All}, {"no", NodeKind::No}};
  static constexpr std::pair<std::string_view, Operator> kSearches[] = {
      {"matches", Operator::Matches}, {"contains", Operator::Contains}};
  static constexpr std::pair<TokenKind, Operator> kComparisons[] = {
      {TokenKind::Equal, Operator::Equal},
      {TokenKind::NotEqual, Operator::Equal},
      {TokenKind::Less, Operator::Less},
      {TokenKind::LessOrEqual, Operator::LessOrEqual},
      {TokenKind::Greater, Operator::Greater},
      {TokenKind::GreaterOrEqual, Operator::GreaterOrEqual}};

  Lexer lexer_;
  const Limits& limits_;
  Failure failure_;
  TestMaker maker_;
  FilterScope scope_;
  std::uint64_t depth_ = 0;
  Token token_;
  Program program_;
};

}  // namespace

Result<Program> parse(std::string_view text, FilterScope scope,
                      const Limits& limits) {
  if (text.size() > limits[LimitId::FilterOctets]) {
    return fail(ErrorCode::LimitReached,
                "the expression is longer than filter-octets allow",
                static_cast<std::size_t>(limits[LimitId::FilterOctets]));
  }
  return Parser(text, scope, limits).parse();
}

}  // namespace siptriage::filter
