#include "filter/test_maker.h"

#include <algorithm>
#include <optional>
#include <re2/re2.h>
#include <utility>

#include "siptriage/base/ascii.h"
#include "siptriage/base/limit_text.h"

#include "filter/hint.h"
#include "filter/text_order.h"

namespace siptriage::filter {
namespace {

// What one pattern may take for itself; RE2 goes on more slowly where it would
// need more.
constexpr std::int64_t kPatternMemory = std::int64_t{1} << 20;

bool is_ordered(Operator op) {
  return op >= Operator::Less && op <= Operator::GreaterOrEqual;
}
bool looks_for_text(Operator op) {
  return op == Operator::Matches || op == Operator::Contains;
}

bool is_text(Type type) {
  return type == Type::Text || type == Type::Exact || type == Type::Uri ||
         type == Type::Header;
}
bool has_ranges(Type type) {
  return (type >= Type::Number && type <= Type::Time) || type == Type::Header;
}
bool is_of_vocabulary(Type type) {
  return type == Type::Word || type == Type::Words;
}

std::string text_of(const Operand& operand, char quote) {
  return operand.token.kind == TokenKind::String
             ? unquoted(operand.token.text, quote)
             : std::string(operand.token.text);
}

char quote_of(const Token& token) { return token.text.data()[-1]; }

std::string text_of(const Operand& operand) {
  return operand.token.kind == TokenKind::String
             ? text_of(operand, quote_of(operand.token))
             : std::string(operand.token.text);
}

std::string in_quotes(std::string_view text) {
  const char quote = text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string written(1, quote);
  for (const char c : text) {
    written += c;
    if (c == quote) written += c;
  }
  return written + quote;
}

// What is on the right side of `op` when `value` is on its own.
Interval compared(Operator op, const Interval& value) {
  switch (op) {
    case Operator::Less:
      return value.first == kLeast ? Interval{0, -1}
                                   : Interval{kLeast, value.first - 1};
    case Operator::LessOrEqual:
      return {kLeast, value.last};
    case Operator::Greater:
      return value.last == kMost ? Interval{0, -1}
                                 : Interval{value.last + 1, kMost};
    case Operator::GreaterOrEqual:
      return {value.first, kMost};
    default:
      return value;
  }
}

void set_word(Test& test, std::size_t word) {
  constexpr std::size_t kBits = 64;
  if (test.words.size() <= word / kBits) test.words.resize(word / kBits + 1);
  test.words[word / kBits] |= std::uint64_t{1} << word % kBits;
}

// Words at `word` and on the side of it that `op` says; the first is the most.
void set_words(Test& test, std::size_t word, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const bool more = i < word;
    const bool less = i > word;
    const bool set = (i == word && test.op != Operator::Less &&
                      test.op != Operator::Greater) ||
                     (more && (test.op == Operator::Greater ||
                               test.op == Operator::GreaterOrEqual)) ||
                     (less && (test.op == Operator::Less ||
                               test.op == Operator::LessOrEqual));
    if (set) set_word(test, i);
  }
}

std::shared_ptr<const re2::RE2> compile(const std::string& text, bool literal,
                                        bool exact) {
  re2::RE2::Options options(re2::RE2::Latin1);  // octet by octet
  options.set_log_errors(false);
  options.set_literal(literal);
  options.set_case_sensitive(exact);
  options.set_max_mem(kPatternMemory);
  return std::make_shared<const re2::RE2>(text, options);
}

// Unit and number as text() writes them.
std::string written_quantity(const Operand& operand) {
  const Quantity together = quantity_of(operand.token.text);
  const std::string_view unit =
      operand.unit.empty() ? together.unit : operand.unit;
  std::string text(together.number);
  if (!unit.empty()) text.append(" ").append(unit);
  return text;
}

}  // namespace

bool TestMaker::expect(const Test& test, const Operand& operand) {
  if (test.field->type == Type::Duration &&
      read_number(operand.token.text).has_value()) {
    return failure_.fail(operand.token.offset,
                         std::string(operand.token.text) +
                             " has no unit; there are us, ms, s, min and h");
  }
  return failure_.fail(operand.token.offset,
                       "expected " +
                           std::string(expected_of(test.field->type)) +
                           ", not " + described(operand.token));
}

bool TestMaker::is_allowed(const Test& test, std::string_view name,
                           const Operand& operand) {
  const Type type = test.field->type;
  const std::string about =
      std::string(name) + " is " + std::string(with_article(type));
  const std::size_t offset = operand.token.offset;
  if (is_ordered(test.op)) {
    const bool ordered =
        has_ranges(type) ||
        (type == Type::Word && test.field->vocabulary().descends);
    if (!ordered) {
      return failure_.fail(offset, about +
                                       ", which is not more or less than "
                                       "another: use ==, != or in");
    }
  }
  if (looks_for_text(test.op) && !is_text(type) && !is_of_vocabulary(type)) {
    return failure_.fail(offset,
                         about + "; matches and contains are for texts");
  }
  return true;
}

bool TestMaker::fill(Test& test, std::string_view name,
                     const std::vector<Operand>& operands) {
  if (operands.empty()) return true;
  if (!is_allowed(test, name, operands.front())) return false;
  for (const Operand& operand : operands) {
    if (!fill_value(test, operand)) return false;
  }
  if (test.field->type == Type::Header && test.as_number &&
      !test.texts.empty()) {
    return failure_.fail(operands.front().token.offset,
                         "numbers and texts do not go together in one list; "
                         "write numbers in quotes to compare them as texts");
  }
  test.intervals = merged(std::move(test.intervals));
  test.of_day = merged(std::move(test.of_day));
  std::ranges::sort(test.texts, BeforeIgnoringCase());
  return true;
}

bool TestMaker::fill_value(Test& test, const Operand& operand) {
  const Type type = test.field->type;
  if (!operand.last.empty() && !has_ranges(type)) {
    return failure_.fail(
        operand.token.offset,
        "there is no range of what is " + std::string(with_article(type)) +
            (type == Type::Address ? "; write 192.0.2.0/24" : ""));
  }
  if (looks_for_text(test.op)) {
    return is_of_vocabulary(type) ? fill_matching_words(test, operand)
                                  : fill_pattern(test, operand);
  }
  if (is_of_vocabulary(type) || type == Type::Flag) {
    return fill_word(test, operand);
  }
  if (type == Type::Header) return fill_header(test, operand);
  if (is_text(type)) return fill_text(test, operand);
  if (type == Type::Address) return fill_address(test, operand);
  return fill_interval(test, operand);
}

// A number is compared as one, unless it stands in quotes.
bool TestMaker::fill_header(Test& test, const Operand& operand) {
  const bool is_number = operand.token.kind == TokenKind::Word &&
                         read_number(operand.token.text).has_value();
  if (is_number || !operand.last.empty() || is_ordered(test.op)) {
    test.as_number = true;
    return fill_interval(test, operand);
  }
  return fill_text(test, operand);
}

bool TestMaker::read_interval(Type type, const Operand& operand,
                              Interval& interval, bool& of_day) {
  const std::string text = text_of(operand);
  std::optional<Interval> read;
  Quantity quantity = quantity_of(text);
  if (!operand.unit.empty()) {
    if (!quantity.unit.empty()) return false;
    quantity.unit = operand.unit;
  }
  switch (type) {
    case Type::Status:
      read = read_status(text);
      break;
    case Type::Duration:
      read = read_duration(quantity);
      break;
    case Type::Octets:
      read = read_octets(quantity);
      break;
    case Type::Time:
      if (const std::optional<TimeValue> time = read_time(text)) {
        read = time->nanoseconds;
        of_day = time->of_day;
      }
      break;
    default:
      read = read_number(text);
  }
  if (read) interval = *read;
  return read.has_value();
}

bool TestMaker::fill_interval(Test& test, const Operand& operand) {
  const Type type = test.field->type;
  Interval interval;
  bool of_day = false;
  if (!read_interval(type, operand, interval, of_day)) {
    return type == Type::Header
               ? failure_.fail(
                     operand.token.offset,
                     "expected a whole number, not " + described(operand.token))
               : expect(test, operand);
  }
  const bool has_unit = type == Type::Duration || type == Type::Octets;
  const auto written = [has_unit](const Operand& value) {
    if (has_unit) return written_quantity(value);
    return value.token.kind == TokenKind::String
               ? in_quotes(text_of(value))
               : std::string(value.token.text);
  };
  std::string text = written(operand);
  std::vector<Interval>& into = of_day ? test.of_day : test.intervals;
  if (!operand.last.empty()) {
    const Operand& last = operand.last.front();
    Interval end;
    bool end_of_day = false;
    if (!read_interval(type, last, end, end_of_day) || end_of_day != of_day) {
      return expect(test, last);
    }
    text += ".." + written(last);
    if (of_day && end.last < interval.first) {  // over midnight
      into.push_back({interval.first, kNanosecondsOfDay - 1});
      interval.first = 0;
    } else if (end.last < interval.first) {
      return failure_.fail(last.token.offset,
                           "the range ends before it begins");
    }
    interval.last = end.last;
  }
  into.push_back(compared(test.op, interval));
  test.written.push_back(std::move(text));
  return true;
}

bool TestMaker::refuse_word(const Vocabulary& words, std::string_view which,
                            const std::string& text, const Operand& operand) {
  std::string message = shown(text) + " is not " + std::string(words.kind) +
                        std::string(which) + words.hint(text);
  if (!which.empty()) {
    message += message.ends_with('?') ? " In" : "; in";
    message += " quotes it is taken as it is";
  }
  return failure_.fail(operand.token.offset, std::move(message));
}

bool TestMaker::fill_word(Test& test, const Operand& operand) {
  const std::string text = text_of(operand);
  if (test.field->type == Type::Flag) {
    const bool yes =
        equals_ignore_case(text, "yes") || equals_ignore_case(text, "true");
    const bool no =
        equals_ignore_case(text, "no") || equals_ignore_case(text, "false");
    if (!yes && !no) return expect(test, operand);
    test.intervals.push_back({yes ? 1 : 0, yes ? 1 : 0});
    test.written.emplace_back(yes ? "yes" : "no");
    return true;
  }
  const Vocabulary& words = test.field->vocabulary();
  const std::optional<std::size_t> word = words.find(text);
  if (!word) return refuse_word(words, "", text, operand);
  set_words(test, *word, words.names.size());
  test.written.emplace_back(words.names[*word]);
  return true;
}

bool TestMaker::fill_text(Test& test, const Operand& operand) {
  std::string text = text_of(operand);
  // A bare word of a field that has some is one of them.
  if (test.field->vocabulary != nullptr &&
      operand.token.kind == TokenKind::Word) {
    const Vocabulary& words = test.field->vocabulary();
    const std::optional<std::size_t> word = words.find(text);
    if (!word) return refuse_word(words, " that is registered", text, operand);
    text = words.names[*word];
    test.written.push_back(text);
  } else {
    test.written.push_back(in_quotes(text));
  }
  test.texts.push_back(std::move(text));
  return true;
}

bool TestMaker::fill_address(Test& test, const Operand& operand) {
  const std::string text = text_of(operand);
  const std::optional<AddressRange> range = read_address(text);
  if (!range) return expect(test, operand);
  test.addresses.push_back(*range);
  test.written.push_back(text);
  return true;
}

bool TestMaker::fill_pattern(Test& test, const Operand& operand) {
  const std::string text = text_of(operand);
  const std::size_t offset = operand.token.offset;
  if (text.size() > limits_[LimitId::FilterPatternOctets]) {
    return failure_.fail(offset,
                         "this text is longer than filter-pattern-octets allow",
                         ErrorCode::LimitReached);
  }
  if (++patterns_ > limits_[LimitId::FilterPatterns]) {
    return failure_.fail(offset,
                         "there are more matches and contains than "
                         "filter-patterns allow",
                         ErrorCode::LimitReached);
  }
  test.pattern = compile(text, test.op == Operator::Contains,
                         test.field->type == Type::Exact);
  if (!test.pattern->ok()) {
    return failure_.fail(offset, "this is no regular expression: " +
                                     shown(test.pattern->error()));
  }
  test.written.push_back(in_quotes(text));
  return true;
}

bool TestMaker::fill_matching_words(Test& test, const Operand& operand) {
  if (!fill_pattern(test, operand)) return false;
  const Vocabulary& words = test.field->vocabulary();
  for (std::size_t i = 0; i < words.names.size(); ++i) {
    if (!words.names[i].empty() &&
        re2::RE2::PartialMatch({words.names[i].data(), words.names[i].size()},
                               *test.pattern)) {
      set_word(test, i);
    }
  }
  test.pattern.reset();
  return true;
}

}  // namespace siptriage::filter
